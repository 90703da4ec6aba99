package io.lepton.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {
  @Property(seed = "20261123")
  void percentilesAreNeverBelowTheTruthAndAtMostOnePartIn32Above(
      @ForAll @Size(min = 1, max = 300) List<@LongRange(min = 0) Long> nanos) {
    LatencyHistogram histogram = new LatencyHistogram();
    nanos.forEach(histogram::record);

    Latency latency = histogram.read().orElseThrow();

    long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    assertThat(latency.count()).isEqualTo(sorted.length);
    assertThat(latency.max().toNanos()).isEqualTo(sorted[sorted.length - 1]);
    check(latency.p50().toNanos(), sorted, 0.5);
    check(latency.p95().toNanos(), sorted, 0.95);
    check(latency.p99().toNanos(), sorted, 0.99);
  }

  private static void check(long found, long[] sorted, double fraction) {
    long exact = sorted[Math.max(1, (int) Math.ceil(fraction * sorted.length)) - 1];
    assertThat(found).isGreaterThanOrEqualTo(exact);
    assertThat(found - exact).isLessThanOrEqualTo(exact / LatencyHistogram.PER_OCTAVE);
  }

  @Test
  void hasNothingToSayBeforeTheFirstCall() {
    assertThat(new LatencyHistogram().read()).isEmpty();
  }

  @Test
  void losesNoCallOfManyThreads() throws InterruptedException {
    LatencyHistogram histogram = new LatencyHistogram();
    CountDownLatch go = new CountDownLatch(1);
    List<Thread> threads =
        LongStream.range(0, 4)
            .mapToObj(
                t ->
                    new Thread(
                        () -> {
                          await(go);
                          for (long i = 0; i < 50_000; i++) {
                            histogram.record(i * (t + 1));
                          }
                        }))
            .toList();
    threads.forEach(Thread::start);
    go.countDown();
    for (Thread thread : threads) {
      thread.join();
    }

    Latency latency = histogram.read().orElseThrow();
    assertThat(latency.count()).isEqualTo(200_000);
    assertThat(latency.max().toNanos()).isEqualTo(4 * 49_999);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
