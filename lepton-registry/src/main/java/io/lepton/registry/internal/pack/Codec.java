package io.lepton.registry.internal.pack;

import io.lepton.error.FormatTooNewException;

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
  DELTA(4);

  private final int number;

  Codec(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  static Codec numbered(int number, String pack, long at) {
    for (Codec codec : values()) {
      if (codec.number == number) {
        return codec;
      }
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
