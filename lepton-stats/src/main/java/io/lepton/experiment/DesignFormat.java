package io.lepton.experiment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lepton.error.FormatTooNewException;
import io.lepton.error.InvalidInputException;
import io.lepton.experiment.Variant.Role;
import io.lepton.internal.Json;
import io.lepton.model.Measure.Direction;
import io.lepton.model.VersionId;
import io.lepton.stats.aggregate.Capping;
import io.lepton.stats.aggregate.Capping.Limit;
import io.lepton.stats.aggregate.RegressionAdjustment.Slopes;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How a design is kept: version 3, which came with post-stratified metrics and Beta priors. What
 * version 1 could hold, one look at plain metrics of all units, is still written as version 1, what
 * version 2 could hold as version 2, so that earlier releases read it. The records are apart from
 * the API's so that the API may grow while the format stays.
 */
final class DesignFormat {
  static final int VERSION = 3;
  private static final int PLAIN = 1;
  private static final int SECOND = 2;
  private static final String PLAN = "plan";
  private static final String CHANGES = "changes";
  private static final String RANDOMISATION = "randomisation";

  private DesignFormat() {}

  record StoredArm(String name, @Nullable VersionId version, double weight, long requiredUnits) {}

  private record StoredMetric(
      String name,
      Metric.Kind kind,
      Metric.Aggregation aggregation,
      Direction direction,
      @Nullable Double margin,
      @JsonInclude(Include.NON_NULL) @Nullable StoredOptions options) {}

  private record StoredOptions(
      @Nullable String outcome,
      @Nullable String denominator,
      @Nullable Double quantile,
      @Nullable String windowFrom,
      @Nullable String windowTo,
      Capping.Kind lowerKind,
      double lower,
      Capping.Kind upperKind,
      double upper,
      List<String> covariates,
      Slopes slopes,
      @JsonInclude(Include.NON_NULL) @Nullable String strata) {}

  private record StoredDesign(
      int format,
      String name,
      List<StoredArm> arms,
      StoredMetric primary,
      List<StoredMetric> guardrails,
      double baselineMean,
      double baselineStandardDeviation,
      double minimumDetectableEffect,
      double alpha,
      double power,
      String salt,
      Instant started) {}

  static JsonNode tree(Design design) {
    ObjectNode tree = (ObjectNode) Json.tree(stored(design));
    if (!design.plan().equals(AnalysisPlan.fixedHorizon())) {
      raise(tree, PlanFormat.hasBetaPriors(design.plan()) ? VERSION : SECOND)
          .set(PLAN, Json.tree(PlanFormat.stored(design.plan())));
    }
    if (!design.randomisation().equals(Randomisation.withDefaults())) {
      raise(tree, SECOND).set(RANDOMISATION, RandomisationFormat.tree(design.randomisation()));
    }
    if (!design.changes().isEmpty()) {
      raise(tree, SECOND).set(CHANGES, Json.tree(design.changes()));
    }
    return tree;
  }

  /** Says that a design wants this format at least. */
  private static ObjectNode raise(ObjectNode tree, int format) {
    return tree.put("format", Math.max(format, tree.path("format").asInt()));
  }

  static Design design(String payload, String where) {
    ObjectNode tree = Json.read(payload, ObjectNode.class, where);
    upgrade(tree, where);
    JsonNode plan = tree.remove(PLAN);
    JsonNode randomisation = tree.remove(RANDOMISATION);
    JsonNode changed = tree.remove(CHANGES);
    Map<String, String> changes = new HashMap<>();
    if (changed != null) {
      changed.properties().forEach(each -> changes.put(each.getKey(), each.getValue().asText()));
    }
    return design(
        Json.read(Json.text(tree), StoredDesign.class, where),
        plan == null
            ? AnalysisPlan.fixedHorizon()
            : PlanFormat.plan(
                Json.read(Json.text(plan), PlanFormat.StoredPlan.class, where + ", plan")),
        randomisation == null
            ? Randomisation.withDefaults()
            : RandomisationFormat.randomisation(randomisation, where),
        changes);
  }

  /** Makes a design of an earlier format one of this. */
  private static void upgrade(ObjectNode design, String where) {
    int format = design.path("format").asInt();
    if (format > VERSION) {
      throw new FormatTooNewException(
          where + " has format " + format + "; this release reads up to " + VERSION);
    }
    List<JsonNode> metrics = new ArrayList<>(List.of(design.path("primary")));
    design.path("guardrails").forEach(metrics::add);
    for (JsonNode metric : metrics) {
      if (metric instanceof ObjectNode plain && !plain.has("options")) {
        plain.putNull("options");
      }
      if (metric.path("options") instanceof ObjectNode options && !options.has("strata")) {
        options.putNull("strata");
      }
    }
  }

  private static StoredDesign stored(Design design) {
    boolean plain =
        design.metrics().stream()
            .allMatch(
                metric ->
                    metric.options().equals(MetricOptions.NONE)
                        && metric.kind() != Metric.Kind.COUNT);
    boolean stratified =
        design.metrics().stream().anyMatch(metric -> metric.options().strata() != null);
    return new StoredDesign(
        plain ? PLAIN : stratified ? VERSION : SECOND,
        design.name(),
        design.variants().stream()
            .map(variant -> stored(variant, design.requiredUnits(variant)))
            .toList(),
        stored(design.primary()),
        design.guardrails().stream().map(DesignFormat::stored).toList(),
        design.baseline().mean(),
        design.baseline().standardDeviation(),
        design.minimumDetectableEffect(),
        design.alpha(),
        design.power(),
        design.salt(),
        design.started());
  }

  private static Design design(
      StoredDesign stored,
      AnalysisPlan plan,
      Randomisation randomisation,
      Map<String, String> changes) {
    return new Design(
        stored.name,
        IntStream.range(0, stored.arms.size())
            .mapToObj(i -> variant(stored.arms.get(i), i == 0 ? Role.CONTROL : Role.TREATMENT))
            .toList(),
        metric(stored.primary),
        stored.guardrails.stream().map(DesignFormat::metric).toList(),
        new Baseline(stored.baselineMean, stored.baselineStandardDeviation),
        stored.minimumDetectableEffect,
        stored.alpha,
        stored.power,
        stored.salt,
        plan,
        stored.arms.stream().map(StoredArm::requiredUnits).toList(),
        stored.started,
        randomisation,
        changes);
  }

  static StoredArm stored(Variant variant, long requiredUnits) {
    return new StoredArm(variant.name(), variant.version(), variant.weight(), requiredUnits);
  }

  static Variant variant(StoredArm stored, Role role) {
    return new Variant(stored.name, stored.version, stored.weight, role);
  }

  private static StoredMetric stored(Metric metric) {
    return new StoredMetric(
        metric.name(),
        metric.kind(),
        metric.aggregation(),
        metric.direction(),
        metric.margin(),
        metric.options().equals(MetricOptions.NONE) ? null : stored(metric.options()));
  }

  private static StoredOptions stored(MetricOptions options) {
    Window window = options.window();
    Capping capping = options.capping();
    return new StoredOptions(
        options.outcome(),
        options.denominator(),
        options.quantile(),
        window == null ? null : window.from().toString(),
        window == null ? null : window.to().toString(),
        capping.lower().kind(),
        capping.lower().value(),
        capping.upper().kind(),
        capping.upper().value(),
        options.covariates(),
        options.slopes(),
        options.strata());
  }

  private static Metric metric(StoredMetric stored) {
    return new Metric(
        stored.name,
        stored.kind,
        stored.aggregation,
        stored.direction,
        stored.margin,
        stored.options == null ? MetricOptions.NONE : options(stored.options));
  }

  private static MetricOptions options(StoredOptions stored) {
    return new MetricOptions(
        stored.outcome,
        stored.denominator,
        stored.quantile,
        stored.windowFrom == null || stored.windowTo == null
            ? null
            : window(stored.windowFrom, stored.windowTo),
        new Capping(
            new Limit(stored.lowerKind, stored.lower), new Limit(stored.upperKind, stored.upper)),
        stored.covariates,
        stored.slopes,
        stored.strata);
  }

  /** ISO 8601 durations, such as {@code PT168H}. */
  private static Window window(String from, String to) {
    try {
      return new Window(Duration.parse(from), Duration.parse(to));
    } catch (DateTimeParseException e) {
      throw new InvalidInputException(
          "a window from \"" + from + "\" to \"" + to + "\"; expected two durations", e);
    }
  }
}
