package io.lepton.data;

import io.lepton.bytes.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** Hashes the canonical form that {@link Dataset} documents. */
final class Fingerprint {
  private static final String MAGIC = "lepton-dataset/1\n";

  private final MessageDigest hash = Digest.start();
  private final ByteBuffer buffer = ByteBuffer.allocate(16);

  private Fingerprint() {}

  static Digest of(Dataset data) {
    Fingerprint form = new Fingerprint();
    form.hash.update(MAGIC.getBytes(StandardCharsets.US_ASCII));
    form.send(form.buffer.putInt(data.columns().size()).putLong(data.rows()));
    for (Column column : data.columns()) {
      form.text(column.name());
      form.text(column.type().name());
      for (int row = 0; row < data.rows(); row++) {
        form.value(column.value(row).orElse(null));
      }
    }
    return Digest.finish(form.hash);
  }

  private void value(@Nullable Object value) {
    hash.update((byte) (value == null ? 0 : 1));
    if (value instanceof Double number) {
      send(buffer.putDouble(number));
    } else if (value instanceof Boolean truth) {
      hash.update((byte) (truth ? 1 : 0));
    } else if (value instanceof String text) {
      text(text);
    }
  }

  private void text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    send(buffer.putInt(utf8.length));
    hash.update(utf8);
  }

  private void send(ByteBuffer filled) {
    hash.update(filled.flip());
    filled.clear();
  }
}
