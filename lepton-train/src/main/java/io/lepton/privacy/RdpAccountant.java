package io.lepton.privacy;

import io.lepton.error.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What was spent on releases with Gaussian noise, added up as Rényi divergences (Mironov 2017) and
 * turned into ε by the conversion of Canonne, Kamath and Steinke (2020, proposition 12; also Balle
 * et al. 2020). An upper bound: the true loss is a little smaller. Immutable and thread-safe; equal
 * by value.
 *
 * @param releases what was spent, in order
 */
public record RdpAccountant(List<Release> releases) {
  // Those of Opacus and of TensorFlow Privacy together.
  private static final double[] ORDERS =
      DoubleStream.concat(
              IntStream.range(1, 100).mapToDouble(i -> 1 + i / 10.0),
              DoubleStream.concat(
                  IntStream.range(11, 64).asDoubleStream(),
                  DoubleStream.of(64, 80, 96, 128, 192, 256, 512, 1024)))
          .toArray();

  /**
   * Releases of one kind.
   *
   * @param samplingRate probability that a unit takes part, each on its own, from 0 to 1
   * @param noiseMultiplier deviation of the noise over the most one unit can change the sum, above
   *     0
   * @param count how many, 0 or more
   */
  public record Release(double samplingRate, double noiseMultiplier, long count) {
    /** {@inheritDoc} */
    public Release {
      if (!(samplingRate >= 0 && samplingRate <= 1)) {
        throw new InvalidInputException(
            "sampling rate is " + samplingRate + "; expected from 0 to 1");
      }
      if (!(noiseMultiplier > 0 && noiseMultiplier < Double.POSITIVE_INFINITY)) {
        throw new InvalidInputException(
            "noise multiplier is " + noiseMultiplier + "; expected a number above 0");
      }
      if (count < 0) {
        throw new InvalidInputException(count + " releases; expected 0 or more");
      }
    }
  }

  /** {@inheritDoc} */
  public RdpAccountant {
    releases = List.copyOf(releases);
  }

  /**
   * Nothing spent yet.
   *
   * @return an account without releases
   */
  public static RdpAccountant empty() {
    return new RdpAccountant(List.of());
  }

  /**
   * Spends.
   *
   * @param samplingRate probability that a unit takes part, from 0 to 1
   * @param noiseMultiplier above 0
   * @param count of such releases, 0 or more
   * @return a new account
   */
  public RdpAccountant spend(double samplingRate, double noiseMultiplier, long count) {
    Release added = new Release(samplingRate, noiseMultiplier, count);
    List<Release> all = new ArrayList<>(releases);
    Release last = all.isEmpty() ? null : all.get(all.size() - 1);
    if (last != null
        && last.samplingRate == samplingRate
        && last.noiseMultiplier == noiseMultiplier) {
      long sum = Math.addExact(last.count, count);
      all.set(all.size() - 1, new Release(samplingRate, noiseMultiplier, sum));
    } else {
      all.add(added);
    }
    return new RdpAccountant(all);
  }

  /**
   * The Rényi divergence of everything spent.
   *
   * @param order α, above 1
   * @return ε of (α, ε)-Rényi differential privacy
   * @throws InvalidInputException if the order is not above 1
   */
  public double divergence(double order) {
    if (!(order > 1 && order < Double.POSITIVE_INFINITY)) {
      throw new InvalidInputException("order is " + order + "; expected a number above 1");
    }
    double sum = 0;
    for (Release release : releases) {
      if (release.count > 0) {
        sum +=
            release.count
                * SampledGaussian.divergence(release.samplingRate, release.noiseMultiplier, order);
      }
    }
    return sum;
  }

  /**
   * What was spent, for a given δ: the smallest ε over 160 orders.
   *
   * @param delta above 0 and below 1
   * @return the guarantee
   */
  public PrivacyGuarantee guarantee(double delta) {
    PrivacyBudget.requireDelta(delta);
    if (releases.stream().allMatch(release -> release.count == 0 || release.samplingRate == 0)) {
      return new PrivacyGuarantee(0, delta, ORDERS[ORDERS.length - 1]);
    }
    double best = Double.POSITIVE_INFINITY;
    double at = ORDERS[0];
    for (double order : ORDERS) {
      double epsilon = epsilon(order, divergence(order), delta);
      if (epsilon < best) {
        best = epsilon;
        at = order;
      }
    }
    return new PrivacyGuarantee(best, delta, at);
  }

  static double epsilon(double order, double divergence, double delta) {
    return Math.max(
        0, divergence + Math.log1p(-1 / order) - (Math.log(delta) + Math.log(order)) / (order - 1));
  }
}
