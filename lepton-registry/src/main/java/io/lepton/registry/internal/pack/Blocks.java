package io.lepton.registry.internal.pack;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Memory outside the heap for chunks on their way to a channel, which takes it without a copy. It
 * is used again and again: the first touch of new memory can cost more than coding what is put
 * there. Thread-safe.
 */
final class Blocks {
  /** Room for a chunk as the writer makes them. */
  private static final int SIZE = Scratch.MOST_STORED;

  private static final ConcurrentLinkedDeque<ByteBuffer> FREE = new ConcurrentLinkedDeque<>();

  private Blocks() {}

  /** Exactly as many bytes, with any content; what is short or long comes from the heap. */
  static ByteBuffer take(int length) {
    if (length < SIZE / 2 || length > SIZE) {
      return ByteBuffer.allocate(length);
    }
    ByteBuffer block = FREE.pollFirst();
    return (block != null ? block : ByteBuffer.allocateDirect(SIZE)).clear().limit(length);
  }

  /** Gives a block back, which nobody may use any more. */
  static void give(ByteBuffer block) {
    if (block.isDirect() && FREE.size() < 2 * ReadAhead.CHUNKS) {
      FREE.addFirst(block);
    }
  }
}
