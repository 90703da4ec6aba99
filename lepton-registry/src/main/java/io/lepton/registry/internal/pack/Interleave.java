package io.lepton.registry.internal.pack;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;

/** Brings the bytes of elements together by their place; {@link PlaneTiles} brings them back. */
final class Interleave {
  private Interleave() {}

  /** Groups whole elements: plane p of n elements begins at {@code p * n}. */
  static void split(byte[] in, Grouping grouping, int elements, byte[] planes, Lanes lanes) {
    int width = grouping.width();
    LongBuffer[] words = new LongBuffer[width];
    for (int p = 0; p < width; p++) {
      ByteBuffer plane = ByteBuffer.wrap(planes).slice(p * elements, elements);
      words[p] = plane.order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
    }
    int whole = elements / Lanes.AT_ONCE;
    int atOnce = Decoding.TILE / (width * Lanes.AT_ONCE);
    for (int done = 0; done < whole; done += atOnce) {
      int count = Math.min(atOnce, whole - done);
      lanes.load(in, done * width * Lanes.AT_ONCE, width, count);
      lanes.split(grouping, count);
      for (int p = 0; p < width; p++) {
        words[p].put(done, lanes.lane(p), 0, count);
      }
    }
    for (int i = whole * Lanes.AT_ONCE; i < elements; i++) {
      long element = Steps.element(in, i * width, width);
      if (grouping.isTurned()) {
        element = element << 1 | element >>> (2 * Byte.SIZE - 1);
      }
      for (int p = 0; p < width; p++) {
        planes[p * elements + i] = (byte) (element >>> (Byte.SIZE * p));
      }
    }
  }
}
