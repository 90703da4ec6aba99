package io.lepton.experiment;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lepton.experiment.BanditReport.Alternative;
import io.lepton.internal.Json;
import io.lepton.model.Interval;
import io.lepton.stats.bandit.AdaptiveEstimate;
import io.lepton.stats.bandit.BestArmStopping;
import io.lepton.stats.bandit.OffPolicyEvaluation;
import io.lepton.stats.bandit.Regret;
import org.jspecify.annotations.Nullable;

/** A bandit's report for programs. Apart from the API's records, so that these may change. */
final class BanditReportJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private BanditReportJson() {}

  static String of(BanditReport report) {
    BanditDesign design = report.design();
    ObjectNode root = NODES.objectNode();
    root.put("bandit", design.name());
    root.put("started", design.started().toString());
    root.put("time", report.time().toString());
    root.put("through", report.through());
    root.put("policy", design.policy().name());
    root.set("settings", Json.tree(design.policy().values()));
    root.put("minimumPropensity", design.minimumPropensity());
    root.put("choices", report.choices());
    root.put("waiting", report.waiting());
    root.put("late", report.late());
    ArrayNode arms = root.putArray("arms");
    report.arms().forEach(arm -> arms.add(arm(arm)));
    Regret.Estimate regret = report.regret();
    if (regret != null) {
      root.putObject("regret")
          .put("estimate", regret.estimate())
          .set("interval", interval(regret.interval()));
    }
    BestArmStopping.Result stopping = report.stopping();
    if (stopping != null) {
      root.putObject("stopping")
          .put("leader", design.arms().get(stopping.leader()).name())
          .put("evidence", stopping.evidence())
          .put("threshold", stopping.threshold())
          .put("stop", stopping.stop());
    }
    ArrayNode allocation = root.putArray("allocation");
    report
        .allocation()
        .forEach(
            step ->
                allocation
                    .addObject()
                    .put("choices", step.choices())
                    .set("shares", Json.tree(step.shares())));
    ArrayNode alternatives = root.putArray("alternatives");
    report.alternatives().forEach(each -> alternatives.add(alternative(each)));
    if (report.ended() != null) {
      root.putObject("ended")
          .put("arm", report.ended().arm())
          .put("probabilityBest", report.ended().probabilityBest())
          .put("time", report.ended().time().toString());
    }
    return Json.text(root);
  }

  private static ObjectNode arm(BanditArm arm) {
    ObjectNode node = NODES.objectNode();
    node.put("name", arm.arm().name());
    node.put("version", arm.arm().findVersion().map(Object::toString).orElse(null));
    node.put("chosen", arm.chosen());
    node.put("learned", arm.learned());
    node.put("biasedMean", arm.mean());
    node.set("posterior", interval(arm.posterior()));
    node.put("probabilityBest", arm.probabilityBest());
    AdaptiveEstimate.Result value = arm.value();
    if (value != null) {
      node.putObject("value")
          .put("value", value.value())
          .put("standardError", value.standardError())
          .put("effectiveCases", value.effectiveCases())
          .set("interval", interval(value.interval()));
    }
    node.put("leastPropensity", arm.leastPropensity());
    return node;
  }

  private static ObjectNode alternative(Alternative each) {
    ObjectNode node = NODES.objectNode();
    node.put("name", each.name());
    put(node, "ips", each.ips());
    put(node, "snips", each.snips());
    put(node, "doublyRobust", each.doublyRobust());
    return node;
  }

  private static void put(
      ObjectNode node, String name, OffPolicyEvaluation.@Nullable Result found) {
    if (found != null) {
      ObjectNode into = node.putObject(name);
      into.put("value", found.value());
      into.put("standardError", found.standardError());
      into.put("effectiveSampleSize", found.effectiveSampleSize());
      into.set("interval", interval(found.interval()));
      into.set("warnings", Json.tree(found.warnings()));
    }
  }

  static @Nullable ObjectNode interval(@Nullable Interval interval) {
    return interval == null
        ? null
        : NODES
            .objectNode()
            .put("low", interval.low())
            .put("high", interval.high())
            .put("level", interval.level())
            .put("method", interval.method());
  }
}
