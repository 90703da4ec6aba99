package io.lepton.data.quality;

import io.lepton.error.InvalidInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds labels that are probably wrong by confident learning (Northcutt, Jiang and Chuang 2021).
 * Each class gets a threshold, the mean probability that its own rows have for it. Rows that pass
 * the threshold of another class than their own are counted; from these counts follow how many
 * labels of each class are really of each other class, and that many rows are named, those first
 * whose probability for the other class exceeds that for their own most.
 *
 * <p>The probabilities MUST be out of fold: each from a model that was not fitted to that row, as
 * cross-validation gives them. A model that has seen a row repeats its label, right or wrong.
 */
public final class LabelNoise {
  /** Probabilities in single precision add up to 1 only so well. */
  private static final double TOLERANCE = 1e-3;

  private LabelNoise() {}

  /**
   * Looks for wrong labels.
   *
   * @param labels the class of each row
   * @param classes at least two, in the order of the probabilities
   * @param probabilities [rows][classes], out of fold
   * @return the report
   * @throws InvalidInputException if sizes do not fit, a label is none of the classes, a class has
   *     no row, or a row's probabilities are not from 0 to 1 with a sum of 1
   */
  public static LabelNoiseReport find(
      List<String> labels, List<String> classes, double[][] probabilities) {
    int[] given = codes(labels, classes, probabilities);
    double[] thresholds = thresholds(given, classes, probabilities);
    double[][] joint = joint(given, thresholds, probabilities);
    List<LabelNoiseReport.Suspect> suspects = new ArrayList<>();
    boolean[] named = new boolean[given.length];
    for (int i = 0; i < thresholds.length; i++) {
      for (int j = 0; j < thresholds.length; j++) {
        if (i != j) {
          int from = i;
          int to = j;
          IntStream.range(0, given.length)
              .filter(
                  row -> given[row] == from && probabilities[row][to] > probabilities[row][from])
              .boxed()
              .sorted(
                  Comparator.comparingDouble(
                      (Integer row) -> probabilities[row][from] - probabilities[row][to]))
              .limit(Math.round(joint[from][to] * given.length))
              .filter(row -> !named[row])
              .forEach(
                  row -> {
                    named[row] = true;
                    suspects.add(
                        new LabelNoiseReport.Suspect(
                            row,
                            classes.get(from),
                            classes.get(best(probabilities[row])),
                            probabilities[row][from],
                            probabilities[row][best(probabilities[row])]));
                  });
        }
      }
    }
    suspects.sort(Comparator.comparingDouble(s -> s.labelProbability() - s.suggestedProbability()));
    List<List<Double>> matrix = new ArrayList<>();
    for (double[] row : joint) {
      matrix.add(Arrays.stream(row).boxed().toList());
    }
    return new LabelNoiseReport(given.length, classes, matrix, suspects);
  }

  private static int best(double[] row) {
    int best = 0;
    for (int j = 1; j < row.length; j++) {
      best = row[j] > row[best] ? j : best;
    }
    return best;
  }

  private static int[] codes(List<String> labels, List<String> classes, double[][] probabilities) {
    if (classes.size() < 2 || classes.stream().distinct().count() < classes.size()) {
      throw new InvalidInputException(
          "classes " + classes + "; expected two or more, all different");
    }
    if (probabilities.length != labels.size()) {
      throw new InvalidInputException(
          labels.size() + " labels and " + probabilities.length + " rows of probabilities");
    }
    int[] codes = new int[labels.size()];
    for (int row = 0; row < codes.length; row++) {
      codes[row] = classes.indexOf(labels.get(row));
      if (codes[row] < 0) {
        throw new InvalidInputException(
            "row "
                + row
                + " has the label \""
                + labels.get(row)
                + "\"; the classes are "
                + classes);
      }
      double sum = 0;
      boolean valid = probabilities[row].length == classes.size();
      for (double probability : probabilities[row]) {
        valid &= probability >= 0 && probability <= 1 + TOLERANCE;
        sum += probability;
      }
      if (!valid || Math.abs(sum - 1) > TOLERANCE) {
        throw new InvalidInputException(
            "the probabilities of row "
                + row
                + " are "
                + Arrays.toString(probabilities[row])
                + "; expected "
                + classes.size()
                + " from 0 to 1 with a sum of 1");
      }
    }
    return codes;
  }

  private static double[] thresholds(int[] given, List<String> classes, double[][] probabilities) {
    double[] sums = new double[classes.size()];
    int[] counts = new int[classes.size()];
    for (int row = 0; row < given.length; row++) {
      sums[given[row]] += probabilities[row][given[row]];
      counts[given[row]]++;
    }
    for (int j = 0; j < sums.length; j++) {
      if (counts[j] == 0) {
        throw new InvalidInputException(
            "no row has the label \"" + classes.get(j) + "\"; leave the class out");
      }
      sums[j] /= counts[j];
    }
    return sums;
  }

  /** The estimated share of all rows with a given label (first index) and true label (second). */
  private static double[][] joint(int[] given, double[] thresholds, double[][] probabilities) {
    int m = thresholds.length;
    double[][] joint = new double[m][m];
    int[] rows = new int[m];
    for (int row = 0; row < given.length; row++) {
      rows[given[row]]++;
      int confident = -1;
      for (int j = 0; j < m; j++) {
        boolean passes = probabilities[row][j] >= thresholds[j];
        if (passes && (confident < 0 || probabilities[row][j] > probabilities[row][confident])) {
          confident = j;
        }
      }
      if (confident >= 0) {
        joint[given[row]][confident]++;
      }
    }
    for (int i = 0; i < m; i++) {
      double counted = Arrays.stream(joint[i]).sum();
      for (int j = 0; j < m; j++) {
        double share = counted == 0 ? (i == j ? 1 : 0) : joint[i][j] / counted;
        joint[i][j] = share * rows[i] / given.length;
      }
    }
    return joint;
  }
}
