package io.lepton.serve;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts durations in buckets whose width grows with the duration, {@value #PER_OCTAVE} to every
 * power of two, so that a percentile is right to one part in {@value #PER_OCTAVE} from nanoseconds
 * to centuries. Fixed size, lock-free, and recording allocates nothing. After HdrHistogram, without
 * its resizing.
 */
final class LatencyHistogram {
  private static final int BITS = 5;
  static final int PER_OCTAVE = 1 << BITS;
  private static final int BUCKETS = (Long.SIZE - BITS) << BITS;

  private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);
  private final AtomicLong largest = new AtomicLong();

  void record(long nanos) {
    long duration = Math.max(0, nanos);
    counts.incrementAndGet(bucket(duration));
    // Most calls are not the slowest yet: reading first spares them the contended write.
    if (duration > largest.get()) {
      largest.accumulateAndGet(duration, Math::max);
    }
  }

  private static int bucket(long nanos) {
    int octave = Math.max(0, Long.SIZE - BITS - 1 - Long.numberOfLeadingZeros(nanos));
    return (octave << BITS) + (int) (nanos >>> octave);
  }

  private static long upperEnd(int bucket) {
    int octave = Math.max(0, (bucket >> BITS) - 1);
    long within = bucket - ((long) octave << BITS);
    return ((within + 1) << octave) - 1;
  }

  /** A reading while others record misses some of their calls, never counts one twice. */
  Optional<Latency> read() {
    long[] copy = new long[BUCKETS];
    long total = 0;
    for (int i = 0; i < BUCKETS; i++) {
      copy[i] = counts.get(i);
      total += copy[i];
    }
    if (total == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Latency(
            total,
            percentile(copy, total, 0.5),
            percentile(copy, total, 0.95),
            percentile(copy, total, 0.99),
            Duration.ofNanos(largest.get())));
  }

  private Duration percentile(long[] copy, long total, double fraction) {
    long rank = Math.max(1, (long) Math.ceil(fraction * total));
    long below = 0;
    int bucket = 0;
    while (below + copy[bucket] < rank) {
      below += copy[bucket];
      bucket++;
    }
    return Duration.ofNanos(Math.min(upperEnd(bucket), largest.get()));
  }
}
