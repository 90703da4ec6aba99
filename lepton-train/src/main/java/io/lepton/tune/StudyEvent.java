package io.lepton.tune;

import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.internal.Json;
import io.lepton.model.Hyperparameters;
import io.lepton.model.Measure.Direction;
import io.lepton.spi.StudyStorage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What happens in a study, each an entry of its journal. The JSON of the records is version 1. */
sealed interface StudyEvent {
  int VERSION = 1;

  /** Unique in the journal: who comes second with it has lost. */
  String id();

  /** The format of the entry. */
  int version();

  /** The study was made. */
  record Created(int version, String space, List<Direction> directions, long seed, String sampler)
      implements StudyEvent {
    static final String ID = "study";

    @Override
    public String id() {
      return ID;
    }
  }

  /** Somebody wants a point to be tried. */
  record Queued(int version, String key, Hyperparameters parameters) implements StudyEvent {
    @Override
    public String id() {
      return "queued/" + key;
    }
  }

  /** A trial began. Of a watched one, the worker gives signs of life. */
  record Started(
      int version,
      String worker,
      int number,
      boolean watched,
      Hyperparameters parameters,
      Map<String, String> attributes)
      implements StudyEvent {
    @Override
    public String id() {
      return "trial/" + number;
    }
  }

  /** A trial asked for a parameter that nobody had asked for, given as the only one of a space. */
  record Defined(int version, String name, String space) implements StudyEvent {
    @Override
    public String id() {
      return "parameter/" + name;
    }
  }

  /** A trial that is about to end asked for these values. */
  record Asked(int version, String worker, int number, Hyperparameters parameters)
      implements StudyEvent {
    @Override
    public String id() {
      return "asked/" + number;
    }
  }

  /** A trial has a value on its way. */
  record Reported(int version, String worker, int number, long step, double value)
      implements StudyEvent {
    @Override
    public String id() {
      return "report/" + number + "/" + step;
    }
  }

  /** A trial has ended. */
  record Told(
      int version,
      String worker,
      int number,
      TrialState state,
      List<Double> values,
      List<Double> constraints,
      Map<String, String> attributes,
      @Nullable String failure)
      implements StudyEvent {
    @Override
    public String id() {
      return "told/" + number;
    }
  }

  /** A worker is there. */
  record Alive(int version, String worker, long beat) implements StudyEvent {
    @Override
    public String id() {
      return "alive/" + worker + "/" + beat;
    }
  }

  static StudyEvent decode(String study, StudyStorage.Entry entry) {
    String where = "entry \"" + entry.id() + "\" of study \"" + study + "\"";
    try {
      return Json.read(entry.payload(), typeOf(entry.id(), where), where);
    } catch (CorruptDataException e) {
      if (Json.read(entry.payload(), Map.class, where).get("version") instanceof Number version
          && version.longValue() > VERSION) {
        throw new FormatTooNewException(
            where + " has format version " + version + "; this Lepton knows " + VERSION, e);
      }
      throw e;
    }
  }

  private static Class<? extends StudyEvent> typeOf(String id, String where) {
    int slash = id.indexOf('/');
    return switch (slash < 0 ? id : id.substring(0, slash)) {
      case Created.ID -> Created.class;
      case "queued" -> Queued.class;
      case "trial" -> Started.class;
      case "parameter" -> Defined.class;
      case "asked" -> Asked.class;
      case "report" -> Reported.class;
      case "told" -> Told.class;
      case "alive" -> Alive.class;
      default -> throw new CorruptDataException(where + " is of no kind that a study has");
    };
  }
}
