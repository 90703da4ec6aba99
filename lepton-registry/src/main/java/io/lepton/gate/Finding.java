package io.lepton.gate;

import java.util.Objects;

/**
 * What a rule found.
 *
 * @param verdict what follows
 * @param found what was looked at, such as {@code roc_auc 0.81 [0.78, 0.84], n = 700}
 * @param bound what it was held against, such as {@code at least 0.8}
 * @param advice what to do; empty if it passes
 */
public record Finding(Verdict verdict, String found, String bound, String advice) {
  /** {@inheritDoc} */
  public Finding {
    Objects.requireNonNull(verdict);
    Objects.requireNonNull(found);
    Objects.requireNonNull(bound);
    Objects.requireNonNull(advice);
  }

  /**
   * The rule holds.
   *
   * @param found what was looked at
   * @param bound what it was held against
   * @return the finding
   */
  public static Finding pass(String found, String bound) {
    return new Finding(Verdict.PASS, found, bound, "");
  }

  /**
   * The rule does not hold.
   *
   * @param found what was looked at
   * @param bound what it was held against
   * @param advice what to do
   * @return the finding
   */
  public static Finding fail(String found, String bound, String advice) {
    return new Finding(Verdict.FAIL, found, bound, advice);
  }

  /**
   * Nobody can tell.
   *
   * @param found what was looked at
   * @param bound what it was held against
   * @param advice what to do
   * @return the finding
   */
  public static Finding inconclusive(String found, String bound, String advice) {
    return new Finding(Verdict.INCONCLUSIVE, found, bound, advice);
  }
}
