package io.lepton.train.djl.internal;

import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import io.lepton.error.EngineException;
import java.util.List;

/**
 * The singular value decomposition of a matrix, in double precision, by PyTorch's LAPACK.
 *
 * @param values from the largest, as many as the smaller dimension
 * @param left [rows, values], row-major, columns orthonormal
 * @param right [values, columns], row-major, rows orthonormal
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared
public record Svd(double[] values, double[] left, double[] right) {
  private static final String CODE =
      """
          x: Tensor) -> List[Tensor]:
          u, s, v = torch.linalg_svd(torch.to(x, 7), False)
          return [u, s, v]
      """;

  /**
   * Decomposes.
   *
   * @param matrix row-major, finite
   */
  public static Svd of(float[] matrix, int rows, int columns) {
    try (PtNDManager manager = (PtNDManager) PyTorch.newManager();
        NDScope scope = new NDScope()) {
      PtSymbolBlock module = Script.load(manager, CODE);
      PtNDArray array = Arrays.of(manager, matrix, rows, columns);
      try (IValue input = IValue.from(array);
          IValue output = IValueUtils.forward(module, new IValue[] {input})) {
        List<double[]> found =
            java.util.Arrays.stream(output.toTensorArray(manager))
                .map(PtNDArray::toDoubleArray)
                .toList();
        return new Svd(found.get(1), found.get(0), found.get(2));
      }
    } catch (ai.djl.engine.EngineException e) {
      throw new EngineException(
          "PyTorch cannot decompose a matrix of "
              + rows
              + " × "
              + columns
              + ": "
              + ScriptModule.first(e.getMessage()),
          e);
    }
  }
}
