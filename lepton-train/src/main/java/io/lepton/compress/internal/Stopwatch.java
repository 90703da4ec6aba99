package io.lepton.compress.internal;

import java.util.Arrays;
import java.util.List;

/** Times calls in turns, so that what disturbs the machine disturbs all of them alike. */
public final class Stopwatch {
  private static final int BLOCK = 20;

  private Stopwatch() {}

  /**
   * Times each call.
   *
   * @param warmUps calls that are not timed, each
   * @param runs calls that are timed, each
   * @return for each call, the nanoseconds of its runs, sorted
   */
  public static List<long[]> time(int warmUps, int runs, List<Runnable> calls) {
    List<long[]> times = calls.stream().map(call -> new long[runs]).toList();
    calls.forEach(
        call -> {
          for (int i = 0; i < warmUps; i++) {
            call.run();
          }
        });
    for (int from = 0; from < runs; from += BLOCK) {
      for (int c = 0; c < calls.size(); c++) {
        for (int i = from; i < Math.min(runs, from + BLOCK); i++) {
          long start = System.nanoTime();
          calls.get(c).run();
          times.get(c)[i] = System.nanoTime() - start;
        }
      }
    }
    times.forEach(Arrays::sort);
    return times;
  }

  /** The least time that a share of the runs did not exceed, in microseconds. */
  public static double micros(long[] sorted, double share) {
    int at = (int) Math.ceil(share * sorted.length) - 1;
    return sorted[Math.max(0, at)] / 1000.0;
  }
}
