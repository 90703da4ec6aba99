package io.lepton.train;

import io.lepton.error.InvalidInputException;
import java.util.ArrayList;
import java.util.List;

/**
 * Cross-entropy of the softmax, as {@code torch.nn.CrossEntropyLoss}: with label smoothing ε the
 * target is (1 − ε) of the class and ε spread over all; a class's weight multiplies its part. The
 * mean is over rows' weights times the weights of their classes; where targets are shares of
 * classes, over rows' weights alone, as there.
 *
 * @param labelSmoothing from 0 to 1
 * @param classWeights one for each class, above 0; empty for 1 each
 */
public record CrossEntropy(double labelSmoothing, List<Double> classWeights) implements Loss {
  /** {@inheritDoc} */
  public CrossEntropy {
    classWeights = List.copyOf(classWeights);
    if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
      throw new InvalidInputException(
          "label smoothing is " + labelSmoothing + "; expected a number from 0 to 1");
    }
    for (double weight : classWeights) {
      if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
        throw new InvalidInputException(
            "class weights are " + classWeights + "; expected numbers above 0");
      }
    }
  }

  /**
   * With another share of the target spread over all classes.
   *
   * @param share from 0 to 1
   * @return a new loss
   */
  public CrossEntropy labelSmoothing(double share) {
    return new CrossEntropy(share, classWeights);
  }

  /**
   * With weights of classes.
   *
   * @param weights one for each class, above 0
   * @return a new loss
   */
  public CrossEntropy classWeights(double... weights) {
    List<Double> list = new ArrayList<>();
    for (double weight : weights) {
      list.add(weight);
    }
    return new CrossEntropy(labelSmoothing, list);
  }

  @Override
  public void requireTargets(float[] targets, int perRow, int width) {
    if (width < 2 || (perRow != 1 && perRow != width)) {
      throw new InvalidInputException(
          perRow
              + " targets a row for "
              + width
              + " classes; expected a class, or a probability of"
              + " each of two classes or more");
    }
    if (!classWeights.isEmpty() && classWeights.size() != width) {
      throw new InvalidInputException(
          classWeights.size() + " class weights for " + width + " classes");
    }
    for (int i = 0; i < targets.length; i++) {
      float target = targets[i];
      boolean valid =
          perRow == 1
              ? target >= 0 && target < width && target == (int) target
              : target >= 0 && target <= 1;
      if (!valid) {
        throw new InvalidInputException(
            "row "
                + i / perRow
                + " has the target "
                + target
                + "; expected "
                + (perRow == 1
                    ? "the number of a class, from 0 to " + (width - 1)
                    : "probabilities"));
      }
    }
  }

  private double weight(int of) {
    return classWeights.isEmpty() ? 1 : classWeights.get(of);
  }

  @Override
  public double sum(Batch batch, double[] derivatives) {
    int width = batch.width();
    double[] wanted = new double[width];
    double sum = 0;
    for (int row = 0; row < batch.rows(); row++) {
      target(batch, row, wanted);
      int at = row * width;
      double max = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < width; k++) {
        max = Math.max(max, batch.outputs()[at + k]);
      }
      double total = 0;
      double mass = 0;
      for (int k = 0; k < width; k++) {
        double power = StrictMath.exp(batch.outputs()[at + k] - max);
        derivatives[at + k] = power;
        total += power;
        mass += wanted[k];
      }
      double logTotal = max + StrictMath.log(total);
      double weight = batch.weights()[row];
      for (int k = 0; k < width; k++) {
        sum += weight * wanted[k] * (logTotal - batch.outputs()[at + k]);
        derivatives[at + k] = weight * (mass * (derivatives[at + k] / total) - wanted[k]);
      }
    }
    return sum;
  }

  /** What each class's log-probability is multiplied with. */
  private void target(Batch batch, int row, double[] into) {
    int width = into.length;
    boolean classes = batch.targets().length == batch.rows() && width > 1;
    double spread = labelSmoothing / width;
    for (int k = 0; k < width; k++) {
      double share =
          classes ? (batch.targets()[row] == k ? 1 : 0) : batch.targets()[row * width + k];
      into[k] = weight(k) * ((1 - labelSmoothing) * share + spread);
    }
  }

  @Override
  public double scale(Batch batch) {
    double sum = 0;
    boolean classes = batch.targets().length == batch.rows();
    for (int row = 0; row < batch.rows(); row++) {
      sum += batch.weights()[row] * (classes ? weight((int) batch.targets()[row]) : 1);
    }
    return sum;
  }

  @Override
  public double right(Batch batch) {
    int right = 0;
    int width = batch.width();
    boolean classes = batch.targets().length == batch.rows();
    for (int row = 0; row < batch.rows(); row++) {
      int wanted =
          classes ? (int) batch.targets()[row] : argmax(batch.targets(), row * width, width);
      right += argmax(batch.outputs(), row * width, width) == wanted ? 1 : 0;
    }
    return right;
  }

  private static int argmax(float[] values, int from, int count) {
    int best = 0;
    for (int i = 1; i < count; i++) {
      best = values[from + i] > values[from + best] ? i : best;
    }
    return best;
  }
}
