package io.lepton.tune;

import io.lepton.tune.internal.gp.Gauss;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A density over some parameters of the unit cube: a kernel for each of some observations, the
 * product of one truncated normal (or, for choices, one smoothed peak) for each parameter, and a
 * wide prior kernel in the middle. Kernels are columns of numbers, not objects: a study of 1,000
 * trials and 40 parameters goes through half a billion of their factors.
 */
final class TpeMixture {
  private static final int NODES = 128;
  private static final double NEGLIGIBLE = -25; // beside 1, in the logarithm: 1e-11
  private static final double PRIOR_MASS = logMass(0.5, 1);

  private final List<Parameter> parameters;
  private final double[][] means; // by parameter, then kernel; the prior is the last
  private final double[] deviations; // of all kernels but the prior, by parameter
  private final double[] logWeights;
  private final double[] scores;
  private final double @Nullable [] cumulative; // of the weights, or null if they are equal
  private final int kernels;

  /**
   * Makes a mixture of kernels.
   *
   * @param means a column of places for each parameter, the prior's ½ at the end of each
   * @param deviations the width of kernels for each parameter, not used for choices
   * @param weights of the kernels but the prior, whose weight is 1; null if all weigh the same
   */
  TpeMixture(
      List<Parameter> parameters,
      double[][] means,
      double[] deviations,
      double @Nullable [] weights) {
    this.parameters = parameters;
    this.means = means;
    this.deviations = deviations;
    this.kernels = means[0].length;
    this.logWeights = new double[kernels];
    this.scores = new double[kernels];
    this.cumulative = weights == null ? null : cumulative(weights);
    for (int k = 0; weights != null && k < weights.length; k++) {
      logWeights[k] = StrictMath.log(weights[k]);
    }
    if (kernels <= NODES) {
      for (int p = 0; p < means.length; p++) {
        normalise(p);
      }
    } else {
      normaliseByTable();
    }
  }

  private static double[] cumulative(double[] weights) {
    double[] sums = new double[weights.length + 1];
    double sum = 0;
    for (int k = 0; k < weights.length; k++) {
      sum += weights[k];
      sums[k] = sum;
    }
    sums[weights.length] = sum + 1;
    return sums;
  }

  private int kernel(SplittableRandom random) {
    if (cumulative == null) {
      return random.nextInt(kernels);
    }
    double at = random.nextDouble() * cumulative[kernels - 1];
    int k = 0;
    while (cumulative[k] <= at) {
      k++;
    }
    return k;
  }

  /** Takes what a kernel loses beyond the interval, and its height, into its weight. */
  private void normalise(int p) {
    if (parameters.get(p) instanceof ChoiceParameter) {
      return;
    }
    double height = StrictMath.log(deviations[p]);
    int prior = kernels - 1;
    for (int k = 0; k < prior; k++) {
      logWeights[k] -= logMass(means[p][k], deviations[p]) + height;
    }
    logWeights[prior] -= PRIOR_MASS;
  }

  /** The same for many kernels of one width, between the nodes of a table. */
  private void normaliseByTable() {
    double[] table = new double[NODES + 2];
    double width = Double.NaN;
    int prior = kernels - 1;
    for (int p = 0; p < means.length; p++) {
      if (parameters.get(p) instanceof ChoiceParameter) {
        continue;
      }
      if (deviations[p] != width) {
        width = deviations[p];
        for (int i = 0; i <= NODES; i++) {
          table[i] = logMass(i / (double) NODES, width) + StrictMath.log(width);
        }
        table[NODES + 1] = table[NODES];
      }
      double[] mean = means[p];
      for (int k = 0; k < prior; k++) {
        double at = mean[k] * NODES;
        int i = (int) at;
        logWeights[k] -= table[i] + (at - i) * (table[i + 1] - table[i]);
      }
      logWeights[prior] -= PRIOR_MASS;
    }
  }

  private static double logMass(double mean, double width) {
    return StrictMath.log(Gauss.cdf((1 - mean) / width) - Gauss.cdf(-mean / width));
  }

  /**
   * Draws a place. Each coordinate comes from a kernel of its own, so that what is good of one
   * observation meets what is good of another; whether they go together is for the density to say.
   *
   * @param chance of a coordinate to be drawn from the whole interval instead
   */
  void draw(SplittableRandom random, double chance, double[] place) {
    for (int p = 0; p < place.length; p++) {
      Parameter parameter = parameters.get(p);
      int k = kernel(random);
      if (random.nextDouble() < chance) {
        place[p] = random.nextDouble();
      } else if (parameter instanceof ChoiceParameter choice) {
        double own = k == kernels - 1 ? 0 : own(choice.values().size());
        place[p] = random.nextDouble() < own ? means[p][k] : random.nextDouble();
      } else {
        double width = k == kernels - 1 ? 1 : deviations[p];
        place[p] = Gauss.nextInUnit(random, means[p][k], width);
      }
      if (parameter.levels().isPresent()) {
        place[p] = parameter.toUnit(parameter.fromUnit(place[p])); // the middle of its cell
      }
    }
  }

  /** How much of a kernel's mass is on its own choice alone; the rest is on all alike. */
  private double own(int choices) {
    return 1 / (1 + (double) choices / kernels);
  }

  /** The logarithm of the density at a place, up to a constant that is the same for all places. */
  double logDensity(double[] place) {
    System.arraycopy(logWeights, 0, scores, 0, kernels);
    for (int p = 0; p < place.length; p++) {
      if (parameters.get(p) instanceof ChoiceParameter choice) {
        addChoice(choice.values().size(), means[p], place[p]);
      } else {
        addNormal(means[p], place[p], deviations[p]);
      }
    }
    return logSum();
  }

  private void addNormal(double[] mean, double x, double width) {
    double factor = -0.5 / (width * width);
    int prior = kernels - 1;
    for (int k = 0; k < prior; k++) {
      double t = x - mean[k];
      scores[k] += factor * t * t;
    }
    scores[prior] -= 0.5 * (x - 0.5) * (x - 0.5);
  }

  private void addChoice(int choices, double[] mean, double x) {
    double own = own(choices);
    double same = StrictMath.log(own + (1 - own) / choices);
    double other = StrictMath.log((1 - own) / choices);
    int prior = kernels - 1;
    for (int k = 0; k < prior; k++) {
      scores[k] += Math.abs(mean[k] - x) * choices < 0.5 ? same : other;
    }
    scores[prior] -= StrictMath.log(choices);
  }

  private double logSum() {
    double most = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < kernels; k++) {
      most = Math.max(most, scores[k]);
    }
    double sum = 0;
    for (int k = 0; k < kernels; k++) {
      double below = scores[k] - most;
      if (below > NEGLIGIBLE) {
        sum += Gauss.exp(below);
      }
    }
    return most + StrictMath.log(sum);
  }
}
