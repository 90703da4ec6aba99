package io.lepton.metric.internal;

import io.lepton.error.InvalidInputException;
import io.lepton.model.DataReference;
import io.lepton.stats.internal.Checks;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checked true classes and probabilities, with the decisions that follow from them. */
public final class Cases {
  private static final double SUM_TOLERANCE = 1e-6;

  private final DataReference data;
  private final List<String> classes;
  private final int positive; // -1 with more than two classes
  private final int[] actual;
  private final double[][] probabilities;
  private final int[] predicted;

  private Cases(
      DataReference data,
      List<String> classes,
      int positive,
      int[] actual,
      double[][] probabilities,
      double threshold) {
    this.data = data;
    this.classes = classes;
    this.positive = positive;
    this.actual = actual;
    this.probabilities = probabilities;
    this.predicted = new int[actual.length];
    for (int i = 0; i < actual.length; i++) {
      predicted[i] = positive < 0 ? largest(probabilities[i]) : decide(i, threshold);
    }
  }

  public static Cases of(
      DataReference data,
      List<String> classes,
      @Nullable String positive,
      int[] actual,
      double[][] probabilities) {
    List<String> names = List.copyOf(classes);
    if (names.size() < 2 || new HashSet<>(names).size() != names.size()) {
      throw new InvalidInputException(
          "classes " + names + "; expected at least two, no two of them alike");
    }
    int positivePlace = names.size() == 2 ? names.indexOf(String.valueOf(positive)) : -1;
    if (names.size() == 2 && positivePlace < 0) {
      throw new InvalidInputException(
          "positive class \"" + positive + "\" is none of " + names + "; name one of the two");
    }
    Checks.sameLength("actual", actual.length, "probabilities", probabilities.length);
    if (actual.length == 0) {
      throw new InvalidInputException("no cases; expected at least one");
    }
    double[][] copy = new double[probabilities.length][];
    for (int i = 0; i < actual.length; i++) {
      if (actual[i] < 0 || actual[i] >= names.size()) {
        throw new InvalidInputException(
            "actual["
                + i
                + "] is "
                + actual[i]
                + "; expected a place among the "
                + names.size()
                + " classes "
                + names);
      }
      copy[i] = checked(i, probabilities[i], names.size());
    }
    return new Cases(data, names, positivePlace, actual.clone(), copy, 0.5);
  }

  private static double[] checked(int place, double[] row, int classes) {
    if (row.length != classes) {
      throw new InvalidInputException(
          "probabilities["
              + place
              + "] has "
              + row.length
              + " entries; expected one for each of the "
              + classes
              + " classes");
    }
    double sum = 0;
    for (int j = 0; j < classes; j++) {
      if (!(row[j] >= 0 && row[j] <= 1)) {
        throw new InvalidInputException(
            "probabilities[" + place + "][" + j + "] is " + row[j] + "; expected between 0 and 1");
      }
      sum += row[j];
    }
    if (!(Math.abs(sum - 1) <= SUM_TOLERANCE)) {
      throw new InvalidInputException(
          "probabilities[" + place + "] has the sum " + sum + "; expected 1 to within 1e-6");
    }
    return row.clone();
  }

  public Cases withThreshold(double threshold) {
    requireBinary("a decision threshold");
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new InvalidInputException("threshold is " + threshold + "; expected between 0 and 1");
    }
    return new Cases(data, classes, positive, actual, probabilities, threshold);
  }

  private int decide(int place, double threshold) {
    return probabilities[place][positive] >= threshold ? positive : 1 - positive;
  }

  private static int largest(double[] row) {
    int best = 0;
    for (int j = 1; j < row.length; j++) {
      if (row[j] > row[best]) {
        best = j;
      }
    }
    return best;
  }

  private void requireBinary(String what) {
    if (!isBinary()) {
      throw new InvalidInputException(
          what + " is only defined for two classes; there are " + classes);
    }
  }

  public DataReference data() {
    return data;
  }

  public List<String> classes() {
    return classes;
  }

  public boolean isBinary() {
    return positive >= 0;
  }

  public int size() {
    return actual.length;
  }

  public int[] actual() {
    return actual.clone();
  }

  public int[] predicted() {
    return predicted.clone();
  }

  public boolean[] correct() {
    boolean[] correct = new boolean[actual.length];
    for (int i = 0; i < correct.length; i++) {
      correct[i] = actual[i] == predicted[i];
    }
    return correct;
  }

  public boolean[] labels() {
    requireBinary("labels of a positive class");
    return labels(positive);
  }

  public double[] scores() {
    requireBinary("scores of a positive class");
    return scores(positive);
  }

  public boolean[] labels(int place) {
    boolean[] labels = new boolean[actual.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = actual[i] == place;
    }
    return labels;
  }

  public double[] scores(int place) {
    return Arrays.stream(probabilities).mapToDouble(row -> row[place]).toArray();
  }

  public double[] probabilities(int place) {
    return probabilities[place];
  }

  public long[][] confusion() {
    long[][] counts = new long[classes.size()][classes.size()];
    for (int i = 0; i < actual.length; i++) {
      counts[actual[i]][predicted[i]]++;
    }
    return counts;
  }

  public int positive() {
    return positive;
  }
}
