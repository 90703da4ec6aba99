package io.lepton.stats.internal.compute;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.internal.Checks;

/**
 * Columns less their means, so that sums over resamples do not lose the digits that differ between
 * them. Checks what the contract asks of columns.
 */
public final class Centred {
  private final double[][] values;
  private final double[] centres;

  public Centred(double[]... columns) {
    if (columns.length == 0) {
      throw new InvalidInputException("no columns; expected at least one");
    }
    values = new double[columns.length][];
    centres = new double[columns.length];
    for (int c = 0; c < columns.length; c++) {
      String name = columns.length == 1 ? "values" : "columns[" + c + "]";
      Checks.sample(name, columns[c], 1);
      Checks.sameLength("columns[0]", columns[0].length, name, columns[c].length);
      centre(name, columns[c], c);
    }
  }

  private void centre(String name, double[] column, int c) {
    double sum = 0;
    double size = 0;
    for (double value : column) {
      sum += value;
      size += Math.abs(value);
    }
    // twice: a value less the mean may be that large
    if (!Double.isFinite(2 * size)) {
      throw new InvalidInputException(
          name + " add up to more than a double can hold; divide them by a constant");
    }
    double centre = sum / column.length;
    double[] less = new double[column.length];
    for (int i = 0; i < less.length; i++) {
      less[i] = column[i] - centre;
    }
    centres[c] = centre;
    values[c] = less;
  }

  public int columns() {
    return values.length;
  }

  public int rows() {
    return values[0].length;
  }

  /** Values less the centre; not a copy. */
  public double[] values(int column) {
    return values[column];
  }

  public double centre(int column) {
    return centres[column];
  }
}
