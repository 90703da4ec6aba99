package io.lepton.experiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.experiment.DesignFormat.StoredArm;
import io.lepton.experiment.Entry.Covariate;
import io.lepton.experiment.Entry.Decided;
import io.lepton.experiment.Entry.Exposure;
import io.lepton.experiment.Entry.LeftLayer;
import io.lepton.experiment.Entry.Looked;
import io.lepton.experiment.Entry.Outcome;
import io.lepton.experiment.Entry.Segment;
import io.lepton.experiment.Entry.Started;
import io.lepton.experiment.Entry.TrafficRaised;
import io.lepton.experiment.Variant.Role;
import io.lepton.internal.Json;
import io.lepton.spi.Catalog.AppendEvent;
import io.lepton.spi.Catalog.Event;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The log's format. An entry is a catalogue event whose id says what it is; those marked (2) came
 * with format 2:
 *
 * <pre>
 * definition        the design, see {@link DesignFormat}; its "format" holds for the whole log
 * exposure:UNIT     {"variant":NAME}
 * outcome:ID        {"metric":NAME,"occurred":TIME or null,"unit":UNIT,"value":NUMBER}
 * covariate:L:NAME:UNIT  {"asOf":TIME or null,"name":NAME,"unit":UNIT,"value":NUMBER}   (2)
 * segment:L:NAME:UNIT    {"asOf":TIME or null,"name":NAME,"unit":UNIT,"value":TEXT}     (2)
 * traffic:SHARE     {"share":NUMBER}                                                    (2)
 * left-layer        {"layer":NAME}                                                      (2)
 * look:K            {"fraction":NUMBER,"through":SEQUENCE}, a planned look              (2)
 * decision          the final decision
 * </pre>
 *
 * <p>Logs of bandits and of comparisons of rankers have events of their own, see {@link
 * BanditFormat} and {@link InterleavingFormat}.
 *
 * <p>L is the name's length in UTF-16 units, so that no two pairs of name and unit have one id.
 *
 * <p>The records below are the payloads. They are apart from the API's records so that the API may
 * grow while the format stays.
 */
final class EntryFormat {
  static final String DEFINITION = "definition";
  private static final String DECISION = "decision";
  private static final String EXPOSURE = "exposure:";
  private static final String OUTCOME = "outcome:";
  private static final String COVARIATE = "covariate:";
  private static final String SEGMENT = "segment:";
  private static final String TRAFFIC = "traffic:";
  private static final String LEFT_LAYER = "left-layer";
  private static final String LOOK = "look:";

  private EntryFormat() {}

  private record StoredExposure(String variant) {}

  private record StoredOutcome(
      String unit, String metric, double value, @Nullable Instant occurred) {}

  private record StoredTraffic(double share) {}

  private record StoredLeave(String layer) {}

  private record StoredLook(double fraction, long through) {}

  private record StoredCovariate(String unit, String name, double value, @Nullable Instant asOf) {}

  private record StoredSegment(String unit, String name, String value, @Nullable Instant asOf) {}

  private record StoredDecision(
      Verdict verdict,
      @Nullable StoredArm winner,
      boolean conclusive,
      List<String> reasons,
      List<String> wouldChange,
      long through,
      Instant time) {}

  /** The id of an entry, of which a log holds one. */
  static String id(Entry entry) {
    return encode("", entry).id();
  }

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
      return event(stream, DEFINITION, entry, DesignFormat.tree(started.design()));
    }
    if (entry instanceof TrafficRaised raised) {
      return event(stream, TRAFFIC + raised.share(), entry, new StoredTraffic(raised.share()));
    }
    if (entry instanceof LeftLayer left) {
      return event(stream, LEFT_LAYER, entry, new StoredLeave(left.layer()));
    }
    if (entry instanceof Looked looked) {
      return event(
          stream, LOOK + looked.look(), entry, new StoredLook(looked.fraction(), looked.through()));
    }
    if (entry instanceof BanditEntry bandit) {
      return event(stream, BanditFormat.id(bandit), entry, BanditFormat.payload(bandit));
    }
    if (entry instanceof InterleavingEntry interleaving) {
      return event(
          stream,
          InterleavingFormat.id(interleaving),
          entry,
          InterleavingFormat.payload(interleaving));
    }
    return event(stream, DECISION, entry, stored(((Decided) entry).decision()));
  }

  private static String id(String kind, String name, String unit) {
    return kind + name.length() + ":" + name + ":" + unit;
  }

  private static AppendEvent event(String stream, String id, Entry entry, Object payload) {
    return new AppendEvent(stream, id, entry.time(), Json.text(payload));
  }

  static Entry decode(String stream, Event event) {
    String where = "event " + event.sequence() + " \"" + event.id() + "\" of " + stream;
    String id = event.id();
    try {
      Entry other = BanditFormat.decode(event, where);
      other = other == null ? InterleavingFormat.decode(event, where) : other;
      if (other != null) {
        return other;
      }
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
        return new Started(DesignFormat.design(event.payload(), where));
      }
      if (id.startsWith(TRAFFIC)) {
        StoredTraffic stored = Json.read(event.payload(), StoredTraffic.class, where);
        return new TrafficRaised(stored.share, event.time());
      }
      if (id.equals(LEFT_LAYER)) {
        StoredLeave stored = Json.read(event.payload(), StoredLeave.class, where);
        return new LeftLayer(stored.layer, event.time());
      }
      if (id.startsWith(LOOK)) {
        StoredLook stored = Json.read(event.payload(), StoredLook.class, where);
        int look = Integer.parseInt(id.substring(LOOK.length()));
        return new Looked(look, stored.fraction, stored.through, event.time());
      }
      if (id.equals(DECISION)) {
        return new Decided(decision(Json.read(event.payload(), StoredDecision.class, where)));
      }
    } catch (IllegalArgumentException
        | DateTimeParseException
        | InvalidInputException
        | NotFoundException e) {
      throw new CorruptDataException(where + " holds together in form only: " + e.getMessage(), e);
    }
    throw new CorruptDataException(
        where
            + " is none of definition, exposure:UNIT, outcome:ID, covariate:…, segment:…,"
            + " traffic:SHARE, left-layer, look:K, decision");
  }

  /** What a definition is of; empty for an experiment. */
  static String kind(Event event, String where) {
    return Json.read(event.payload(), ObjectNode.class, where).path("kind").asText();
  }

  /** The format of a definition. */
  static int format(Event event, String where) {
    return Json.read(event.payload(), ObjectNode.class, where).path("format").asInt();
  }

  private static StoredDecision stored(Decision decision) {
    Variant winner = decision.winner();
    return new StoredDecision(
        decision.verdict(),
        winner == null ? null : DesignFormat.stored(winner, 0),
        decision.conclusive(),
        decision.reasons(),
        decision.wouldChange(),
        decision.through(),
        decision.time());
  }

  private static Decision decision(StoredDecision stored) {
    return new Decision(
        stored.verdict,
        stored.winner == null ? null : DesignFormat.variant(stored.winner, Role.TREATMENT),
        stored.conclusive,
        stored.reasons,
        stored.wouldChange,
        stored.through,
        stored.time);
  }
}
