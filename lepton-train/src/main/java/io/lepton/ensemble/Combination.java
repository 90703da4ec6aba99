package io.lepton.ensemble;

import io.lepton.error.InvalidInputException;
import java.util.List;

/**
 * How members' answers become one.
 *
 * @param rule the form
 * @param weights of the members, of a sum above 0; empty for 1 each. Those of a pool of logits may
 *     be negative
 */
public record Combination(Rule rule, List<Double> weights) {
  /** The forms. */
  public enum Rule {
    /**
     * Each member votes for its class. Probabilities are shares of votes; a tie goes to the class
     * of the higher mean probability.
     */
    VOTES,
    /** The mean of the probabilities. */
    PROBABILITIES,
    /**
     * The sum of the logarithms of the probabilities, made probabilities again: the mean of logits
     * when weights sum to 1.
     */
    LOGITS
  }

  /** {@inheritDoc} */
  public Combination {
    weights = List.copyOf(weights);
    double sum = 0;
    for (double weight : weights) {
      if (!Double.isFinite(weight) || (weight < 0 && rule != Rule.LOGITS)) {
        throw new InvalidInputException("weights of members are " + weights);
      }
      sum += weight;
    }
    if (!weights.isEmpty() && !(sum > 0)) {
      throw new InvalidInputException(
          "weights of members are " + weights + "; expected a sum above 0");
    }
  }

  /**
   * One member, one vote.
   *
   * @return the combination
   */
  public static Combination votes() {
    return new Combination(Rule.VOTES, List.of());
  }

  /**
   * The mean of probabilities.
   *
   * @return the combination
   */
  public static Combination probabilities() {
    return new Combination(Rule.PROBABILITIES, List.of());
  }

  /**
   * The mean of logits.
   *
   * @return the combination
   */
  public static Combination logits() {
    return new Combination(Rule.LOGITS, List.of());
  }

  void requireMembers(int count) {
    if (!weights.isEmpty() && weights.size() != count) {
      throw new InvalidInputException(
          weights.size() + " weights for " + count + " members of an ensemble");
    }
  }

  /**
   * Combines.
   *
   * @param answers probabilities [member][class]
   * @return probabilities of the classes; which is the highest decides, but for a tie of votes
   */
  double[] combine(double[][] answers) {
    double[] sum = new double[answers[0].length];
    double total = 0;
    for (int member = 0; member < answers.length; member++) {
      double weight =
          weights.isEmpty()
              ? (rule == Rule.LOGITS ? 1.0 / answers.length : 1)
              : weights.get(member);
      total += weight;
      int vote = best(answers[member]);
      for (int k = 0; k < sum.length; k++) {
        double part =
            switch (rule) {
              case VOTES -> k == vote ? 1 : 0;
              case PROBABILITIES -> answers[member][k];
              case LOGITS -> log(answers[member][k]);
            };
        sum[k] += weight * part;
      }
    }
    return rule == Rule.LOGITS ? softmax(sum) : scaled(sum, total);
  }

  /** Which class the answers come to. */
  int decide(double[][] answers, double[] combined) {
    int best = best(combined);
    if (rule != Rule.VOTES) {
      return best;
    }
    double[] mean = new Combination(Rule.PROBABILITIES, weights).combine(answers);
    for (int k = 0; k < combined.length; k++) {
      if (combined[k] == combined[best] && mean[k] > mean[best]) {
        best = k;
      }
    }
    return best;
  }

  /** A sure member must not forbid what the others think likely. */
  static double log(double probability) {
    return StrictMath.log(Math.max(probability, 1e-15));
  }

  static int best(double[] values) {
    int best = 0;
    for (int k = 1; k < values.length; k++) {
      best = values[k] > values[best] ? k : best;
    }
    return best;
  }

  static double[] softmax(double[] logits) {
    double max = logits[best(logits)];
    double[] shares = new double[logits.length];
    double sum = 0;
    for (int k = 0; k < shares.length; k++) {
      shares[k] = StrictMath.exp(logits[k] - max);
      sum += shares[k];
    }
    return scaled(shares, sum);
  }

  private static double[] scaled(double[] values, double sum) {
    for (int k = 0; k < values.length; k++) {
      values[k] /= sum;
    }
    return values;
  }
}
