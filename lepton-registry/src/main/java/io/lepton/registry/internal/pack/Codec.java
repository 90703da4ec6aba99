package io.lepton.registry.internal.pack;

import io.lepton.error.FormatTooNewException;
import org.jspecify.annotations.Nullable;

/**
 * How a chunk's bytes are stored. The numbers are part of the pack format; each is at most 127, so
 * that the byte's highest bit can come to say something about all of them.
 */
enum Codec {
  /** As they are. */
  RAW(0),
  /** One Zstandard frame (RFC 8878). */
  ZSTD(1),
  /** A few bytes that repeat: {@link Fill}. */
  FILL(2),
  /** Bytes grouped by their place in an element: {@link Planes}. */
  PLANES(3),
  /** The difference from another chunk: {@link Delta}. */
  DELTA(4),
  /** Any of the others, encrypted: {@link Sealed}. */
  SEALED(5),
  /** As {@link #PLANES}, of elements turned left by one bit: {@link Grouping}. */
  TURNED_PLANES(6),
  /** As {@link #PLANES}, of {@link Steps} from a base; only inside a {@link #DELTA}. */
  STEPS(7);

  private final int number;

  Codec(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  /** Null if no codec has this number. */
  static @Nullable Codec find(int number) {
    for (Codec codec : values()) {
      if (codec.number == number) {
        return codec;
      }
    }
    return null;
  }

  static Codec numbered(int number, String pack, long at) {
    Codec codec = find(number);
    if (codec != null) {
      return codec;
    }
    throw new FormatTooNewException(
        "pack "
            + pack
            + " at "
            + at
            + " names codec "
            + number
            + ", unknown here: use the newer Lepton that wrote it");
  }
}
