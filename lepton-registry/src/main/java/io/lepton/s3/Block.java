package io.lepton.s3;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** Bytes of a blob that one request fetches for several reads. Guarded by its {@link Runs}. */
final class Block {
  final Run run;
  final long start;
  final int length;

  /** Not guarded: readers wait for it. */
  final CompletableFuture<RangeReply> reply = new CompletableFuture<>();

  /** When it was asked for. */
  final Instant begun;

  /** Those that wait for it, or copy from it. */
  int readers;

  /** Bytes that nobody has asked for. */
  private long unread;

  /** Whether its request is over, well or not. */
  boolean done;

  /** Whether nobody will find it any more. */
  boolean dropped;

  Block(Run run, long start, int length, Instant begun) {
    this.run = run;
    this.start = start;
    this.length = length;
    this.unread = length;
    this.begun = begun;
  }

  long end() {
    return start + length;
  }

  boolean holds(long at) {
    return at >= start && at < end();
  }

  void take(long from, long to) {
    readers++;
    unread -= Math.min(to, end()) - Math.max(from, start);
  }

  /** Whether little of it, if anything, will be asked for by who reads on. */
  boolean isPassedBy(long asked) {
    return (asked >= end() && unread <= Math.min(Runs.GAP, length / 8))
        || asked >= end() + Runs.LATE;
  }
}
