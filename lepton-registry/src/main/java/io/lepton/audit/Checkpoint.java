package io.lepton.audit;

import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The state of a log at one moment: so many entries, with this root. Two checkpoints of one log
 * that do not fit each other show that it was rewritten. Its text is that of C2SP's
 * tlog-checkpoint.
 *
 * @param origin names the log for ever; no line break, not empty
 * @param size number of entries
 * @param root of the Merkle tree over them
 */
public record Checkpoint(String origin, long size, Digest root) {
  private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,17}");
  private static final int LINES = 3;

  /** {@inheritDoc} */
  public Checkpoint {
    Objects.requireNonNull(root);
    SignedNote.requireName("origin", origin);
    if (size < 0) {
      throw new CorruptDataException("a checkpoint of " + size + " entries");
    }
  }

  /**
   * The text that is signed.
   *
   * @return origin, size and the root in Base64, each on a line
   */
  public String text() {
    return origin + "\n" + size + "\n" + Base64.getEncoder().encodeToString(root.toBytes()) + "\n";
  }

  /**
   * Reads the text. Further lines, which the format leaves to others, are passed over.
   *
   * @param text as {@link #text} gives it
   * @return the checkpoint
   * @throws CorruptDataException if it is no checkpoint
   */
  public static Checkpoint parse(String text) {
    List<String> lines = text.lines().toList();
    if (lines.size() < LINES || !text.endsWith("\n") || !SIZE.matcher(lines.get(1)).matches()) {
      throw bad(text, null);
    }
    try {
      byte[] root = Base64.getDecoder().decode(lines.get(2));
      Checkpoint checkpoint =
          new Checkpoint(lines.get(0), Long.parseLong(lines.get(1)), Digest.fromBytes(root));
      if (!text.startsWith(checkpoint.text())) { // Base64 has several forms of one value
        throw bad(text, null);
      }
      return checkpoint;
    } catch (IllegalArgumentException | io.lepton.error.InvalidInputException e) {
      throw bad(text, e);
    }
  }

  private static CorruptDataException bad(
      String text, @org.jspecify.annotations.Nullable Throwable cause) {
    return new CorruptDataException(
        "expected a checkpoint (origin, size and root in Base64, a line each), found \""
            + text
            + "\"",
        cause);
  }
}
