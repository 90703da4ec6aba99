package io.lepton.stats.interleave;

/** One of the two rankers compared. */
public enum Ranker {
  /** The first. */
  FIRST,
  /** The second. */
  SECOND;

  Ranker other() {
    return this == FIRST ? SECOND : FIRST;
  }
}
