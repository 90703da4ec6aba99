package io.lepton.monitor;

import io.lepton.stats.drift.PopulationStabilityIndex;
import io.lepton.stats.test.ChiSquare;
import java.util.Arrays;
import java.util.List;

/**
 * A histogram's bins with the rare ones pooled, since neither the population stability index nor
 * chi-square can be judged where fewer than five rows are expected (Cochran 1954). What is rare
 * depends on both samples together and not on how they differ, so pooling favours neither.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed once made
record Cells(long[] reference, long[] live) {
  private static final double FEWEST_EXPECTED = 5;

  static Cells of(DriftHistogram histogram) {
    long[] reference = array(histogram.reference());
    long[] live = array(histogram.live());
    double rows = Arrays.stream(reference).sum();
    double liveRows = Arrays.stream(live).sum();
    double smallerShare = Math.min(rows, liveRows) / Math.max(1, rows + liveRows);
    Cells cells = new Cells(new long[0], new long[0]);
    Cells rare = new Cells(new long[1], new long[1]);
    for (int i = 0; i < reference.length; i++) {
      if ((reference[i] + live[i]) * smallerShare >= FEWEST_EXPECTED) {
        cells = cells.with(reference[i], live[i]);
      } else {
        rare.reference[0] += reference[i];
        rare.live[0] += live[i];
      }
    }
    long pooled = rare.reference[0] + rare.live[0];
    if (pooled * smallerShare >= FEWEST_EXPECTED) {
      return cells.with(rare.reference[0], rare.live[0]);
    }
    return pooled == 0 ? cells : cells.addedToSmallest(rare);
  }

  private static long[] array(List<Long> counts) {
    return counts.stream().mapToLong(Long::longValue).toArray();
  }

  private Cells with(long referenceCount, long liveCount) {
    long[] longer = Arrays.copyOf(reference, reference.length + 1);
    long[] longerLive = Arrays.copyOf(live, live.length + 1);
    longer[reference.length] = referenceCount;
    longerLive[live.length] = liveCount;
    return new Cells(longer, longerLive);
  }

  private Cells addedToSmallest(Cells rare) {
    if (reference.length == 0) {
      return rare;
    }
    int smallest = 0;
    for (int i = 1; i < reference.length; i++) {
      if (reference[i] + live[i] < reference[smallest] + live[smallest]) {
        smallest = i;
      }
    }
    reference[smallest] += rare.reference[0];
    live[smallest] += rare.live[0];
    return this;
  }

  int degreesOfFreedom() {
    return Math.max(0, reference.length - 1);
  }

  boolean comparable() {
    return Arrays.stream(reference).sum() > 0 && Arrays.stream(live).sum() > 0;
  }

  /** nm / (n + m), the size that both samples together amount to. */
  double effectiveSize() {
    double rows = Arrays.stream(reference).sum();
    double liveRows = Arrays.stream(live).sum();
    return rows * liveRows / (rows + liveRows);
  }

  PopulationStabilityIndex.Result index(double alpha) {
    return PopulationStabilityIndex.withDefaults().withAlpha(alpha).test(reference, live);
  }

  /** Pearson's test, whose tail is nearer to chi-square than the index's own. */
  double pValue() {
    return degreesOfFreedom() == 0
        ? 1
        : ChiSquare.withDefaults().independence(new long[][] {reference, live}).pValue();
  }
}
