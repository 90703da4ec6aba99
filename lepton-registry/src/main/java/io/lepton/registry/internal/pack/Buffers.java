package io.lepton.registry.internal.pack;

import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Arrays for chunks that one job uses again and again: making them anew would have the heap grow by
 * several times what is stored, and touching new memory can cost more than coding what is put
 * there. Thread-safe.
 */
final class Buffers {
  /** Room for a chunk as the writer makes them, in any form. */
  private static final int SIZE = Scratch.MOST_STORED;

  private final ConcurrentLinkedDeque<byte[]> free = new ConcurrentLinkedDeque<>();

  /** None yet. */
  Buffers() {}

  /** At least this long, with any content; what is short is left to the garbage collector. */
  byte[] take(int length) {
    if (length < SIZE / 2 || length > SIZE) {
      return new byte[length];
    }
    byte[] array = free.pollFirst();
    return array != null ? array : new byte[SIZE];
  }

  /** Gives an array back, which nobody may use any more; one of another size is let go. */
  void give(byte[] array) {
    if (array.length == SIZE) {
      free.addFirst(array);
    }
  }
}
