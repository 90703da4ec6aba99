package io.lepton.registry.internal.pack;

import io.lepton.bytes.ByteSource;
import io.lepton.bytes.Digest;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts content where the content says, so that bytes put in or taken out move the cuts with them
 * and the rest is found again. This is FastCDC (Xia et al., USENIX ATC 2016; IEEE TPDS 2020) with
 * normalised chunking of level 2: a gear hash {@code h = 2h + gear[byte]} over 64 bits begins at
 * the least length; a cut comes after the byte where the hash's highest bits are all zero, two bits
 * more than the average needs before the average is reached, and two fewer after it.
 *
 * <p>The table is part of the store's format: {@code gear[i]} is the first 8 bytes, little-endian,
 * of the SHA-256 of the text {@code "lepton gear " + i}. Immutable and thread-safe.
 */
public final class Cutter {
  /** 64 KiB, 256 KiB, 1 MiB. */
  private static final Cutter FILES = new Cutter(1 << 16, 18, 1 << 20);

  private static final int NORMALISATION = 2;
  private static final long[] GEAR = gear();

  private final int least;
  private final int average;
  private final int most;
  private final long strict;
  private final long lenient;

  Cutter(int least, int averageBits, int most) {
    this.least = least;
    this.average = 1 << averageBits;
    this.most = most;
    this.strict = -1L << (Long.SIZE - averageBits - NORMALISATION);
    this.lenient = -1L << (Long.SIZE - averageBits + NORMALISATION);
  }

  private static long[] gear() {
    long[] gear = new long[256];
    for (int i = 0; i < gear.length; i++) {
      byte[] digest = Digest.of("lepton gear " + i).toBytes();
      for (int k = Long.BYTES - 1; k >= 0; k--) {
        gear[i] = gear[i] << Byte.SIZE | (digest[k] & 0xFF);
      }
    }
    return gear;
  }

  /**
   * The cutter of files: chunks of at least 64 KiB (but for the last), about 256 KiB in the mean
   * and at most 1 MiB.
   *
   * @return the one instance
   */
  public static Cutter files() {
    return FILES;
  }

  /**
   * Cuts content.
   *
   * @param content read once, from front to back
   * @return lengths of the chunks in order; none for empty content
   */
  public List<Integer> cut(ByteSource content) {
    long size = content.size();
    List<Integer> lengths = new ArrayList<>();
    byte[] window = new byte[(int) Math.min(size, 2L * most)];
    int from = 0; // of what is not cut yet
    int to = 0;
    long read = 0;
    while (from < to || read < size) {
      if (to - from < most && read < size) {
        System.arraycopy(window, from, window, 0, to - from);
        to -= from;
        from = 0;
        int count = (int) Math.min(window.length - to, size - read);
        content.read(read, count).get(window, to, count);
        read += count;
        to += count;
      }
      int length = next(window, from, Math.min(most, to - from));
      lengths.add(length);
      from += length;
    }
    return lengths;
  }

  /**
   * The length of the chunk that begins at a place, of which at most {@code limit} bytes remain.
   */
  private int next(byte[] bytes, int start, int limit) {
    if (limit <= least) {
      return limit;
    }
    int normal = start + Math.min(average, limit);
    int end = start + limit;
    int at = start + least;
    long hash = 0;
    long mask = strict;
    while (at < normal) {
      hash = (hash << 1) + GEAR[bytes[at++] & 0xFF];
      if ((hash & mask) == 0) {
        return at - start;
      }
    }
    mask = lenient;
    while (at < end) {
      hash = (hash << 1) + GEAR[bytes[at++] & 0xFF];
      if ((hash & mask) == 0) {
        return at - start;
      }
    }
    return limit;
  }
}
