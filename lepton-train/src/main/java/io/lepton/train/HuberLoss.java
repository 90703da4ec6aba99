package io.lepton.train;

import io.lepton.error.InvalidInputException;

/** As {@code torch.nn.HuberLoss}. */
record HuberLoss(double delta) implements Loss {
  HuberLoss {
    if (!(delta > 0 && delta < Double.POSITIVE_INFINITY)) {
      throw new InvalidInputException("Huber's bound is " + delta + "; expected a number above 0");
    }
  }

  @Override
  public void requireTargets(float[] targets, int perRow, int width) {
    ElementLoss.requireOneEach(perRow, width);
  }

  @Override
  public double sum(Batch batch, double[] derivatives) {
    return ElementLoss.sum(
        batch,
        derivatives,
        (output, target) -> {
          double distance = Math.abs(output - target);
          return distance <= delta ? 0.5 * distance * distance : delta * (distance - 0.5 * delta);
        },
        (output, target) -> Math.max(-delta, Math.min(delta, output - target)));
  }
}
