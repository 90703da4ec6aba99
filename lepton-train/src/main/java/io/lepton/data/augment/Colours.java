package io.lepton.data.augment;

import io.lepton.data.image.ImageShape;

/** Changes the colours of one picture, in its place in an array. */
final class Colours {
  private final ImageShape shape;
  private final float[] values;
  private final int at;
  private final int plane;

  Colours(ImageShape shape, float[] from, int at, float[] to) {
    this.shape = shape;
    this.values = to;
    this.at = at;
    this.plane = shape.height() * shape.width();
    System.arraycopy(from, at, to, at, shape.size());
  }

  static float held(double value) {
    return (float) Math.max(0, Math.min(1, value));
  }

  void brighten(double factor) {
    for (int i = at; i < at + shape.size(); i++) {
      values[i] = held(factor * values[i]);
    }
  }

  void contrast(double factor) {
    double sum = 0;
    for (int i = 0; i < plane; i++) {
      sum += grey(i);
    }
    double mean = sum / plane;
    for (int i = at; i < at + shape.size(); i++) {
      values[i] = held(factor * values[i] + (1 - factor) * mean);
    }
  }

  void saturate(double factor) {
    if (shape.channels() == 1) {
      return;
    }
    for (int i = 0; i < plane; i++) {
      double grey = grey(i);
      for (int c = 0; c < 3; c++) {
        int place = at + c * plane + i;
        values[place] = held(factor * values[place] + (1 - factor) * grey);
      }
    }
  }

  /** The luma of ITU-R BT.601. */
  private double grey(int i) {
    return shape.channels() == 1
        ? values[at + i]
        : 0.299 * values[at + i]
            + 0.587 * values[at + plane + i]
            + 0.114 * values[at + 2 * plane + i];
  }
}
