package io.lepton.train.djl;

import io.lepton.train.Examples;
import java.util.SplittableRandom;

/** Three clouds of points with six coordinates. */
final class Blobs {
  private Blobs() {}

  static Examples examples(int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] inputs = new float[rows * 6];
    float[] classes = new float[rows];
    for (int row = 0; row < rows; row++) {
      classes[row] = random.nextInt(3);
      for (int i = 0; i < 6; i++) {
        inputs[row * 6 + i] = (float) (random.nextGaussian() + (i % 3 == classes[row] ? 2 : 0));
      }
    }
    return Examples.of(inputs, classes, rows);
  }
}
