package io.lepton.monitor;

import io.lepton.model.NumericProfile;
import io.lepton.stats.test.KolmogorovSmirnov;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A number, in the profile's bins. */
final class WatchedNumber extends WatchedColumn {
  private final double[] sample;
  private final NumericProfile bins;

  WatchedNumber(NumericProfile profile, ColumnDrift.Kind kind) {
    super(profile.name(), kind);
    sample = profile.sample().stream().mapToDouble(Double::doubleValue).toArray();
    bins = profile.edges().isEmpty() && sample.length > 0 ? aroundLargest(profile) : profile;
  }

  /**
   * A profile has one bin if the largest value outnumbers all others, most often because it is the
   * only one. One bin can never drift, so that value gets a bin of its own.
   */
  private NumericProfile aroundLargest(NumericProfile profile) {
    double largest = sample[sample.length - 1];
    double share =
        Arrays.stream(sample).filter(value -> value == largest).count() / (double) sample.length;
    long at = Math.round(share * profile.count());
    return new NumericProfile(
        name,
        profile.missing(),
        profile.count(),
        profile.mean(),
        profile.standardDeviation(),
        List.of(Math.nextDown(largest), largest),
        List.of(profile.count() - at, at, 0L),
        profile.sample());
  }

  @Override
  double encode(@Nullable Object value) {
    // Infinity has no place in a test of finite samples, and the ends of the range are as far.
    return value instanceof Double number
        ? Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, number))
        : Double.NaN;
  }

  @Override
  boolean isUnseen(double encoded) {
    return false;
  }

  @Override
  DriftHistogram histogram(double[] encoded) {
    List<Long> reference = new ArrayList<>(bins.counts());
    List<Long> live = new ArrayList<>(Arrays.stream(bins.binned(encoded)).boxed().toList());
    reference.add(bins.missing());
    live.add(Arrays.stream(encoded).filter(Double::isNaN).count());
    return new DriftHistogram(labels(), reference, live);
  }

  private List<String> labels() {
    List<String> labels = new ArrayList<>();
    List<Double> edges = bins.edges();
    int last = edges.size() - 1;
    for (int i = 0; i <= last; i++) {
      labels.add(
          i == 0 ? "≤ " + text(edges.get(0)) : text(edges.get(i - 1)) + " … " + text(edges.get(i)));
    }
    labels.add(last < 0 ? "any" : "> " + text(edges.get(last)));
    labels.add(DriftHistogram.MISSING);
    return labels;
  }

  private static String text(double edge) {
    return edge == Math.rint(edge) && Math.abs(edge) < 1e9
        ? Long.toString((long) edge)
        : String.format(Locale.ROOT, "%.4g", edge);
  }

  @Override
  KolmogorovSmirnov.@Nullable Result kolmogorovSmirnov(double[] encoded) {
    double[] present = Arrays.stream(encoded).filter(value -> !Double.isNaN(value)).toArray();
    if (present.length == 0 || sample.length == 0) {
      return null;
    }
    // The profile keeps at most 1000 values. Taking them for all there were makes the test a little
    // more careful than it need be, never less.
    return KolmogorovSmirnov.withDefaults().test(sample, present);
  }
}
