package io.lepton.stats.internal;

import io.lepton.error.InvalidInputException;

/** Refuses what no statistic can take, naming the argument and the place. */
public final class Checks {
  private Checks() {}

  /** Each value finite, and at least {@code least} of them. */
  public static void sample(String name, double[] values, int least) {
    if (values.length < least) {
      throw new InvalidInputException(
          name + " has " + values.length + " values; expected at least " + least);
    }
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new InvalidInputException(
            name + "[" + i + "] is " + values[i] + "; expected a finite number");
      }
    }
  }

  /** A finite number. */
  public static double finite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new InvalidInputException(name + " is " + value + "; expected a finite number");
    }
    return value;
  }

  /** A finite number above zero. */
  public static double positive(String name, double value) {
    if (!(finite(name, value) > 0)) {
      throw new InvalidInputException(name + " is " + value + "; expected a number above 0");
    }
    return value;
  }

  /** Between 0 and 1, ends excluded. */
  public static double inside(String name, double value) {
    if (!(value > 0 && value < 1)) {
      throw new InvalidInputException(
          name + " is " + value + "; expected between 0 and 1, both excluded");
    }
    return value;
  }

  /** Successes among trials: {@code 0 <= successes <= trials}, {@code trials >= 1}. */
  public static void proportion(String name, long successes, long trials) {
    if (trials < 1 || successes < 0 || successes > trials) {
      throw new InvalidInputException(
          name
              + ": "
              + successes
              + " successes of "
              + trials
              + " trials; expected at least one trial and successes between 0 and the trials");
    }
  }

  /** Counts of at least zero. */
  public static void counts(String name, long[] counts) {
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] < 0) {
        throw new InvalidInputException(
            name + "[" + i + "] is " + counts[i] + "; expected a count of 0 or more");
      }
    }
  }

  /** Equal lengths. */
  public static void sameLength(String first, int firstLength, String second, int secondLength) {
    if (firstLength != secondLength) {
      throw new InvalidInputException(
          first
              + " has "
              + firstLength
              + " entries and "
              + second
              + " has "
              + secondLength
              + "; expected one of each per case");
    }
  }
}
