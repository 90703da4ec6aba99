package io.lepton.explain.gradient;

import io.lepton.error.InvalidInputException;
import io.lepton.report.HeatMap;
import io.lepton.tensor.Shape;
import java.util.Arrays;

/**
 * What each element of an input says of one output.
 *
 * @param method that made it
 * @param shape of the input
 * @param output which one, from 0
 * @param values by element, in row-major order; copied in and out
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out, compared by content
public record InputAttribution(String method, Shape shape, int output, double[] values) {
  /** {@inheritDoc} */
  public InputAttribution {
    values = values.clone();
    if (values.length != shape.elementCount()) {
      throw new InvalidInputException(values.length + " values for an input of shape " + shape);
    }
  }

  /**
   * The values.
   *
   * @return a copy
   */
  @Override
  public double[] values() {
    return values.clone();
  }

  /**
   * All values added up.
   *
   * @return the sum
   */
  public double sum() {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  /**
   * The values of an image, added up over its channels.
   *
   * @return by row, then by column
   * @throws InvalidInputException if the shape is neither [height, width] nor [channels, height,
   *     width]
   */
  public double[][] image() {
    int rank = shape.rank();
    if (rank != 2 && rank != 3) {
      throw new InvalidInputException(
          "an input of shape " + shape + " is no image; expected [channels, height, width]");
    }
    int height = (int) shape.dimension(rank - 2);
    int width = (int) shape.dimension(rank - 1);
    double[][] image = new double[height][width];
    for (int i = 0; i < values.length; i++) {
      image[i / width % height][i % width] += values[i];
    }
    return image;
  }

  /**
   * A picture of the attribution of an image, laid over the image itself.
   *
   * @param title for screen readers
   * @param input the image that was explained, by element
   * @return a chart
   * @throws InvalidInputException if the shape is not that of an image
   */
  public HeatMap heatMap(String title, float[] input) {
    double[] shown = new double[input.length];
    for (int i = 0; i < input.length; i++) {
      shown[i] = input[i];
    }
    double[][] under = new InputAttribution(method, shape, output, shown).image();
    return HeatMap.of(title, image()).over(under);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof InputAttribution that
        && method.equals(that.method)
        && shape.equals(that.shape)
        && output == that.output
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * shape.hashCode() + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return method + " of output " + output + " by " + shape;
  }
}
