package io.lepton.compress;

import io.lepton.compress.internal.DynamicRewrite;
import io.lepton.train.onnx.internal.OnnxRuntime;
import java.util.Objects;
import java.util.Set;

/**
 * Rewrites an ONNX model so that products of matrices and convolutions with constant weights are
 * computed on 8-bit integers. Weights are quantised beforehand, symmetrically, each output channel
 * with a scale of its own; inputs are quantised while the model runs, by the range of the tensor
 * ({@code DynamicQuantizeLinear}), so no calibration data is needed. Biases and sums stay exact.
 *
 * <p>A tensor of inputs has one scale for all its rows: a row's result depends a little on the rows
 * it is batched with. {@link io.lepton.train.onnx.OnnxEngine}'s predictors run row by row, and are
 * free of that. Immutable.
 */
public final class DynamicInt8 {
  private final WeightRange range;
  private final Set<String> excluded;

  private DynamicInt8(WeightRange range, Set<String> excluded) {
    this.range = range;
    this.excluded = Set.copyOf(excluded);
  }

  /**
   * All products, weights of the reduced range.
   *
   * @return the default quantisation
   */
  public static DynamicInt8 withDefaults() {
    return new DynamicInt8(WeightRange.REDUCED, Set.of());
  }

  /**
   * Sets the range of weights.
   *
   * @param value of the range
   * @return a quantisation with the change
   */
  public DynamicInt8 with(WeightRange value) {
    return new DynamicInt8(Objects.requireNonNull(value), excluded);
  }

  /**
   * Leaves some weights as they are.
   *
   * @param weights names of constants in the ONNX model
   * @return a quantisation with the change
   */
  public DynamicInt8 excluding(Set<String> weights) {
    return new DynamicInt8(range, weights);
  }

  /**
   * Rewrites a model.
   *
   * @param onnx the bytes of an ONNX file of float tensors, operator set 13 or newer
   * @return the bytes of the quantised model, with the same inputs and outputs
   * @throws io.lepton.error.CorruptDataException if the bytes are no ONNX model
   * @throws io.lepton.error.InvalidInputException if an excluded weight is not there, nothing could
   *     be quantised, a weight is not finite, or the operator set is older
   */
  public byte[] quantize(byte[] onnx) {
    return OnnxRuntime.needing(
        OnnxRuntime.PROTOS, () -> DynamicRewrite.of(onnx, range.bound(), excluded));
  }
}
