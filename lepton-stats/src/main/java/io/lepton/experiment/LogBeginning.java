package io.lepton.experiment;

import io.lepton.error.AlreadyExistsException;
import io.lepton.error.CorruptDataException;
import io.lepton.error.NotFoundException;
import io.lepton.experiment.BanditEntry.BanditStarted;
import io.lepton.experiment.Entry.Started;
import io.lepton.experiment.ExperimentStore.Stored;
import io.lepton.experiment.InterleavingEntry.InterleavingStarted;
import java.time.Instant;
import java.util.List;

/** The first entry of a log says what it is a log of. */
final class LogBeginning {
  private LogBeginning() {}

  /** The first entry, which must be of this type. */
  static <T extends Entry> T of(ExperimentStore store, String name, Class<T> type) {
    List<Stored> first = store.read(name, 0, 1);
    String wanted = kind(type);
    if (first.isEmpty()) {
      throw new NotFoundException(
          "no " + wanted + " \"" + name + "\" in the store; there are " + store.experiments());
    }
    Entry entry = first.get(0).entry();
    if (type.isInstance(entry)) {
      return type.cast(entry);
    }
    String found = kind(entry.getClass());
    if (found.isEmpty()) {
      throw new CorruptDataException(
          wanted + " \"" + name + "\" does not begin with its design but with " + first.get(0));
    }
    throw new AlreadyExistsException(
        "\"" + name + "\" is no " + wanted + " but an earlier " + found + "; take another name");
  }

  /** Refuses another definition under the name of a running one. */
  static void requireSame(
      String refused, Instant started, List<String> differences, String resume) {
    if (!differences.isEmpty()) {
      throw new AlreadyExistsException(
          refused
              + "it was started at "
              + started
              + " with another definition, and a design never changes: "
              + String.join("; ", differences)
              + ". Give the new one another name, or "
              + resume
              + " the old one");
    }
  }

  private static String kind(Class<? extends Entry> type) {
    if (type == Started.class) {
      return "experiment";
    }
    if (type == BanditStarted.class) {
      return BanditFormat.KIND;
    }
    return type == InterleavingStarted.class ? InterleavingFormat.KIND : "";
  }
}
