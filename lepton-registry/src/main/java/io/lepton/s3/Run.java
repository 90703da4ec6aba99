package io.lepton.s3;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads of one blob, each of which follows another. Guarded by its {@link Runs}. */
final class Run {
  static final long UNKNOWN = -1;

  final String key;
  final List<Block> blocks = new ArrayList<>();
  private final long start;

  /** Where the last read ends. */
  long asked;

  /** Where the last block ends. */
  long fetched;

  /** Of the blob, once an answer told it. */
  long size = UNKNOWN;

  /** Whether it has a second read. */
  boolean goesOn;

  Instant used;

  Run(String key, long start, Instant now) {
    this.key = key;
    this.start = start;
    this.asked = start;
    this.used = now;
  }

  /** Bytes that were read, gaps included. */
  long length() {
    return asked - start;
  }

  boolean holds(long at) {
    return blocks.stream().anyMatch(block -> block.holds(at));
  }

  boolean isFollowedBy(long at) {
    return at >= asked && at - asked <= Runs.GAP;
  }

  /** The first byte from a place on that no block holds. */
  long heldFrom(long from) {
    long at = from;
    for (Block block : blocks) {
      at = block.holds(at) ? block.end() : at;
    }
    return at;
  }

  /** The blocks that hold a range, in order; none if they lack a part of it. */
  List<Block> holding(long from, long to) {
    return heldFrom(from) < to
        ? List.of()
        : blocks.stream().filter(block -> block.end() > from && block.start < to).toList();
  }

  /** Whether what it holds may be out of date, or nobody reads on. */
  boolean isOver(Instant now) {
    return isOld(used, now) || blocks.stream().anyMatch(block -> isOld(block.begun, now));
  }

  /** Also what comes from the future: then the clock was set back, and ages are not known. */
  private static boolean isOld(Instant since, Instant now) {
    return now.isBefore(since) || !now.isBefore(since.plus(Runs.LIFE));
  }
}
