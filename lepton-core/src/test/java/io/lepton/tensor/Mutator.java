package io.lepton.tensor;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Damages a safetensors file in the ways that files are damaged and forged. */
final class Mutator {
  /** Numbers at which readers stumble. */
  private static final String[] NUMBERS = {
    "0",
    "1",
    "2",
    "3",
    "7",
    "8",
    "-1",
    "-0",
    "00",
    "01",
    "1.0",
    "1e1",
    "0x1",
    "",
    " ",
    "null",
    "127",
    "128",
    "255",
    "256",
    "2147483647",
    "2147483648",
    "4294967296",
    "4611686018427387904",
    "9223372036854775807",
    "9223372036854775808",
    "18446744073709551615",
    "18446744073709551616",
    "99999999999999999999999999999999999999",
    "[]",
    "{}",
    "\"1\""
  };

  private final SplittableRandom random;

  Mutator(SplittableRandom random) {
    this.random = random;
  }

  byte[] mutate(byte[] file) {
    byte[] mutant = file;
    int strokes = 1 + random.nextInt(3);
    for (int i = 0; i < strokes; i++) {
      mutant = stroke(mutant);
    }
    // Without this most damage to the header's length would be found out by its first 8 bytes.
    return random.nextInt(3) == 0 ? mutant : withHeaderLengthOf(mutant, file);
  }

  private byte[] stroke(byte[] file) {
    if (file.length == 0) {
      return new byte[] {(byte) random.nextInt()};
    }
    int at = random.nextInt(file.length);
    int length = Math.min(1 + random.nextInt(9), file.length - at);
    byte[] mutant = file.clone();
    switch (random.nextInt(8)) {
      case 0 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> mutant[at] = (byte) random.nextInt();
      case 2 -> mutant[at] = (byte) "{}[]\",: \\u0019-.e".charAt(random.nextInt(17));
      case 3 -> mutant = splice(file, at, at + length, new byte[0]);
      case 4 -> mutant = splice(file, at, at, Arrays.copyOfRange(file, at, at + length));
      case 5 -> mutant = Arrays.copyOf(file, at);
      case 6 -> mutant = withAnotherNumber(file, at);
      default -> {
        int from = random.nextInt(file.length);
        int count = Math.min(1 + random.nextInt(60), file.length - from);
        mutant = splice(file, at, at, Arrays.copyOfRange(file, from, from + count));
      }
    }
    return mutant;
  }

  private static byte[] splice(byte[] file, int from, int to, byte[] instead) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(file, 0, from);
    out.writeBytes(instead);
    out.write(file, to, file.length - to);
    return out.toByteArray();
  }

  /** Replaces the first run of digits behind a place. */
  private byte[] withAnotherNumber(byte[] file, int at) {
    int from = at;
    while (from < file.length && !digit(file[from])) {
      from++;
    }
    int to = from;
    while (to < file.length && digit(file[to])) {
      to++;
    }
    String number = NUMBERS[random.nextInt(NUMBERS.length)];
    return splice(file, from, to, number.getBytes(StandardCharsets.US_ASCII));
  }

  private static boolean digit(byte b) {
    return b >= '0' && b <= '9';
  }

  /** Sets the header's length so that as much data is left as the original has. */
  private static byte[] withHeaderLengthOf(byte[] mutant, byte[] original) {
    long header = ByteBuffer.wrap(original).order(ByteOrder.LITTLE_ENDIAN).getLong();
    long length = mutant.length - (original.length - header);
    if (mutant.length >= Long.BYTES && length >= 0) {
      ByteBuffer.wrap(mutant).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
    }
    return mutant;
  }
}
