package io.lepton.train;

import io.lepton.error.InvalidInputException;

/** Losses that look at each output by itself; a row's is the mean over its outputs. */
enum ElementLoss implements Loss {
  SQUARED {
    @Override
    double value(double output, double target) {
      return (output - target) * (output - target);
    }

    @Override
    double derivative(double output, double target) {
      return 2 * (output - target);
    }
  },
  ABSOLUTE {
    @Override
    double value(double output, double target) {
      return Math.abs(output - target);
    }

    @Override
    double derivative(double output, double target) {
      return Math.signum(output - target);
    }
  },
  BINARY_CROSS_ENTROPY {
    @Override
    double value(double output, double target) {
      return Math.max(output, 0)
          - output * target
          + StrictMath.log1p(StrictMath.exp(-Math.abs(output)));
    }

    @Override
    double derivative(double output, double target) {
      return 1 / (1 + StrictMath.exp(-output)) - target;
    }
  };

  abstract double value(double output, double target);

  abstract double derivative(double output, double target);

  /** A loss of each output, and its derivative. */
  interface Element {
    double at(double output, double target);
  }

  @Override
  public void requireTargets(float[] targets, int perRow, int width) {
    requireOneEach(perRow, width);
    for (int i = 0; this == BINARY_CROSS_ENTROPY && i < targets.length; i++) {
      if (!(targets[i] >= 0 && targets[i] <= 1)) {
        throw new InvalidInputException(
            "row " + i / perRow + " has the target " + targets[i] + "; expected from 0 to 1");
      }
    }
  }

  static void requireOneEach(int perRow, int width) {
    if (perRow != width) {
      throw new InvalidInputException(
          perRow + " targets a row for " + width + " outputs; expected one for each");
    }
  }

  @Override
  public double sum(Batch batch, double[] derivatives) {
    return sum(batch, derivatives, this::value, this::derivative);
  }

  static double sum(Batch batch, double[] derivatives, Element value, Element derivative) {
    double sum = 0;
    for (int i = 0; i < batch.outputs().length; i++) {
      double weight = batch.weights()[i / batch.width()] / (double) batch.width();
      sum += weight * value.at(batch.outputs()[i], batch.targets()[i]);
      derivatives[i] = weight * derivative.at(batch.outputs()[i], batch.targets()[i]);
    }
    return sum;
  }
}
