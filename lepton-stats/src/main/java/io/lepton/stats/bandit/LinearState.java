package io.lepton.stats.bandit;

import io.lepton.error.InvalidInputException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * All that a {@link LinUcb} has learned; what to store. States of the same arms and features merge
 * by adding.
 *
 * @param features of a context, at least 1
 * @param arms at least two
 */
public record LinearState(int features, List<Arm> arms) {
  private static final int LEAST = 2;

  /** {@inheritDoc} */
  public LinearState {
    arms = List.copyOf(arms);
    if (features < 1 || arms.size() < LEAST) {
      throw new InvalidInputException(
          features + " features and " + arms.size() + " arms; expected at least 1 and " + LEAST);
    }
    for (Arm arm : arms) {
      if (arm.products.size() != features * features || arm.moments.size() != features) {
        throw new InvalidInputException(
            "an arm with "
                + arm.products.size()
                + " products and "
                + arm.moments.size()
                + " moments; expected "
                + (features * features)
                + " and "
                + features);
      }
    }
  }

  /**
   * What an arm has seen.
   *
   * @param pulls rewards learned
   * @param products {@code Σ x xᵀ}, row by row
   * @param moments {@code Σ reward · x}
   */
  public record Arm(long pulls, List<Double> products, List<Double> moments) {
    /** {@inheritDoc} */
    public Arm {
      products = List.copyOf(products);
      moments = List.copyOf(moments);
      if (pulls < 0) {
        throw new InvalidInputException("an arm with " + pulls + " pulls; expected 0 or more");
      }
      for (List<Double> values : List.of(products, moments)) {
        if (!values.stream().allMatch(Double::isFinite)) {
          throw new InvalidInputException("an arm's sums are not all finite: " + values);
        }
      }
    }
  }

  /**
   * Nothing learned.
   *
   * @param arms how many, at least two
   * @param features how many, at least one
   * @return the state
   */
  public static LinearState of(int arms, int features) {
    int d = Math.max(0, features);
    Arm empty = new Arm(0, Collections.nCopies(d * d, 0.0), Collections.nCopies(d, 0.0));
    return new LinearState(features, Collections.nCopies(Math.max(0, arms), empty));
  }

  /**
   * With what another has learned since both were empty.
   *
   * @param other of the same arms and features
   * @return a new state
   * @throws InvalidInputException if they differ in arms or features
   */
  public LinearState plus(LinearState other) {
    if (other.features != features || other.arms.size() != arms.size()) {
      throw new InvalidInputException(
          "states of "
              + arms.size()
              + " arms, "
              + features
              + " features and of "
              + other.arms.size()
              + ", "
              + other.features
              + " do not merge");
    }
    List<Arm> merged = new ArrayList<>();
    for (int i = 0; i < arms.size(); i++) {
      Arm one = arms.get(i);
      Arm two = other.arms.get(i);
      merged.add(
          new Arm(
              Math.addExact(one.pulls, two.pulls),
              sum(one.products, two.products),
              sum(one.moments, two.moments)));
    }
    return new LinearState(features, merged);
  }

  private static List<Double> sum(List<Double> first, List<Double> second) {
    List<Double> sums = new ArrayList<>();
    for (int i = 0; i < first.size(); i++) {
      sums.add(first.get(i) + second.get(i));
    }
    return sums;
  }
}
