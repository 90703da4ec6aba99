package io.lepton.data.image;

/**
 * Scales by averaging over triangles: bilinear when enlarging, and when shrinking over as many
 * pixels as fall on one, so that nothing is skipped (as PIL's BILINEAR does).
 */
final class Resample {
  private Resample() {}

  static Planes to(Planes from, ImageShape shape, Fit fit) {
    double down = from.height() / (double) shape.height();
    double across = from.width() / (double) shape.width();
    if (fit == Fit.CROP) {
      down = Math.min(down, across);
      across = down;
    }
    double top = (from.height() - down * shape.height()) / 2;
    double left = (from.width() - across * shape.width()) / 2;
    Taps rows = new Taps(from.height(), shape.height(), top, down);
    Taps columns = new Taps(from.width(), shape.width(), left, across);
    Planes wide = new Planes(shape.channels(), from.height(), shape.width());
    for (int c = 0; c < shape.channels(); c++) {
      for (int y = 0; y < from.height(); y++) {
        for (int x = 0; x < shape.width(); x++) {
          float sum = 0;
          for (int i = 0; i < columns.weights[x].length; i++) {
            sum += columns.weights[x][i] * from.get(c, y, columns.first[x] + i);
          }
          wide.put(c, y, x, sum);
        }
      }
    }
    Planes result = new Planes(shape.channels(), shape.height(), shape.width());
    for (int c = 0; c < shape.channels(); c++) {
      for (int y = 0; y < shape.height(); y++) {
        for (int x = 0; x < shape.width(); x++) {
          float sum = 0;
          for (int i = 0; i < rows.weights[y].length; i++) {
            sum += rows.weights[y][i] * wide.get(c, rows.first[y] + i, x);
          }
          result.put(c, y, x, sum);
        }
      }
    }
    return result;
  }

  /** Which source pixels, by what weight, make each target pixel along one axis. */
  private static final class Taps {
    private final int[] first;
    private final float[][] weights;

    Taps(int from, int to, double start, double scale) {
      first = new int[to];
      weights = new float[to][];
      double reach = Math.max(1, scale);
      for (int i = 0; i < to; i++) {
        double centre = start + (i + 0.5) * scale;
        int low = Math.max(0, (int) (centre - reach + 0.5));
        int high = Math.min(from, (int) (centre + reach + 0.5));
        double[] raw = new double[high - low];
        double sum = 0;
        for (int j = 0; j < raw.length; j++) {
          raw[j] = Math.max(0, 1 - Math.abs(low + j + 0.5 - centre) / reach);
          sum += raw[j];
        }
        first[i] = low;
        weights[i] = new float[raw.length];
        for (int j = 0; j < raw.length; j++) {
          weights[i][j] = (float) (raw[j] / sum);
        }
      }
    }
  }
}
