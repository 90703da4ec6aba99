package io.lepton.audit;

import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text and its signatures: C2SP's signed-note, as Go's checksum database and Sigstore write it.
 *
 * <pre>{@code
 * text, of one or more lines
 *
 * — name Base64(4 bytes of key hash, signature)
 * }</pre>
 *
 * @param text that was signed; ends with a line break
 * @param signatures at least one
 */
record SignedNote(String text, List<Line> signatures) {
  private static final String DASH = "— ";
  private static final int KEY_HASH = 4;
  private static final int MOST = 100;

  /**
   * One signature.
   *
   * @param name of the key
   * @param keyHash first bytes of the key's hash
   * @param signature by the key's own algorithm
   */
  record Line(String name, int keyHash, byte[] signature) {}

  SignedNote {
    signatures = List.copyOf(signatures);
  }

  /** A name must not be able to fake a line, or end before its signature begins. */
  static void requireName(String what, String name) {
    boolean valid =
        !name.isEmpty()
            && name.codePoints().noneMatch(c -> Character.isISOControl(c) || c == '\u2028')
            && name.equals(name.strip());
    if (!valid) {
      throw new InvalidInputException(
          what + " \"" + name + "\"; expected a text of one line, without space at its ends");
    }
  }

  String format() {
    StringBuilder out = new StringBuilder(text).append('\n');
    for (Line line : signatures) {
      byte[] bytes =
          ByteBuffer.allocate(KEY_HASH + line.signature.length)
              .putInt(line.keyHash)
              .put(line.signature)
              .array();
      out.append(DASH)
          .append(line.name)
          .append(' ')
          .append(Base64.getEncoder().encodeToString(bytes))
          .append('\n');
    }
    return out.toString();
  }

  static SignedNote parse(String note) {
    int end = note.lastIndexOf("\n\n");
    if (end < 0 || !note.endsWith("\n")) {
      throw bad("no signature", null);
    }
    if (note.codePoints().anyMatch(c -> c < ' ' && c != '\n')) {
      throw bad("a control character", null);
    }
    List<Line> lines = new ArrayList<>();
    for (String line : note.substring(end + 2).split("\n", MOST + 1)) {
      if (!line.isEmpty()) {
        lines.add(line(line));
      }
    }
    if (lines.isEmpty()) {
      throw bad("no signature", null);
    }
    return new SignedNote(note.substring(0, end + 1), lines);
  }

  private static Line line(String line) {
    String[] parts =
        line.startsWith(DASH) ? line.substring(DASH.length()).split(" ", -1) : new String[0];
    if (parts.length != 2 || parts[0].isEmpty()) {
      throw bad("the line \"" + line + "\"", null);
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(parts[1]));
      int keyHash = bytes.getInt();
      byte[] signature = new byte[bytes.remaining()];
      bytes.get(signature);
      if (!Base64.getEncoder().encodeToString(bytes.array()).equals(parts[1])) {
        throw bad("a signature that is not in canonical Base64", null);
      }
      return new Line(parts[0], keyHash, signature);
    } catch (IllegalArgumentException | java.nio.BufferUnderflowException e) {
      throw bad("the line \"" + line + "\"", e);
    }
  }

  private static CorruptDataException bad(String found, @Nullable Throwable cause) {
    return new CorruptDataException(
        "expected a signed note: text, an empty line, and lines \"— name signature\"; found "
            + found,
        cause);
  }
}
