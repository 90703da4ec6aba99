package io.lepton.experiment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.error.InvalidInputException;
import io.lepton.experiment.Entry.Covariate;
import io.lepton.experiment.Entry.Decided;
import io.lepton.experiment.Entry.Exposure;
import io.lepton.experiment.Entry.Outcome;
import io.lepton.experiment.Entry.Segment;
import io.lepton.experiment.Entry.Started;
import io.lepton.experiment.Metric.Kind;
import io.lepton.experiment.Variant.Role;
import io.lepton.internal.Json;
import io.lepton.model.Measure.Direction;
import io.lepton.model.VersionId;
import io.lepton.spi.Catalog.AppendEvent;
import io.lepton.spi.Catalog.Event;
import io.lepton.stats.aggregate.Capping;
import io.lepton.stats.aggregate.Capping.Limit;
import io.lepton.stats.aggregate.RegressionAdjustment.Slopes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The log's format, version 2. A design that version 1 could hold is still written as version 1, so
 * that earlier releases read it. An entry is a catalogue event whose id says what it is:
 *
 * <pre>
 * definition        the design; its "format" holds for the whole log
 * exposure:UNIT     {"variant":NAME}
 * outcome:ID        {"metric":NAME,"occurred":TIME or null,"unit":UNIT,"value":NUMBER}
 * covariate:L:NAME:UNIT  {"asOf":TIME or null,"name":NAME,"unit":UNIT,"value":NUMBER}   (2)
 * segment:L:NAME:UNIT    {"asOf":TIME or null,"name":NAME,"unit":UNIT,"value":TEXT}     (2)
 * decision          the final decision
 * </pre>
 *
 * L is the name's length in UTF-16 units, so that no two pairs of name and unit have one id.
 *
 * <p>The records below are the payloads. They are apart from the API's records so that the API may
 * grow while the format stays.
 */
final class EntryFormat {
  static final int VERSION = 2;

  private static final String DEFINITION = "definition";
  private static final String DECISION = "decision";
  private static final String EXPOSURE = "exposure:";
  private static final String OUTCOME = "outcome:";
  private static final String COVARIATE = "covariate:";
  private static final String SEGMENT = "segment:";

  private EntryFormat() {}

  private record StoredArm(
      String name, @Nullable VersionId version, double weight, long requiredUnits) {}

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
      @Nullable Duration windowFrom,
      @Nullable Duration windowTo,
      Capping.Kind lowerKind,
      double lower,
      Capping.Kind upperKind,
      double upper,
      List<String> covariates,
      Slopes slopes) {}

  private record StoredCovariate(String unit, String name, double value, @Nullable Instant asOf) {}

  private record StoredSegment(String unit, String name, String value, @Nullable Instant asOf) {}

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

  private record StoredExposure(String variant) {}

  private record StoredOutcome(
      String unit, String metric, double value, @Nullable Instant occurred) {}

  private record StoredDecision(
      Verdict verdict,
      @Nullable StoredArm winner,
      boolean conclusive,
      List<String> reasons,
      List<String> wouldChange,
      long through,
      Instant time) {}

  static AppendEvent encode(String stream, Entry entry) {
    if (entry instanceof Exposure exposure) {
      return event(
          stream, EXPOSURE + exposure.unit(), entry, new StoredExposure(exposure.variant()));
    }
    if (entry instanceof Outcome outcome) {
      return event(
          stream,
          OUTCOME + outcome.id(),
          entry,
          new StoredOutcome(outcome.unit(), outcome.metric(), outcome.value(), outcome.occurred()));
    }
    if (entry instanceof Covariate given) {
      return event(
          stream,
          id(COVARIATE, given.name(), given.unit()),
          entry,
          new StoredCovariate(given.unit(), given.name(), given.value(), given.asOf()));
    }
    if (entry instanceof Segment given) {
      return event(
          stream,
          id(SEGMENT, given.name(), given.unit()),
          entry,
          new StoredSegment(given.unit(), given.name(), given.value(), given.asOf()));
    }
    if (entry instanceof Started started) {
      return event(stream, DEFINITION, entry, stored(started.design()));
    }
    return event(stream, DECISION, entry, stored(((Decided) entry).decision()));
  }

  private static String id(String kind, String name, String unit) {
    return kind + name.length() + ":" + name + ":" + unit;
  }

  private static AppendEvent event(String stream, String id, Entry entry, Record payload) {
    return new AppendEvent(stream, id, entry.time(), Json.text(payload));
  }

  static Entry decode(String stream, Event event) {
    String where = "event " + event.sequence() + " \"" + event.id() + "\" of " + stream;
    String id = event.id();
    try {
      if (id.startsWith(EXPOSURE)) {
        StoredExposure stored = Json.read(event.payload(), StoredExposure.class, where);
        return new Exposure(id.substring(EXPOSURE.length()), stored.variant, event.time());
      }
      if (id.startsWith(OUTCOME)) {
        StoredOutcome stored = Json.read(event.payload(), StoredOutcome.class, where);
        return new Outcome(
            id.substring(OUTCOME.length()),
            stored.unit,
            stored.metric,
            stored.value,
            stored.occurred,
            event.time());
      }
      if (id.startsWith(COVARIATE)) {
        StoredCovariate stored = Json.read(event.payload(), StoredCovariate.class, where);
        return new Covariate(stored.unit, stored.name, stored.value, stored.asOf, event.time());
      }
      if (id.startsWith(SEGMENT)) {
        StoredSegment stored = Json.read(event.payload(), StoredSegment.class, where);
        return new Segment(stored.unit, stored.name, stored.value, stored.asOf, event.time());
      }
      if (id.equals(DEFINITION)) {
        String payload = upgraded(event, where);
        return new Started(design(Json.read(payload, StoredDesign.class, where)));
      }
      if (id.equals(DECISION)) {
        return new Decided(decision(Json.read(event.payload(), StoredDecision.class, where)));
      }
    } catch (IllegalArgumentException | InvalidInputException e) {
      throw new CorruptDataException(where + " holds together in form only: " + e.getMessage(), e);
    }
    throw new CorruptDataException(
        where
            + " is none of definition, exposure:UNIT, outcome:ID, covariate:…, segment:…,"
            + " decision");
  }

  /** A design of an earlier format in the form of this one. */
  private static String upgraded(Event event, String where) {
    JsonNode design = Json.read(event.payload(), JsonNode.class, where);
    int format = design.path("format").asInt();
    if (format > VERSION) {
      throw new FormatTooNewException(
          where + " has format " + format + "; this release reads up to " + VERSION);
    }
    List<JsonNode> metrics = new ArrayList<>(List.of(design.path("primary")));
    design.path("guardrails").forEach(metrics::add);
    boolean upgraded = false;
    for (JsonNode metric : metrics) {
      if (metric instanceof ObjectNode plain && !plain.has("options")) {
        plain.putNull("options");
        upgraded = true;
      }
    }
    return upgraded ? design.toString() : event.payload();
  }

  private static StoredDesign stored(Design design) {
    boolean plain =
        design.metrics().stream()
            .allMatch(
                metric ->
                    metric.options().equals(MetricOptions.NONE) && metric.kind() != Kind.COUNT);
    return new StoredDesign(
        plain ? 1 : VERSION,
        design.name(),
        design.variants().stream()
            .map(variant -> stored(variant, design.requiredUnits(variant)))
            .toList(),
        stored(design.primary()),
        design.guardrails().stream().map(EntryFormat::stored).toList(),
        design.baseline().mean(),
        design.baseline().standardDeviation(),
        design.minimumDetectableEffect(),
        design.alpha(),
        design.power(),
        design.salt(),
        design.started());
  }

  private static Design design(StoredDesign stored) {
    return new Design(
        stored.name,
        IntStream.range(0, stored.arms.size())
            .mapToObj(i -> variant(stored.arms.get(i), i == 0 ? Role.CONTROL : Role.TREATMENT))
            .toList(),
        metric(stored.primary),
        stored.guardrails.stream().map(EntryFormat::metric).toList(),
        new Baseline(stored.baselineMean, stored.baselineStandardDeviation),
        stored.minimumDetectableEffect,
        stored.alpha,
        stored.power,
        stored.salt,
        stored.arms.stream().map(StoredArm::requiredUnits).toList(),
        stored.started);
  }

  private static StoredDecision stored(Decision decision) {
    Variant winner = decision.winner();
    return new StoredDecision(
        decision.verdict(),
        winner == null ? null : stored(winner, 0),
        decision.conclusive(),
        decision.reasons(),
        decision.wouldChange(),
        decision.through(),
        decision.time());
  }

  private static Decision decision(StoredDecision stored) {
    return new Decision(
        stored.verdict,
        stored.winner == null ? null : variant(stored.winner, Role.TREATMENT),
        stored.conclusive,
        stored.reasons,
        stored.wouldChange,
        stored.through,
        stored.time);
  }

  private static StoredArm stored(Variant variant, long requiredUnits) {
    return new StoredArm(variant.name(), variant.version(), variant.weight(), requiredUnits);
  }

  private static Variant variant(StoredArm stored, Role role) {
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
        window == null ? null : window.from(),
        window == null ? null : window.to(),
        capping.lower().kind(),
        capping.lower().value(),
        capping.upper().kind(),
        capping.upper().value(),
        options.covariates(),
        options.slopes());
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
            : new Window(stored.windowFrom, stored.windowTo),
        new Capping(
            new Limit(stored.lowerKind, stored.lower), new Limit(stored.upperKind, stored.upper)),
        stored.covariates,
        stored.slopes);
  }
}
