package io.lepton.s3;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is fetched in larger blocks. A read that nothing led up to is left alone. One that
 * follows another, or nearly, makes a {@link Run}, and what is fetched ahead of a run is never more
 * than what was read of it: so that reading a tensor costs at most as much again, and reading a
 * model soon goes in blocks of {@value #BLOCK} bytes with several on their way. Memory is counted
 * from a block's request until its last reader has copied from it. Thread-safe.
 */
final class Runs {
  /** A request takes some 20 ms, and as long again for each 2 MiB: more would gain little. */
  static final int BLOCK = 8 << 20;

  /** What all blocks of a store may take. */
  static final long MOST_HELD = 64L << 20;

  /** Several connections are faster than one; shared by the runs there are. */
  static final long MOST_AHEAD = 32L << 20;

  /** What may be skipped: entry headers, and tensors of a few values. */
  static final long GAP = 64 << 10;

  /** By how much one of several threads may come after the others. */
  static final long LATE = 4L << 20;

  /** How long a block is used, from its request on. */
  static final Duration LIFE = Duration.ofSeconds(10);

  /** After this, a run that nobody reads gives way to others. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private static final int MOST_RUNS = 64;

  /** The one that was used last is last. */
  private final List<Run> runs = new ArrayList<>();

  private long held;

  /**
   * How a read is done.
   *
   * @param run it belongs to
   * @param parts that hold it, in order, to be released; none if it is to be done by itself
   * @param begun blocks to be fetched now
   */
  record Plan(Run run, List<Block> parts, List<Block> begun) {}

  synchronized Plan ask(String key, long from, int length, Instant now) {
    drop(run -> run.isOver(now));
    long to = from + length;
    Run known = find(key, from);
    Run run = known != null ? known : new Run(key, from, now);
    runs.remove(run);
    runs.add(run);
    if (runs.size() > MOST_RUNS) {
      drop(run0 -> run0 == runs.get(0));
    }
    run.used = now;
    run.goesOn = known != null;
    run.asked = Math.max(run.asked, to);
    List<Block> begun = new ArrayList<>();
    if (run.goesOn && to <= run.size) {
      fetch(run, from, to, now, begun);
    }
    List<Block> parts = run.holding(from, to);
    parts.forEach(block -> block.take(from, to));
    List<Block> passed = run.blocks.stream().filter(b -> b.isPassedBy(run.asked)).toList();
    run.blocks.removeAll(passed);
    passed.forEach(this::dropped);
    return new Plan(run, parts, begun);
  }

  private @Nullable Run find(String key, long from) {
    Run following = null;
    for (Run run : runs) {
      if (run.key.equals(key)) {
        if (run.holds(from)) {
          return run;
        }
        following = run.isFollowedBy(from) ? run : following;
      }
    }
    return following;
  }

  private void fetch(Run run, long from, long to, Instant now, List<Block> begun) {
    long others = runs.stream().filter(r -> r != run && r.goesOn && !hasPaused(r, now)).count();
    long ahead = Math.min(run.length(), MOST_AHEAD / (1 + others));
    long missing = run.heldFrom(from);
    if (missing < to) {
      begin(run, missing, Math.max(to, Math.min(missing + BLOCK, run.asked + ahead)), now, begun);
    }
    boolean room = run.heldFrom(from) >= to;
    while (room
        && run.fetched < run.size
        && run.asked + ahead - run.fetched >= Math.min(BLOCK, ahead / 2)) {
      long end = Math.min(run.fetched + BLOCK, run.asked + ahead);
      room = end > run.fetched && begin(run, run.fetched, end, now, begun);
    }
  }

  private boolean begin(Run run, long start, long wanted, Instant now, List<Block> begun) {
    int length = (int) (Math.min(wanted, run.size) - start);
    if (held + length > MOST_HELD) {
      drop(other -> other != run && hasPaused(other, now));
      if (held + length > MOST_HELD) {
        return false;
      }
    }
    held += length;
    Block block = new Block(run, start, length, now);
    run.blocks.add(block);
    run.fetched = block.end();
    begun.add(block);
    return true;
  }

  private static boolean hasPaused(Run run, Instant now) {
    return !now.isBefore(run.used.plus(PAUSE));
  }

  /** Tells the size of the blob, without which nothing is fetched ahead. */
  synchronized void learned(Run run, long size) {
    run.size = size;
  }

  synchronized void came(Block block) {
    done(block);
  }

  /** What failed is not tried again in blocks before reads follow each other anew. */
  synchronized void failed(Block block) {
    drop(run -> run == block.run);
    done(block);
  }

  private void done(Block block) {
    block.done = true;
    freeIfUnused(block);
  }

  synchronized void release(List<Block> parts) {
    for (Block block : parts) {
      block.readers--;
      freeIfUnused(block);
    }
  }

  private void freeIfUnused(Block block) {
    if (block.dropped && block.done && block.readers == 0) {
      held -= block.length;
    }
  }

  private void dropped(Block block) {
    block.dropped = true;
    freeIfUnused(block);
  }

  private void drop(Predicate<Run> condition) {
    List<Run> gone = runs.stream().filter(condition).toList();
    runs.removeAll(gone);
    gone.forEach(run -> run.blocks.forEach(this::dropped));
    gone.forEach(run -> run.blocks.clear());
  }

  /** Forgets what is known of a blob; reads that wait go on. */
  synchronized void drop(String key) {
    drop(run -> run.key.equals(key));
  }

  synchronized void dropAll() {
    drop(run -> true);
  }

  /** Forgets what is out of date; says whether anything is left. */
  synchronized boolean sweep(Instant now) {
    drop(run -> run.isOver(now));
    return !runs.isEmpty();
  }

  /** Bytes of memory. */
  synchronized long held() {
    return held;
  }
}
