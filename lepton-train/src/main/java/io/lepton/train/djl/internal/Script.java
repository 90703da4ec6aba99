package io.lepton.train.djl.internal;

import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import io.lepton.error.EngineException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A TorchScript module of a line or two, for what PyTorch can and DJL 0.35.1 does not pass on. */
final class Script {
  private static final String CODE =
      """
      class Script(Module):
        __parameters__ = []
        __buffers__ = []
        training : bool
        def forward(self: __torch__.Script,
      %s\
      """;

  /** Pickle's protocol 2: an object of the class with {@code training} true. */
  private static final String OBJECT =
      "\u0080\u0002c__torch__\nScript\n)\u0081}X\b\0\0\0training\u0088sb.";

  private static final String NO_CONSTANTS = "\u0080\u0002).";

  private Script() {}

  /**
   * Loads a module, which lives as long as the manager.
   *
   * @param forward its arguments, result and body, indented by 4
   */
  static PtSymbolBlock load(PtNDManager manager, String forward) {
    try {
      return JniUtils.loadModule(
          manager, new ByteArrayInputStream(archive(CODE.formatted(forward))), true, false);
    } catch (IOException | ai.djl.engine.EngineException e) {
      throw new EngineException("PyTorch cannot read its own language: " + e.getMessage(), e);
    }
  }

  private static byte[] archive(String code) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      put(zip, "script/data.pkl", OBJECT);
      put(zip, "script/code/__torch__.py", code);
      put(zip, "script/constants.pkl", NO_CONSTANTS);
      put(zip, "script/version", "3\n");
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
}
