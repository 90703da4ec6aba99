package io.lepton.continual;

/** From outputs to classes. */
final class Decisions {
  private Decisions() {}

  /** The index of the largest output of a row. */
  static int best(float[] outputs, int row, int width) {
    int best = 0;
    for (int k = 1; k < width; k++) {
      best = outputs[row * width + k] > outputs[row * width + best] ? k : best;
    }
    return best;
  }
}
