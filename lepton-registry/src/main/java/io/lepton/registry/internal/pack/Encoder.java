package io.lepton.registry.internal.pack;

import io.lepton.bytes.Digest;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the smallest form of a chunk. */
final class Encoder {
  /** A difference must gain this much over the chunk by itself, as it costs further reads. */
  private static final double WORTH_A_BASE = 15.0 / 16;

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
   * @param bases chunks of the same length that may be like it
   * @param buffers what is stored lies in one of these, unless in the array itself
   */
  static Encoded encode(
      byte[] raw, int length, Grouping grouping, List<Base> bases, Buffers buffers) {
    int period = Fill.period(raw, 0, length);
    if (period > 0) {
      return encoded(new Form(Codec.FILL, raw, period), buffers);
    }
    try (Scratch scratch = Scratch.take()) {
      byte[] sample = Plan.sample(raw, length);
      Plan alone = Plan.of(sample, length, grouping.candidates(), scratch);
      Grouping elements = grouping.unturned();
      Base best = null;
      Plan difference = alone;
      for (Base base : bases) {
        byte[] changes = Plan.sample(base.raw, length);
        Plan plan = plan(changes, sample, length, elements, scratch);
        if (plan.size() + Delta.PREFIX
            < (best == null ? alone.size() * WORTH_A_BASE : difference.size())) {
          best = base;
          difference = plan;
        }
      }
      if (best != null) {
        Form form = difference(best, raw, length, elements, difference, scratch);
        if (form.length() + Delta.PREFIX < alone.size() * WORTH_A_BASE) {
          int count = Delta.PREFIX + form.length();
          byte[] stored = buffers.take(count);
          new Delta(best.digest, best.depth + 1, form.codec).write(stored);
          form.stored.get(stored, Delta.PREFIX, form.length());
          return new Encoded(Codec.DELTA, ByteBuffer.wrap(stored, 0, count), best.digest);
        }
      }
      Form form = form(raw, length, alone, scratch);
      return form.codec == Codec.RAW
          ? new Encoded(Codec.RAW, form.stored, null)
          : encoded(form, buffers);
    }
  }

  /** What a difference promises; {@code base} is overwritten with it. */
  private static Plan plan(
      byte[] base, byte[] chunk, int length, Grouping elements, Scratch scratch) {
    int width = elements.width();
    int n = chunk.length;
    if (width > 1 && n >= width) {
      Steps.between(base, chunk, n, width, base);
      return Plan.ofPlanes(base, length, elements, scratch);
    }
    Delta.xor(chunk, 0, base, 0, base, 0, n);
    return Plan.of(base, length, List.of(), scratch);
  }

  private static Form difference(
      Base base, byte[] raw, int length, Grouping elements, Plan plan, Scratch scratch) {
    byte[] difference = scratch.whole(length);
    byte[] out = scratch.output(Planes.bound(length));
    if (plan.grouping().width() == 1) {
      Delta.xor(raw, 0, base.raw, 0, difference, 0, length);
      return form(difference, length, plan, scratch);
    }
    Steps.between(base.raw, raw, length, elements.width(), difference);
    int count = Planes.encode(difference, length, elements, plan.planes(), out, scratch);
    if (!plan.isSparse()) {
      return new Form(Codec.STEPS, out, count);
    }
    // Where few elements changed, but all of their bytes, saying where once is smaller.
    Form steps = new Form(Codec.STEPS, Arrays.copyOf(out, count), count);
    Delta.xor(raw, 0, base.raw, 0, difference, 0, length);
    int whole = scratch.compress(difference, 0, length, out, 0, count);
    return whole > 0 ? new Form(Codec.ZSTD, out, whole) : steps;
  }

  private static Encoded encoded(Form form, Buffers buffers) {
    int count = form.length();
    byte[] stored = buffers.take(count);
    form.stored.get(stored, 0, count);
    return new Encoded(form.codec, ByteBuffer.wrap(stored, 0, count), null);
  }

  /** Carries a plan out; what comes may lie in the scratch. */
  private static Form form(byte[] in, int length, Plan plan, Scratch scratch) {
    int period = Fill.period(in, 0, length);
    if (period > 0) {
      return new Form(Codec.FILL, in, period);
    }
    int worthwhile = length - length / 32;
    byte[] out = scratch.output(Planes.bound(length));
    int count =
        switch (plan.codec()) {
          case RAW -> -1;
          case ZSTD -> scratch.compress(in, 0, length, out, 0, worthwhile);
          default -> Planes.encode(in, length, plan.grouping(), plan.planes(), out, scratch);
        };
    return count > 0 && count < worthwhile
        ? new Form(plan.codec(), out, count)
        : new Form(Codec.RAW, in, length);
  }
}
