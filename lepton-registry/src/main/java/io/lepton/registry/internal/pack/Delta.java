package io.lepton.registry.internal.pack;

import io.lepton.bytes.Digest;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What a difference's stored bytes begin with. The difference itself, the steps from base to chunk
 * or base xor chunk, follows in a codec of its own, which is none of another difference.
 *
 * <pre>
 *   0 32  SHA-256 of the base's raw bytes; the base is as long as the chunk
 *  32  1  depth: 1 more than the base's when it was written, at most 16
 *  33  1  codec of the difference: 7 for steps, 0 to 3 for base xor chunk
 *  34  …  the difference, so stored
 * </pre>
 *
 * @param base name of the chunk it is a difference from
 * @param depth chunks that had to be read first when it was written; a rewritten base may have
 *     become shallower since
 * @param inner codec of the difference
 */
record Delta(Digest base, int depth, Codec inner) {
  static final int PREFIX = 34;

  /** What a reader follows at most; a chain that is longer, or bites its tail, is damage. */
  static final int DEEPEST = 16;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Reads the first bytes of what is stored; IllegalArgumentException if they are not such. */
  static Delta read(ByteBuffer stored) {
    if (stored.remaining() < PREFIX) {
      throw new IllegalArgumentException("a difference of " + stored.remaining() + " bytes");
    }
    byte[] name = new byte[Digest.BYTES];
    int at = stored.position();
    stored.get(at, name);
    int depth = stored.get(at + Digest.BYTES);
    int number = stored.get(at + Digest.BYTES + 1);
    Codec codec = Codec.find(number);
    boolean sound = codec == Codec.STEPS || (codec != null && number < Codec.DELTA.number());
    if (codec == null || !sound || depth < 1 || depth > DEEPEST) {
      throw new IllegalArgumentException("a difference of depth " + depth + ", codec " + number);
    }
    return new Delta(Digest.fromBytes(name), depth, codec);
  }

  void write(byte[] to) {
    System.arraycopy(base.toBytes(), 0, to, 0, Digest.BYTES);
    to[Digest.BYTES] = (byte) depth;
    to[Digest.BYTES + 1] = (byte) inner.number();
  }

  /** {@code to = a xor b}; a and to may be the same. */
  static void xor(byte[] a, int aAt, byte[] b, int bAt, byte[] to, int toAt, int length) {
    int words = length & -Long.BYTES;
    for (int i = 0; i < words; i += Long.BYTES) {
      LONG.set(to, toAt + i, (long) LONG.get(a, aAt + i) ^ (long) LONG.get(b, bAt + i));
    }
    for (int i = words; i < length; i++) {
      to[toAt + i] = (byte) (a[aAt + i] ^ b[bAt + i]);
    }
  }
}
