package io.lepton.tune;

import io.lepton.error.CorruptDataException;
import io.lepton.internal.Json;
import io.lepton.spi.StudyStorage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way of a study's events into its ledger: at once if the study lives in memory, through the
 * journal in the storage otherwise, so that every process sees the same order. Not thread-safe.
 */
final class Journal {
  private static final int PAGE = 1000;

  private final String study;
  private final @Nullable StudyStorage storage;
  private final Ledger ledger;
  private StudyEvent.@Nullable Created created;
  private long read;

  Journal(String study, @Nullable StudyStorage storage, Ledger ledger) {
    this.study = study;
    this.storage = storage;
    this.ledger = ledger;
  }

  boolean isShared() {
    return storage != null;
  }

  /** How the study was made, if it was. */
  StudyEvent.@Nullable Created created() {
    return created;
  }

  /** Takes in what others appended. */
  void sync() {
    if (storage == null) {
      return;
    }
    List<StudyStorage.Entry> page;
    do {
      page = storage.read(study, read, PAGE);
      for (StudyStorage.Entry entry : page) {
        apply(StudyEvent.decode(study, entry), entry.time());
        read = entry.sequence();
      }
    } while (page.size() == PAGE);
  }

  /**
   * Appends an event and takes it in, with all before it.
   *
   * @return false if another one was first with its id
   */
  boolean append(StudyEvent event, Instant time) {
    if (storage == null) {
      apply(event, time);
      return true;
    }
    boolean first = storage.append(study, event.id(), time, Json.text(event));
    sync();
    return first;
  }

  private void apply(StudyEvent event, Instant time) {
    if (event instanceof StudyEvent.Created it) {
      created = it;
    }
    try {
      ledger.apply(event, time);
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw new CorruptDataException(
          "entry \"" + event.id() + "\" of study \"" + study + "\" does not fit those before", e);
    }
  }
}
