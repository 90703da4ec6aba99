package io.lepton.registry.internal.pack;

import io.lepton.bytes.Digest;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the smallest form of a chunk. */
final class Encoder {
  /** A difference must gain this much over the chunk by itself, as it costs further reads. */
  private static final double WORTH_A_BASE = 15.0 / 16;

  /** From here on zeros come in runs, which sampling judges badly: both ways are tried. */
  private static final double SPARSE = 0.5;

  private Encoder() {}

  /** A chunk to take the difference from. */
  static final class Base {
    final Digest digest;
    final int depth;
    final byte[] raw;

    /**
     * A chunk that was read and checked.
     *
     * @param depth 0 if it is stored by itself
     * @param raw its bytes, and perhaps more behind them
     */
    Base(Digest digest, int depth, byte[] raw) {
      this.digest = digest;
      this.depth = depth;
      this.raw = raw;
    }
  }

  /**
   * A codec and the bytes it made.
   *
   * @param base what they are a difference from, or null
   */
  record Encoded(Codec codec, ByteBuffer stored, @Nullable Digest base) {}

  private record Form(Codec codec, ByteBuffer stored) {
    Form(Codec codec, byte[] bytes, int length) {
      this(codec, ByteBuffer.wrap(bytes, 0, length));
    }

    int length() {
      return stored.remaining();
    }
  }

  /**
   * Encodes what gains; the array may be kept as it is.
   *
   * @param width bytes of an element: 1, 2, 4 or 8; 0 if unknown
   * @param bases chunks of the same length that may be like it
   */
  static Encoded encode(byte[] raw, int length, int width, List<Base> bases) {
    int period = Fill.period(raw, 0, length);
    if (period > 0) {
      return encoded(new Form(Codec.FILL, raw, period));
    }
    int[] widths = widths(width);
    try (Scratch scratch = Scratch.take()) {
      Plan alone = Plan.of(raw, length, widths, scratch);
      Base best = null;
      Plan difference = alone;
      for (Base base : bases) {
        byte[] xor = scratch.difference(length);
        Delta.xor(raw, 0, base.raw, xor, 0, length);
        Plan plan = Plan.of(xor, length, widths, scratch);
        if (plan.size() + Delta.PREFIX
            < (best == null ? alone.size() * WORTH_A_BASE : difference.size())) {
          best = base;
          difference = plan;
        }
      }
      if (best != null) {
        byte[] xor = scratch.difference(length);
        Delta.xor(raw, 0, best.raw, xor, 0, length);
        Form form = form(xor, length, difference, widths, scratch);
        if (form.length() + Delta.PREFIX < alone.size() * WORTH_A_BASE) {
          byte[] stored = new byte[Delta.PREFIX + form.length()];
          new Delta(best.digest, best.depth + 1, form.codec).write(stored);
          form.stored.get(stored, Delta.PREFIX, form.length());
          return new Encoded(Codec.DELTA, ByteBuffer.wrap(stored), best.digest);
        }
      }
      Form form = form(raw, length, alone, widths, scratch);
      return form.codec == Codec.RAW ? new Encoded(Codec.RAW, form.stored, null) : encoded(form);
    }
  }

  private static Encoded encoded(Form form) {
    return new Encoded(form.codec, copy(form.stored), null);
  }

  private static ByteBuffer copy(ByteBuffer bytes) {
    return ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip();
  }

  private static int[] widths(int width) {
    return switch (width) {
      case 0 -> new int[] {2, 4};
      case 2, 4, 8 -> new int[] {width};
      default -> new int[0];
    };
  }

  /** Carries a plan out; what comes may lie in the scratch. */
  private static Form form(byte[] in, int length, Plan plan, int[] widths, Scratch scratch) {
    int period = Fill.period(in, 0, length);
    if (period > 0) {
      return new Form(Codec.FILL, in, period);
    }
    Form form = new Form(Codec.RAW, in, length);
    if (plan.width() == 0) {
      return form;
    }
    boolean sparse = plan.zeros() > SPARSE;
    byte[] out = scratch.output(Planes.bound(length));
    if (plan.width() == 1 || sparse) {
      int worthwhile = length - length / 32;
      int count = scratch.compress(in, 0, length, out, 0, worthwhile);
      if (count > 0) {
        form = new Form(Codec.ZSTD, out, count);
      }
    }
    int width = plan.width() > 1 ? plan.width() : sparse && widths.length == 1 ? widths[0] : 0;
    if (width > 0 && length >= width) {
      int tried = plan.width() > 1 ? plan.planes() : Plan.MATCHES * ((1 << width) - 1);
      if (form.codec == Codec.ZSTD) {
        form = new Form(Codec.ZSTD, copy(form.stored));
      }
      int count = Planes.encode(in, length, width, tried, out, scratch);
      if (count < Math.min(form.length(), length - length / 32)) {
        form = new Form(Codec.PLANES, out, count);
      }
    }
    return form;
  }
}
