package io.lepton.explain.gradient;

import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import java.util.Arrays;

/**
 * How one layer's outputs are spread over some cases.
 *
 * @param layer path of it
 * @param shape of its output, without the batch axis
 * @param mean of all values
 * @param standardDeviation of all values
 * @param shareOfZeros values that are exactly 0, as behind ReLU
 * @param deadUnits units that gave one and the same value for every case; 0 with one case
 */
public record LayerSummary(
    String layer,
    Shape shape,
    double mean,
    double standardDeviation,
    double shareOfZeros,
    int deadUnits) {
  static LayerSummary of(String layer, Tensor outputs) {
    float[] values = outputs.toFloats();
    long[] dimensions = outputs.shape().dimensions();
    int cases = (int) dimensions[0];
    int units = values.length / cases;
    double sum = 0;
    int zeros = 0;
    for (float value : values) {
      sum += value;
      zeros += value == 0 ? 1 : 0;
    }
    double mean = sum / values.length;
    double squares = 0;
    for (float value : values) {
      squares += (value - mean) * (value - mean);
    }
    int dead = 0;
    for (int unit = 0; unit < units && cases > 1; unit++) {
      boolean same = true;
      for (int i = 1; i < cases; i++) {
        same &= values[i * units + unit] == values[unit];
      }
      dead += same ? 1 : 0;
    }
    return new LayerSummary(
        layer,
        Shape.of(Arrays.copyOfRange(dimensions, 1, dimensions.length)),
        mean,
        Math.sqrt(squares / values.length),
        (double) zeros / values.length,
        dead);
  }
}
