package io.lepton.train.djl.internal;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import io.lepton.error.EngineException;
import org.jspecify.annotations.Nullable;

/**
 * Products in bfloat16 between sums in 32-bit floats (Micikevicius et al. 2018; no scaling of the
 * loss, for the exponents are the same).
 *
 * <p>DJL 0.35.1 has no such type: its native code ends the JVM when it is asked for one, and its
 * cast takes an array out of the graph. So a TorchScript module makes one zero of the type. What is
 * added to it in place is rounded to its type, and a sum with 32-bit floats has 32 bits: to PyTorch
 * both are additions, which have gradients.
 */
final class Bfloat16 {
  private static final String NARROW =
      """
          x: Tensor) -> Tensor:
          return torch.to(x, 15)
      """;

  private final PtNDArray zero;
  private final PtNDArray wideZero;

  private Bfloat16(PtNDArray zero, PtNDArray wideZero) {
    this.zero = zero;
    this.wideZero = wideZero;
  }

  /** Constants on the manager's device, which live as long as it. */
  static Bfloat16 on(NDManager manager) {
    PtNDArray wideZero = Arrays.of(manager, new float[1], 1);
    try (PtNDManager loading = (PtNDManager) PyTorch.newManager()) {
      PtSymbolBlock module = Script.load(loading, NARROW);
      try (IValue input = IValue.from(wideZero);
          IValue output = IValueUtils.forward(module, new IValue[] {input})) {
        PtNDArray zero = output.toTensor((PtNDManager) manager);
        NDScope.unregister(zero);
        return new Bfloat16(zero, wideZero);
      }
    } catch (ai.djl.engine.EngineException e) {
      throw new EngineException("PyTorch makes no bfloat16: " + e.getMessage(), e);
    }
  }

  /** Rounded to the nearest; the gradient of the result, in bfloat16 too, goes on as it is. */
  PtNDArray narrow(PtNDArray x) {
    PtNDArray narrow = JniUtils.clone(JniUtils.broadcast(zero, x.getShape()));
    JniUtils.addi(narrow, x);
    return narrow;
  }

  /** In 32-bit floats, plus a bias of such, if there is one. */
  PtNDArray widen(PtNDArray x, @Nullable PtNDArray bias) {
    return JniUtils.add(x, bias == null ? wideZero : bias);
  }
}
