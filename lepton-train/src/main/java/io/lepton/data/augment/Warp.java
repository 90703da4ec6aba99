package io.lepton.data.augment;

import io.lepton.data.image.ImageShape;

/** Takes each pixel of a picture from another place, between four pixels. */
final class Warp {
  private Warp() {}

  /** One coordinate of the place that a pixel is taken from. */
  interface Place {
    double of(int y, int x);
  }

  static void apply(ImageShape shape, float[] from, int at, float[] to, Place rows, Place columns) {
    int plane = shape.height() * shape.width();
    for (int y = 0; y < shape.height(); y++) {
      for (int x = 0; x < shape.width(); x++) {
        double sourceY = rows.of(y, x);
        double sourceX = columns.of(y, x);
        int top = (int) Math.floor(sourceY);
        int left = (int) Math.floor(sourceX);
        double down = sourceY - top;
        double right = sourceX - left;
        for (int c = 0; c < shape.channels(); c++) {
          int start = at + c * plane;
          double upper =
              (1 - right) * get(shape, from, start, top, left)
                  + right * get(shape, from, start, top, left + 1);
          double lower =
              (1 - right) * get(shape, from, start, top + 1, left)
                  + right * get(shape, from, start, top + 1, left + 1);
          to[start + y * shape.width() + x] = (float) ((1 - down) * upper + down * lower);
        }
      }
    }
  }

  private static float get(ImageShape shape, float[] values, int start, int y, int x) {
    boolean inside = y >= 0 && y < shape.height() && x >= 0 && x < shape.width();
    return inside ? values[start + y * shape.width() + x] : 0;
  }
}
