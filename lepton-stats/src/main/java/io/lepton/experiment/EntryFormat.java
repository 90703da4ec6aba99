package io.lepton.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.error.InvalidInputException;
import io.lepton.experiment.Entry.Decided;
import io.lepton.experiment.Entry.Exposure;
import io.lepton.experiment.Entry.LeftLayer;
import io.lepton.experiment.Entry.Outcome;
import io.lepton.experiment.Entry.Started;
import io.lepton.experiment.Entry.TrafficRaised;
import io.lepton.experiment.Variant.Role;
import io.lepton.internal.Json;
import io.lepton.model.Measure.Direction;
import io.lepton.model.VersionId;
import io.lepton.spi.Catalog.AppendEvent;
import io.lepton.spi.Catalog.Event;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The log's format, version 2; what has no randomisation of its own is written as version 1. An
 * entry is a catalogue event whose id says what it is:
 *
 * <pre>
 * definition        the design; its "format" holds for the whole log; from format 2 on with "randomisation"
 * exposure:UNIT     {"variant":NAME}
 * outcome:ID        {"metric":NAME,"occurred":TIME or null,"unit":UNIT,"value":NUMBER}
 * traffic:SHARE     {"share":NUMBER}
 * left-layer        {"layer":NAME}
 * decision          the final decision
 * </pre>
 *
 * The records below are the payloads. They are apart from the API's records so that the API may
 * grow while the format stays.
 */
final class EntryFormat {
  static final int VERSION = 2;
  private static final int WITHOUT_RANDOMISATION = 1;

  private static final String DEFINITION = "definition";
  private static final String DECISION = "decision";
  private static final String EXPOSURE = "exposure:";
  private static final String OUTCOME = "outcome:";
  private static final String TRAFFIC = "traffic:";
  private static final String LEFT_LAYER = "left-layer";
  private static final String RANDOMISATION = "randomisation";

  private EntryFormat() {}

  private record StoredArm(
      String name, @Nullable VersionId version, double weight, long requiredUnits) {}

  private record StoredMetric(
      String name,
      Metric.Kind kind,
      Metric.Aggregation aggregation,
      Direction direction,
      @Nullable Double margin) {}

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

  private record StoredTraffic(double share) {}

  private record StoredLeave(String layer) {}

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
    if (entry instanceof Started started) {
      return event(stream, DEFINITION, entry, tree(started.design()));
    }
    if (entry instanceof TrafficRaised raised) {
      return event(stream, TRAFFIC + raised.share(), entry, new StoredTraffic(raised.share()));
    }
    if (entry instanceof LeftLayer left) {
      return event(stream, LEFT_LAYER, entry, new StoredLeave(left.layer()));
    }
    return event(stream, DECISION, entry, stored(((Decided) entry).decision()));
  }

  private static AppendEvent event(String stream, String id, Entry entry, Object payload) {
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
      if (id.equals(DEFINITION)) {
        requireKnownFormat(event, where);
        return new Started(design(event.payload(), where));
      }
      if (id.startsWith(TRAFFIC)) {
        StoredTraffic stored = Json.read(event.payload(), StoredTraffic.class, where);
        return new TrafficRaised(stored.share, event.time());
      }
      if (id.equals(LEFT_LAYER)) {
        StoredLeave stored = Json.read(event.payload(), StoredLeave.class, where);
        return new LeftLayer(stored.layer, event.time());
      }
      if (id.equals(DECISION)) {
        return new Decided(decision(Json.read(event.payload(), StoredDecision.class, where)));
      }
    } catch (IllegalArgumentException | InvalidInputException e) {
      throw new CorruptDataException(where + " holds together in form only: " + e.getMessage(), e);
    }
    throw new CorruptDataException(
        where
            + " is none of definition, exposure:UNIT, outcome:ID, traffic:SHARE, left-layer,"
            + " decision");
  }

  private static void requireKnownFormat(Event event, String where) {
    int format = Json.read(event.payload(), JsonNode.class, where).path("format").asInt();
    if (format > VERSION) {
      throw new FormatTooNewException(
          where + " has format " + format + "; this release reads up to " + VERSION);
    }
  }

  private static JsonNode tree(Design design) {
    ObjectNode tree = (ObjectNode) Json.tree(stored(design));
    if (!design.randomisation().equals(Randomisation.withDefaults())) {
      tree.put("format", VERSION)
          .set(RANDOMISATION, RandomisationFormat.tree(design.randomisation()));
    }
    return tree;
  }

  private static Design design(String payload, String where) {
    ObjectNode tree = Json.read(payload, ObjectNode.class, where);
    JsonNode randomisation = tree.remove(RANDOMISATION);
    return design(
        Json.read(Json.text(tree), StoredDesign.class, where),
        randomisation == null
            ? Randomisation.withDefaults()
            : RandomisationFormat.randomisation(randomisation, where));
  }

  private static StoredDesign stored(Design design) {
    return new StoredDesign(
        WITHOUT_RANDOMISATION,
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

  private static Design design(StoredDesign stored, Randomisation randomisation) {
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
        stored.started,
        randomisation);
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
        metric.name(), metric.kind(), metric.aggregation(), metric.direction(), metric.margin());
  }

  private static Metric metric(StoredMetric stored) {
    return new Metric(
        stored.name, stored.kind, stored.aggregation, stored.direction, stored.margin);
  }
}
