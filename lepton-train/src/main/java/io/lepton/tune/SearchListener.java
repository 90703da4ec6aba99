package io.lepton.tune;

/** Follows a search. Called by the thread that searches. */
@FunctionalInterface
public interface SearchListener {
  /**
   * A trial has ended.
   *
   * @param trial that ended
   * @param soFar all trials up to this one, this one included
   */
  void trialDone(Trial trial, SearchResult soFar);
}
