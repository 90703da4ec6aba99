package io.lepton.report;

import io.lepton.error.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * Signed values on a grid, such as the attribution of an image, on request laid over the image:
 * orange where they are above 0, blue where below, the stronger the more opaque. Grids of more than
 * 64 cells a side are averaged down. Not thread-safe.
 */
public final class HeatMap {
  private static final int MOST = 64;
  private static final double SIDE = 280;

  private final String title;
  private final double[][] values;
  private double @Nullable [][] under;

  private HeatMap(String title, double[][] values) {
    this.title = title;
    this.values = values;
  }

  /**
   * Takes the values.
   *
   * @param title for screen readers
   * @param values by row, then by column; finite, rows of one length, at least one cell
   * @return a chart
   * @throws InvalidInputException if the values are no grid
   */
  public static HeatMap of(String title, double[][] values) {
    return new HeatMap(title, smaller(checked(values)));
  }

  /**
   * Lays the values over a picture in shades of grey.
   *
   * @param picture as many rows and columns; its smallest value is black, its greatest white
   * @return this
   * @throws InvalidInputException if it has another size
   */
  public HeatMap over(double[][] picture) {
    double[][] small = smaller(checked(picture));
    if (small.length != values.length || small[0].length != values[0].length) {
      throw new InvalidInputException(
          "a picture of "
              + picture.length
              + " × "
              + picture[0].length
              + " under a grid of "
              + values.length
              + " × "
              + values[0].length);
    }
    under = small;
    return this;
  }

  private static double[][] checked(double[][] grid) {
    int width = grid.length == 0 ? 0 : grid[0].length;
    if (width == 0) {
      throw new InvalidInputException("a grid without cells");
    }
    for (double[] row : grid) {
      if (row.length != width) {
        throw new InvalidInputException(
            "a grid with rows of " + width + " and of " + row.length + " cells");
      }
      for (double value : row) {
        if (!Double.isFinite(value)) {
          throw new InvalidInputException("a cell is " + value + "; expected a finite number");
        }
      }
    }
    return grid;
  }

  private static double[][] smaller(double[][] grid) {
    int block = (Math.max(grid.length, grid[0].length) + MOST - 1) / MOST;
    int rows = (grid.length + block - 1) / block;
    int columns = (grid[0].length + block - 1) / block;
    double[][] small = new double[rows][columns];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        double sum = 0;
        int count = 0;
        for (int i = row * block; i < Math.min(grid.length, (row + 1) * block); i++) {
          for (int j = column * block; j < Math.min(grid[0].length, (column + 1) * block); j++) {
            sum += grid[i][j];
            count++;
          }
        }
        small[row][column] = sum / count;
      }
    }
    return small;
  }

  /**
   * Draws the chart.
   *
   * @return an SVG element
   */
  public String svg() {
    int rows = values.length;
    int columns = values[0].length;
    double cell = SIDE / Math.max(rows, columns);
    Svg svg = new Svg(cell * columns, cell * rows, title);
    double strongest = 0;
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    double[][] picture = under;
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        strongest = Math.max(strongest, Math.abs(values[row][column]));
        if (picture != null) {
          low = Math.min(low, picture[row][column]);
          high = Math.max(high, picture[row][column]);
        }
      }
    }
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        if (picture != null) {
          double light = high > low ? (picture[row][column] - low) / (high - low) : 0.5;
          // the overlap hides the seams between cells
          svg.rectangle(column * cell, row * cell, cell + 0.3, cell + 0.3, grey(light), 1);
        }
        double value = values[row][column];
        double opacity = strongest == 0 ? 0 : 0.85 * Math.abs(value) / strongest;
        if (opacity >= 0.01) {
          svg.rectangle(
              column * cell, row * cell, cell, cell, Svg.color(value < 0 ? 0 : 1), opacity);
        }
      }
    }
    return svg.toString();
  }

  private static String grey(double light) {
    String part = String.format("%02X", Math.round(255 * light));
    return "#" + part + part + part;
  }
}
