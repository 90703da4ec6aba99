package io.lepton.merge;

import java.io.Serializable;
import java.util.Locale;

/**
 * What becomes of one thing in a merge.
 *
 * @param item the thing
 * @param ours what our side did to it
 * @param theirs what their side did to it
 * @param outcome what becomes of it
 * @param note how it was resolved, or why it could not be; else empty
 */
public record Fate(Item item, SideChange ours, SideChange theirs, Outcome outcome, String note)
    implements Serializable {
  /** What becomes of it. */
  public enum Outcome {
    /** No side changed it. */
    UNCHANGED,
    /** Only our side changed it. */
    OURS,
    /** Only their side changed it. */
    THEIRS,
    /** Both sides made the same change, to the bit. */
    ALIKE,
    /** Both sides changed it, and the caller said what to do. */
    RESOLVED,
    /** Both sides changed it, and nobody said what to do, or what was said cannot be done. */
    CONFLICT
  }

  /** One line, as in {@code tensor "w": ours changed it, theirs removed it: conflict}. */
  @Override
  public String toString() {
    return item
        + ": ours "
        + did(ours)
        + ", theirs "
        + did(theirs)
        + ": "
        + outcome.name().toLowerCase(Locale.ROOT)
        + (note.isEmpty() ? "" : " (" + note + ")");
  }

  private static String did(SideChange change) {
    return change == SideChange.NONE
        ? "did nothing"
        : change.name().toLowerCase(Locale.ROOT) + " it";
  }
}
