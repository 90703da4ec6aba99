package io.lepton.monitor;

import io.lepton.stats.test.KolmogorovSmirnov;
import org.jspecify.annotations.Nullable;

/** One column of the profile: how its live values are kept, and how they are compared. */
abstract sealed class WatchedColumn permits WatchedNumber, WatchedCategory {
  final String name;
  final ColumnDrift.Kind kind;

  WatchedColumn(String name, ColumnDrift.Kind kind) {
    this.name = name;
    this.kind = kind;
  }

  /** What a window keeps of a value; NaN stands for a missing one. */
  abstract double encode(@Nullable Object value);

  /** Whether training never met a value that can be named. */
  abstract boolean isUnseen(double encoded);

  /** All bins of training and window, missing values last. */
  abstract DriftHistogram histogram(double[] encoded);

  /** Kolmogorov and Smirnov's test of the values that are there, or null if it says nothing. */
  abstract KolmogorovSmirnov.@Nullable Result kolmogorovSmirnov(double[] encoded);
}
