package io.lepton.compress;

import io.lepton.error.InvalidInputException;
import io.lepton.train.Loss;

/**
 * What a student is to learn (Hinton et al. 2015): {@code α T² KL(teacher softened by T ‖ student
 * softened by T) + (1 − α) cross-entropy}, and with features {@code + β mean (student − teacher)²}
 * (Romero et al. 2015). A row's targets are its class, the teacher's logits, and the teacher's
 * features; its outputs the logits and then the features.
 *
 * @param classes number of logits
 * @param features number of features, 0 for none
 * @param temperature T, above 0
 * @param alpha share of the teacher, from 0 to 1
 * @param beta weight of the features, 0 or more
 */
record DistillationLoss(int classes, int features, double temperature, double alpha, double beta)
    implements Loss {

  @Override
  public void requireTargets(float[] targets, int perRow, int width) {
    if (width != classes + features || perRow != 1 + width) {
      throw new InvalidInputException(
          perRow + " targets and " + width + " outputs a row; expected 1 + the outputs");
    }
    for (int at = 0; at < targets.length; at += perRow) {
      if (!(targets[at] >= 0 && targets[at] < classes && targets[at] == (int) targets[at])) {
        throw new InvalidInputException(
            "row " + at / perRow + " has the class " + targets[at] + "; there are " + classes);
      }
    }
  }

  @Override
  public double sum(Batch batch, double[] derivatives) {
    int width = batch.width();
    double sum = 0;
    for (int row = 0; row < batch.rows(); row++) {
      int out = row * width;
      int target = row * (1 + width);
      double weight = batch.weights()[row];
      double[] plain = softmax(batch.outputs(), out, 1);
      double[] soft = softmax(batch.outputs(), out, temperature);
      double[] teacher = softmax(batch.targets(), target + 1, temperature);
      int wanted = (int) batch.targets()[target];
      sum += weight * (1 - alpha) * -Math.log(Math.max(plain[wanted], Double.MIN_NORMAL));
      for (int k = 0; k < classes; k++) {
        double ratio =
            Math.log(Math.max(teacher[k], Double.MIN_NORMAL))
                - Math.log(Math.max(soft[k], Double.MIN_NORMAL));
        sum += weight * alpha * temperature * temperature * teacher[k] * ratio;
        derivatives[out + k] =
            weight
                * ((1 - alpha) * (plain[k] - (k == wanted ? 1 : 0))
                    + alpha * temperature * (soft[k] - teacher[k]));
      }
      for (int f = classes; f < width; f++) {
        double difference = batch.outputs()[out + f] - (double) batch.targets()[target + 1 + f];
        sum += weight * beta * difference * difference / features;
        derivatives[out + f] = weight * beta * 2 * difference / features;
      }
    }
    return sum;
  }

  private double[] softmax(float[] values, int from, double divisor) {
    double[] shares = new double[classes];
    double largest = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < classes; k++) {
      largest = Math.max(largest, values[from + k] / divisor);
    }
    double sum = 0;
    for (int k = 0; k < classes; k++) {
      shares[k] = StrictMath.exp(values[from + k] / divisor - largest);
      sum += shares[k];
    }
    for (int k = 0; k < classes; k++) {
      shares[k] /= sum;
    }
    return shares;
  }

  @Override
  public double right(Batch batch) {
    int right = 0;
    for (int row = 0; row < batch.rows(); row++) {
      int best = 0;
      for (int k = 1; k < classes; k++) {
        int at = row * batch.width();
        best = batch.outputs()[at + k] > batch.outputs()[at + best] ? k : best;
      }
      right += best == (int) batch.targets()[row * (1 + batch.width())] ? 1 : 0;
    }
    return right;
  }
}
