package io.lepton.audit;

import io.lepton.error.AlreadyExistsException;
import io.lepton.error.CorruptDataException;
import io.lepton.error.StorageException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * An audit log in a folder, outside of any store: {@code audit.jsonl}, an entry in its canonical
 * form on each line, and {@code checkpoint}, a signed note over all of them.
 */
public final class AuditExport {
  /** The file with the entries. */
  public static final String ENTRIES = "audit.jsonl";

  /** The file with the signed checkpoint. */
  public static final String CHECKPOINT = "checkpoint";

  private static final int LONGEST_LINE = 16 << 20;
  private static final int LONGEST_NOTE = 1 << 20;

  private AuditExport() {}

  /** The checkpoint is written last: without it, an export is not whole. */
  static SignedCheckpoint write(
      Path folder, Consumer<Consumer<byte[]>> entries, Supplier<SignedCheckpoint> checkpoint) {
    try {
      Files.createDirectories(folder);
      try (OutputStream out =
          Files.newOutputStream(
              folder.resolve(ENTRIES), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        OutputStream buffered = new java.io.BufferedOutputStream(out);
        entries.accept(line -> writeLine(buffered, line));
        buffered.flush();
      }
      SignedCheckpoint signed = checkpoint.get();
      Files.writeString(folder.resolve(CHECKPOINT), signed.note(), StandardOpenOption.CREATE_NEW);
      return signed;
    } catch (FileAlreadyExistsException e) {
      throw new AlreadyExistsException(
          "the folder " + folder + " holds an export already; choose another", e);
    } catch (IOException e) {
      throw failed("write", folder, e);
    } catch (UncheckedIOException e) {
      throw failed("write", folder, e.getCause());
    }
  }

  private static void writeLine(OutputStream out, byte[] line) {
    try {
      out.write(line);
      out.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static StorageException failed(String what, Path folder, IOException e) {
    return new StorageException(
        StorageException.Kind.PERMANENT,
        "cannot " + what + " the audit log in " + folder + ": " + e,
        e);
  }

  /**
   * Checks an export. Nothing else is needed: no store, no network.
   *
   * @param folder with the export
   * @param key whose signature of the checkpoint counts
   * @param notes other checkpoints of the same log, such as those of earlier exports
   * @return what was found
   * @throws CorruptDataException if the checkpoint, or a note given here, is not signed by the key
   * @throws StorageException if the folder cannot be read
   */
  public static AuditReport verify(Path folder, AuditKey key, String... notes) {
    try {
      List<String> all = new java.util.ArrayList<>(List.of(notes));
      all.add(note(folder.resolve(CHECKPOINT)));
      AuditVerifier verifier =
          new AuditVerifier(
              all.stream().map(note -> SignedCheckpoint.open(note, key).checkpoint()).toList());
      readLines(folder.resolve(ENTRIES), verifier);
      AuditReport report = verifier.report();
      return report;
    } catch (IOException e) {
      throw failed("read", folder, e);
    }
  }

  private static String note(Path file) throws IOException {
    if (Files.size(file) > LONGEST_NOTE) {
      throw new CorruptDataException(
          file + " has " + Files.size(file) + " bytes; no checkpoint has");
    }
    return new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.UTF_8);
  }

  private static void readLines(Path file, AuditVerifier verifier) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int next = in.read(); next >= 0; next = in.read()) {
        if (next == '\n') {
          verifier.add(line.toByteArray());
          line.reset();
        } else if (line.size() >= LONGEST_LINE) {
          throw new CorruptDataException(
              file + " has a line of more than " + LONGEST_LINE + " bytes");
        } else {
          line.write(next);
        }
      }
      if (line.size() > 0) {
        verifier.add(line.toByteArray()); // cut off inside an entry, which then does not read
      }
    }
  }
}
