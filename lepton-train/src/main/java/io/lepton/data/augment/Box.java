package io.lepton.data.augment;

import io.lepton.data.image.ImageShape;
import java.util.function.IntConsumer;

/** A rectangle within a picture; ends are exclusive. */
record Box(int top, int left, int bottom, int right) {
  static Box clipped(ImageShape shape, int top, int left, int height, int width) {
    return new Box(
        Math.max(0, top),
        Math.max(0, left),
        Math.min(shape.height(), top + height),
        Math.min(shape.width(), left + width));
  }

  int area() {
    return Math.max(0, bottom - top) * Math.max(0, right - left);
  }

  /** Calls with the index of each value inside, in all channels. */
  void forEach(ImageShape shape, IntConsumer action) {
    for (int c = 0; c < shape.channels(); c++) {
      for (int y = top; y < bottom; y++) {
        for (int x = left; x < right; x++) {
          action.accept((c * shape.height() + y) * shape.width() + x);
        }
      }
    }
  }
}
