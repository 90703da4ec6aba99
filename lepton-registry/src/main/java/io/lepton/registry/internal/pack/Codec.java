package io.lepton.registry.internal.pack;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.lepton.error.FormatTooNewException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** How a chunk's bytes are stored. The numbers are part of the pack format. */
enum Codec {
  /** As they are. */
  RAW(0) {
    @Override
    ByteBuffer decode(ByteBuffer stored, int rawLength) {
      if (stored.remaining() != rawLength) {
        throw new IllegalArgumentException("raw bytes: " + stored.remaining());
      }
      return stored.slice().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }
  },
  /** One Zstandard frame (RFC 8878). */
  ZSTD(1) {
    @Override
    ByteBuffer decode(ByteBuffer stored, int rawLength) {
      byte[] frame = new byte[stored.remaining()];
      stored.duplicate().get(frame);
      byte[] raw = new byte[rawLength];
      long count;
      try {
        count = Zstd.decompressByteArray(raw, 0, rawLength, frame, 0, frame.length);
      } catch (ZstdException e) {
        throw new IllegalArgumentException("zstd: " + e.getMessage(), e);
      }
      if (count != rawLength) {
        throw new IllegalArgumentException("zstd gave " + count + " bytes");
      }
      return ByteBuffer.wrap(raw).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }
  };

  /** Level 1 is as small as level 3 on weights, and faster. */
  private static final int LEVEL = 1;

  /** Bytes below which a frame is not tried. */
  private static final int WORTH_TRYING = 64;

  private final byte number;

  Codec(int number) {
    this.number = (byte) number;
  }

  byte number() {
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

  /** Undoes the codec; IllegalArgumentException if the bytes are not what it makes. */
  abstract ByteBuffer decode(ByteBuffer stored, int rawLength);

  /** A codec and the bytes it made. */
  record Encoded(Codec codec, ByteBuffer stored) {}

  /** The smaller form; zstd only where it saves more than 1/32, since raw bytes load faster. */
  static Encoded encode(ByteBuffer raw) {
    int length = raw.remaining();
    if (length < WORTH_TRYING) {
      return new Encoded(RAW, raw);
    }
    byte[] plain = new byte[length];
    raw.duplicate().get(plain);
    byte[] frame = new byte[(int) Zstd.compressBound(length)];
    long count = Zstd.compressByteArray(frame, 0, frame.length, plain, 0, length, LEVEL);
    return count < length - length / 32
        ? new Encoded(ZSTD, ByteBuffer.wrap(java.util.Arrays.copyOf(frame, (int) count)))
        : new Encoded(RAW, raw);
  }
}
