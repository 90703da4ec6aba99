package io.lepton.stats.interleave;

/** Whom the clicks on one shown list favour. */
public enum Credit {
  /** The first ranker. */
  FIRST,
  /** The second ranker. */
  SECOND,
  /** Both alike, clicks or not. */
  TIE;

  static Credit of(long first, long second) {
    return first == second ? TIE : first > second ? FIRST : SECOND;
  }
}
