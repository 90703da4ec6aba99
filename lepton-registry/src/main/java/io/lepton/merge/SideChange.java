package io.lepton.merge;

import org.jspecify.annotations.Nullable;

/** What one side did to one thing since the common base. */
public enum SideChange {
  /** Nothing. */
  NONE,
  /** The base does not have it. */
  ADDED,
  /** It has another value than in the base. */
  CHANGED,
  /** Only the base has it. */
  REMOVED;

  static SideChange of(@Nullable Object base, @Nullable Object side, Sameness sameness) {
    if (sameness.of(base, side)) {
      return NONE;
    }
    if (base == null) {
      return ADDED;
    }
    return side == null ? REMOVED : CHANGED;
  }
}
