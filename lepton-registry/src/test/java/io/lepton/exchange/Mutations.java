package io.lepton.exchange;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Damages bytes, and texts in the way that texts are forged. */
public final class Mutations {
  private static final String[] VALUES = {
    "0", "-1", "1", "null", "true", "\"\"", "[]", "{}", "9223372036854775807", "1e999", "../x",
    "/etc/passwd", "4294967295", "&a", "*a", "!!java.net.URL", "- ", ": ", "\n", "'", "%", "~"
  };

  private final SplittableRandom random;

  /** Draws all from a seed. */
  public Mutations(long seed) {
    random = new SplittableRandom(seed);
  }

  /** One to three damages. */
  public byte[] mutate(byte[] original) {
    byte[] mutant = original;
    int strokes = 1 + random.nextInt(3);
    for (int i = 0; i < strokes; i++) {
      mutant = stroke(mutant);
    }
    return mutant;
  }

  private byte[] stroke(byte[] file) {
    if (file.length == 0) {
      return new byte[] {(byte) random.nextInt()};
    }
    int at = random.nextInt(file.length);
    int length = Math.min(1 + random.nextInt(16), file.length - at);
    byte[] mutant = file.clone();
    switch (random.nextInt(8)) {
      case 0 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> mutant[at] = (byte) random.nextInt();
      case 2 -> mutant = splice(file, at, at + length, new byte[0]);
      case 3 -> mutant = splice(file, at, at, Arrays.copyOfRange(file, at, at + length));
      case 4 -> mutant = Arrays.copyOf(file, at);
      case 5 -> Arrays.fill(mutant, at, at + Math.min(length, 4), (byte) 0xff);
      case 6 -> {
        String value = VALUES[random.nextInt(VALUES.length)];
        int end = token(file, at);
        mutant = splice(file, at, end, value.getBytes(StandardCharsets.UTF_8));
      }
      default -> {
        int from = random.nextInt(file.length);
        int count = Math.min(1 + random.nextInt(80), file.length - from);
        mutant = splice(file, at, at, Arrays.copyOfRange(file, from, from + count));
      }
    }
    return mutant;
  }

  /** The end of the word or number at a place. */
  private static int token(byte[] file, int at) {
    int end = at;
    while (end < file.length && (Character.isLetterOrDigit(file[end]) || file[end] == '"')) {
      end++;
    }
    return end;
  }

  private static byte[] splice(byte[] file, int from, int to, byte[] instead) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(file, 0, from);
    out.writeBytes(instead);
    out.write(file, to, file.length - to);
    return out.toByteArray();
  }
}
