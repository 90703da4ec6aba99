package io.lepton.compress;

import io.lepton.compress.internal.StaticRewrite;
import io.lepton.error.InvalidInputException;
import io.lepton.train.onnx.OnnxRunner;
import io.lepton.train.onnx.internal.OnnxRuntime;
import java.util.Objects;
import java.util.Set;

/**
 * Rewrites an ONNX model to 8-bit integers with ranges of inputs fixed beforehand, measured on
 * calibration rows: {@code QuantizeLinear} and {@code DequantizeLinear} around each product (QDQ),
 * which ONNX Runtime fuses to integer kernels. Weights are symmetric with a scale for each output
 * channel, inputs unsigned with one scale a tensor. Convolutions gain from it; results of a row do
 * not depend on other rows. Immutable.
 */
public final class StaticInt8 {
  private final Calibration calibration;
  private final WeightRange range;
  private final Set<String> excluded;

  private StaticInt8(Calibration calibration, WeightRange range, Set<String> excluded) {
    this.calibration = calibration;
    this.range = range;
    this.excluded = Set.copyOf(excluded);
  }

  /**
   * All products, ranges from least to largest value, weights of the reduced range.
   *
   * @return the default quantisation
   */
  public static StaticInt8 withDefaults() {
    return new StaticInt8(Calibration.minMax(), WeightRange.REDUCED, Set.of());
  }

  /**
   * Sets how ranges are chosen.
   *
   * @param value of the calibration
   * @return a quantisation with the change
   */
  public StaticInt8 with(Calibration value) {
    return new StaticInt8(Objects.requireNonNull(value), range, excluded);
  }

  /**
   * Sets the range of weights.
   *
   * @param value of the range
   * @return a quantisation with the change
   */
  public StaticInt8 with(WeightRange value) {
    return new StaticInt8(calibration, Objects.requireNonNull(value), excluded);
  }

  /**
   * Leaves some weights as they are.
   *
   * @param weights names of constants in the ONNX model
   * @return a quantisation with the change
   */
  public StaticInt8 excluding(Set<String> weights) {
    return new StaticInt8(calibration, range, weights);
  }

  /**
   * Rewrites a model.
   *
   * @param onnx the bytes of an ONNX file with one float input, operator set 13 or newer
   * @param rows for calibration, inputs one after the other, like those the model will meet; some
   *     hundreds suffice
   * @return the bytes of the quantised model, with the same input and outputs
   * @throws io.lepton.error.CorruptDataException if the bytes are no ONNX model
   * @throws InvalidInputException if there are no whole rows, a tensor of the model is not finite
   *     on them, an excluded weight is not there, or nothing could be quantised
   */
  public byte[] quantize(byte[] onnx, float[] rows) {
    return OnnxRuntime.needing(
        OnnxRuntime.PROTOS,
        () ->
            StaticRewrite.of(
                onnx, calibration, range.bound(), excluded, OnnxRunner::open, rows.clone()));
  }
}
