package io.lepton.retention;

import io.lepton.error.InvalidInputException;
import io.lepton.model.VersionId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One rule: names versions of a model to be kept, and says why. A value. */
public sealed interface Keep permits KeepLast, KeepYounger, KeepHeads, KeepBest, KeepParents {
  /**
   * The versions that the rule keeps.
   *
   * @param living all versions of one model that are not retired, newest first
   * @param kept those that rules before this one keep
   * @param now the time of the plan
   * @return each with the reason, for people
   */
  Map<VersionId, String> choose(List<Candidate> living, Set<VersionId> kept, Instant now);

  /**
   * Keeps the newest versions of each model.
   *
   * @param count how many, at least 1
   * @return the rule
   * @throws InvalidInputException if the count is less
   */
  static Keep last(int count) {
    return new KeepLast(count);
  }

  /**
   * Keeps what was saved not longer ago than this.
   *
   * @param age the greatest, more than zero
   * @return the rule
   * @throws InvalidInputException if the age is zero or less
   */
  static Keep youngerThan(Duration age) {
    return new KeepYounger(age);
  }

  /**
   * Keeps what a branch points at.
   *
   * @return the rule
   */
  static Keep branchHeads() {
    return new KeepHeads();
  }

  /**
   * Keeps the best versions of each model by a metric, by its own direction; of equal ones the
   * newest. The measure attached last counts.
   *
   * @param count how many, at least 1
   * @param metric its name
   * @return the rule
   * @throws InvalidInputException if the count is less
   */
  static Keep best(int count, String metric) {
    return new KeepBest(count, metric, null);
  }

  /**
   * As {@link #best(int, String)}, counting only what was measured on data of a name.
   *
   * @param count how many, at least 1
   * @param metric its name
   * @param data such as {@code test}
   * @return the rule
   * @throws InvalidInputException if the count is less
   */
  static Keep best(int count, String metric, String data) {
    return new KeepBest(count, metric, data);
  }

  /**
   * Keeps the parents of what the rules before this one keep, so that these can still be merged and
   * compared with where they came from. Not their parents' parents.
   *
   * @return the rule
   */
  static Keep parentsOfKept() {
    return new KeepParents();
  }
}
