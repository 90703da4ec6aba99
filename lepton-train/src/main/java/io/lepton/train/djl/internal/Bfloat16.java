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
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
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
  private static final String CODE =
      """
      class Narrow(Module):
        __parameters__ = []
        __buffers__ = []
        training : bool
        def forward(self: __torch__.Narrow,
          x: Tensor) -> Tensor:
          return torch.to(x, 15)
      """;

  /** Pickle's protocol 2: an object of the class with {@code training} true. */
  private static final String OBJECT =
      "\u0080\u0002c__torch__\nNarrow\n)\u0081}X\b\0\0\0training\u0088sb.";

  private static final String NO_CONSTANTS = "\u0080\u0002).";

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
      PtSymbolBlock module =
          JniUtils.loadModule(loading, new ByteArrayInputStream(archive()), true, false);
      try (IValue input = IValue.from(wideZero);
          IValue output = IValueUtils.forward(module, new IValue[] {input})) {
        PtNDArray zero = output.toTensor((PtNDManager) manager);
        NDScope.unregister(zero);
        return new Bfloat16(zero, wideZero);
      }
    } catch (IOException | ai.djl.engine.EngineException e) {
      throw new EngineException("PyTorch makes no bfloat16: " + e.getMessage(), e);
    }
  }

  private static byte[] archive() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      put(zip, "narrow/data.pkl", OBJECT);
      put(zip, "narrow/code/__torch__.py", CODE);
      put(zip, "narrow/constants.pkl", NO_CONSTANTS);
      put(zip, "narrow/version", "3\n");
    }
    return bytes.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, String text) throws IOException {
    byte[] content = text.getBytes(StandardCharsets.ISO_8859_1);
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    entry.setTime(0);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
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
