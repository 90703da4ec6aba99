package io.lepton.data;

import io.lepton.bytes.Digest;
import io.lepton.error.StorageException;
import io.lepton.model.DataReference;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Hashes rows in a form that goes column by column: each column's values are put aside in a
 * temporary file of its own, a buffer at a time, so that memory stays bounded.
 */
final class StreamedFingerprint {
  private static final int BUFFER = 1 << 16;

  private StreamedFingerprint() {}

  static DataReference reference(RowSource source, String as) {
    List<Schema.Field> fields = source.schema().fields();
    try {
      Path folder = Files.createTempDirectory("lepton-fingerprint");
      List<Aside> columns =
          IntStream.range(0, fields.size())
              .mapToObj(i -> new Aside(folder.resolve(Integer.toString(i))))
              .toList();
      try {
        long rows = putAside(source, fields, columns);
        MessageDigest hash = Digest.start();
        try (DataOutputStream out = Fingerprint.into(hash)) {
          Fingerprint.start(out, fields.size(), rows);
          for (int i = 0; i < fields.size(); i++) {
            Fingerprint.column(out, fields.get(i));
            columns.get(i).copyTo(out);
          }
        }
        return new DataReference(as, Digest.finish(hash), rows);
      } finally {
        for (Aside column : columns) {
          Files.deleteIfExists(column.file);
        }
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new StorageException(
          StorageException.Kind.PERMANENT,
          "cannot put the columns of " + source.name() + " aside: " + e.getMessage(),
          e);
    }
  }

  private static long putAside(RowSource source, List<Schema.Field> fields, List<Aside> columns)
      throws IOException {
    long rows = 0;
    try (RowCursor cursor = source.open()) {
      for (; cursor.next(); rows++) {
        for (int i = 0; i < columns.size(); i++) {
          Object value = cursor.value(i);
          if (value != null) {
            ColumnBuilder.checked(fields.get(i), value, cursor.where());
          } else if (fields.get(i).type() == ColumnType.LABEL) {
            new ColumnBuilder(fields.get(i)).addMissing(cursor.where()); // refuses it
          }
          Fingerprint.value(columns.get(i).out, value);
          columns.get(i).spill(BUFFER);
        }
      }
    }
    return rows;
  }

  /** The values of one column, most of them on the disk. */
  private static final class Aside {
    private final Path file;
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(buffer);

    Aside(Path file) {
      this.file = file;
    }

    /** Opens the file for each spill: a wide table must not need as many open files. */
    void spill(int limit) throws IOException {
      if (buffer.size() >= limit) {
        try (OutputStream disk =
            Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
          buffer.writeTo(disk);
        }
        buffer.reset();
      }
    }

    void copyTo(OutputStream into) throws IOException {
      if (Files.exists(file)) {
        Files.copy(file, into);
      }
      buffer.writeTo(into);
    }
  }
}
