package io.lepton.spi;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Keeps the journals of searches for hyperparameters: for each study a list of entries that only
 * grows. What an entry means is the business of who writes it; everything a study knows is in its
 * journal, so that any process can take part in it and nothing that was told is lost.
 *
 * <p>Rules every implementation MUST keep:
 *
 * <ul>
 *   <li>{@link #append} MUST be atomic among all threads and processes: of any number of callers
 *       with one study and id, exactly one is told true, also if all give the same payload, and its
 *       entry is the one that stays.
 *   <li>If it outlives the process at all, an entry MUST be durable when {@link #append} returns
 *       true: no crash of process or machine loses it.
 *   <li>Once an entry was read, no entry MUST ever appear before it.
 *   <li>What was appended MUST be read back equal: times to the nanosecond, text to the character.
 *   <li>Names and ids that are not well-formed Unicode, have U+0000 in them or have more than 600
 *       characters together MAY be refused with {@link io.lepton.error.InvalidInputException}.
 *   <li>Every method MUST be safe for use by many threads, and neither {@link #append} nor {@link
 *       #read} may become slower in proportion to the length of a journal.
 *   <li>Failures of what is behind it are {@link io.lepton.error.StorageException}s.
 * </ul>
 */
public interface StudyStorage {
  /**
   * One entry of a journal.
   *
   * @param sequence grows along the journal; not necessarily by one
   * @param id unique in the journal
   * @param time that the writer gave
   * @param payload JSON text
   */
  record Entry(long sequence, String id, Instant time, String payload) {
    /** {@inheritDoc} */
    public Entry {
      Objects.requireNonNull(id);
      Objects.requireNonNull(time);
      Objects.requireNonNull(payload);
    }
  }

  /**
   * Appends an entry, unless the journal has one of that id.
   *
   * @param study name of the study; its journal is made by its first entry
   * @param id unique in the journal
   * @param time of the entry
   * @param payload JSON text
   * @return true if this call appended it, false if there was one before
   */
  boolean append(String study, String id, Instant time, String payload);

  /**
   * Reads a journal.
   *
   * @param study name of the study
   * @param after sequence to begin after; 0 for the beginning
   * @param limit most entries to return, at least 1
   * @return in ascending order of sequence; empty at the end and for an unknown study
   */
  List<Entry> read(String study, long after, int limit);

  /**
   * The studies that have an entry.
   *
   * @return names in ascending order
   */
  List<String> studies();
}
