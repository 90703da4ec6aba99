package io.lepton.data;

import io.lepton.bytes.Digest;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** Writes the canonical form that {@link Dataset} documents. */
final class Fingerprint {
  private static final String MAGIC = "lepton-dataset/1\n";

  private Fingerprint() {}

  static Digest of(Dataset data) {
    MessageDigest hash = Digest.start();
    try (DataOutputStream out = into(hash)) {
      start(out, data.columns().size(), data.rows());
      for (Column column : data.columns()) {
        column(out, new Schema.Field(column.name(), column.type()));
        for (int row = 0; row < data.rows(); row++) {
          value(out, column.raw(row));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a hash takes any bytes", e);
    }
    return Digest.finish(hash);
  }

  static DataOutputStream into(MessageDigest hash) {
    OutputStream hashing = new DigestOutputStream(OutputStream.nullOutputStream(), hash);
    return new DataOutputStream(new BufferedOutputStream(hashing, 1 << 14));
  }

  static void start(DataOutputStream out, int columns, long rows) throws IOException {
    out.write(MAGIC.getBytes(StandardCharsets.US_ASCII));
    out.writeInt(columns);
    out.writeLong(rows);
  }

  static void column(DataOutputStream out, Schema.Field field) throws IOException {
    text(out, field.name());
    text(out, field.type().name());
  }

  static void value(DataOutputStream out, @Nullable Object value) throws IOException {
    out.writeByte(value == null ? 0 : 1);
    if (value instanceof Double number) {
      out.writeDouble(number);
    } else if (value instanceof Boolean truth) {
      out.writeByte(truth ? 1 : 0);
    } else if (value instanceof String text) {
      text(out, text);
    }
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(utf8.length);
    out.write(utf8);
  }
}
