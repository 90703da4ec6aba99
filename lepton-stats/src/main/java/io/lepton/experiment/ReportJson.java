package io.lepton.experiment;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lepton.experiment.ArmSummary.MetricSummary;
import io.lepton.internal.Json;
import io.lepton.model.Interval;
import io.lepton.stats.aggregate.Effect;
import org.jspecify.annotations.Nullable;

/** A report for programs. Apart from the API's records, so that these may change. */
final class ReportJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ReportJson() {}

  static String of(Report report) {
    Design design = report.design();
    ObjectNode root = NODES.objectNode();
    root.put("experiment", design.name());
    root.put("started", design.started().toString());
    root.put("time", report.time().toString());
    root.put("through", report.through());
    root.put("plan", design.plan().describe(design.primary()));
    root.put("primary", design.primary().name());
    root.put("alpha", design.alpha());
    root.put("power", design.power());
    root.put("minimumDetectableEffect", design.minimumDetectableEffect());
    ArrayNode arms = root.putArray("arms");
    report.arms().forEach(arm -> arms.add(arm(arm)));
    ArrayNode ratios = root.putArray("sampleRatios");
    report.sampleRatios().forEach(ratio -> ratios.add(ratio(ratio)));
    ArrayNode comparisons = root.putArray("comparisons");
    report.comparisons().forEach(comparison -> comparisons.add(comparison(comparison)));
    ArrayNode guardrails = root.putArray("guardrails");
    report.guardrails().forEach(check -> guardrails.add(guardrail(check)));
    Report.Excluded excluded = report.excluded();
    ObjectNode counts = root.putObject("excluded");
    counts.put("unexposed", excluded.unexposed());
    counts.put("beforeExposure", excluded.beforeExposure());
    counts.put("outsideWindow", excluded.outsideWindow());
    counts.put("attributesTooLate", excluded.attributesTooLate());
    counts.put("afterDecision", excluded.afterDecision());
    root.put("late", excluded.late());
    ArrayNode path = root.putArray("path");
    report.path().forEach(point -> path.add(point(design, point)));
    ArrayNode days = root.putArray("days");
    report.days().forEach(effects -> days.add(days(design, effects)));
    root.set("decision", decision(report.decision()));
    return Json.text(root);
  }

  private static ObjectNode arm(ArmSummary arm) {
    ObjectNode node = NODES.objectNode();
    node.put("name", arm.variant().name());
    node.put("version", arm.variant().findVersion().map(Object::toString).orElse(null));
    node.put("weight", arm.variant().weight());
    node.put("exposed", arm.exposed());
    node.put("required", arm.required());
    ArrayNode metrics = node.putArray("metrics");
    for (MetricSummary summary : arm.metrics()) {
      ObjectNode metric = metrics.addObject();
      metric.put("name", summary.metric().name());
      metric.put("outcomes", summary.outcomes());
      metric.put("units", summary.units());
      summary
          .findMeasure()
          .ifPresent(
              measure -> {
                metric.put("value", measure.value());
                metric.set("interval", interval(measure.interval()));
              });
    }
    return node;
  }

  private static ObjectNode ratio(SampleRatio ratio) {
    ObjectNode node = NODES.objectNode();
    node.put("of", ratio.of());
    ArrayNode units = node.putArray("units");
    ratio.units().forEach(units::add);
    node.put("pValue", ratio.pValue());
    node.put("status", ratio.status().name());
    return node;
  }

  private static ObjectNode comparison(Comparison comparison) {
    ObjectNode node = NODES.objectNode();
    node.put("treatment", comparison.treatment().name());
    node.put("test", comparison.test());
    node.put("difference", comparison.difference());
    node.put("standardError", comparison.standardError());
    node.set("interval", interval(comparison.interval()));
    node.put("relativeLift", comparison.relativeLift());
    node.put("pValue", comparison.pValue());
    node.put("adjustedPValue", comparison.adjustedPValue());
    node.put("finding", comparison.finding().name());
    comparison
        .findAdjusted()
        .ifPresent(
            adjusted -> {
              node.put("adjustedEstimate", adjusted.estimate());
              node.set("adjustedInterval", interval(adjusted.interval()));
            });
    Posterior posterior = comparison.posterior();
    if (posterior != null) {
      node.put("probabilityBetter", posterior.probabilityBetter());
      node.put("expectedLoss", posterior.expectedLoss());
      node.put("probabilityEquivalent", posterior.probabilityEquivalent());
    }
    return node;
  }

  private static ObjectNode guardrail(GuardrailCheck check) {
    ObjectNode node = NODES.objectNode();
    node.put("treatment", check.treatment().name());
    node.put("metric", check.metric().name());
    node.put("margin", check.metric().margin());
    node.put("difference", check.difference());
    node.set("interval", interval(check.interval()));
    node.put("status", check.status().name());
    return node;
  }

  private static ObjectNode point(Design design, PathPoint point) {
    ObjectNode node = NODES.objectNode();
    node.put("time", point.time().toString());
    node.put("units", point.units());
    ObjectNode differences = node.putObject("differences");
    for (int i = 0; i < point.differences().size(); i++) {
      PathPoint.Difference difference = point.differences().get(i);
      ObjectNode each = differences.putObject(design.treatments().get(i).name());
      each.put("estimate", difference.estimate());
      each.set("interval", interval(difference.interval()));
    }
    return node;
  }

  private static ObjectNode days(Design design, DayEffects effects) {
    ObjectNode node = NODES.objectNode();
    node.put("treatment", effects.treatment().name());
    node.put("count", effects.count().name());
    ArrayNode days = node.putArray("days");
    for (DayEffects.Day day : effects.days()) {
      ObjectNode each = days.addObject();
      each.put("number", day.number());
      each.put("date", day.date() == null ? null : day.date().toString());
      each.put("units", day.units());
      each.put("difference", day.findEffect().map(Effect::estimate).orElse(null));
      each.set(
          "interval",
          interval(day.findEffect().map(e -> e.interval(design.intervalLevel())).orElse(null)));
    }
    return node;
  }

  private static ObjectNode decision(Decision decision) {
    ObjectNode node = NODES.objectNode();
    node.put("verdict", decision.verdict().name());
    node.put("winner", decision.findWinner().map(Variant::name).orElse(null));
    node.put("conclusive", decision.conclusive());
    ArrayNode reasons = node.putArray("reasons");
    decision.reasons().forEach(reasons::add);
    ArrayNode changes = node.putArray("wouldChange");
    decision.wouldChange().forEach(changes::add);
    node.put("through", decision.through());
    node.put("time", decision.time().toString());
    return node;
  }

  private static @Nullable ObjectNode interval(@Nullable Interval interval) {
    if (interval == null) {
      return null;
    }
    ObjectNode node = NODES.objectNode();
    node.put("low", interval.low());
    node.put("high", interval.high());
    node.put("level", interval.level());
    node.put("method", interval.method());
    return node;
  }
}
