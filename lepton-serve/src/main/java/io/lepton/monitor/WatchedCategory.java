package io.lepton.monitor;

import io.lepton.model.CategoricalProfile;
import io.lepton.stats.test.KolmogorovSmirnov;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A category or boolean: each value training met, all it did not, and missing ones. */
final class WatchedCategory extends WatchedColumn {
  private final CategoricalProfile profile;
  private final Map<String, Double> codes = new HashMap<>();
  private final double unseen;

  WatchedCategory(CategoricalProfile profile) {
    super(profile.name(), ColumnDrift.Kind.CATEGORICAL);
    this.profile = profile;
    for (String category : profile.counts().keySet()) {
      codes.put(category, (double) codes.size());
    }
    unseen = codes.size();
  }

  @Override
  double encode(@Nullable Object value) {
    return value == null ? Double.NaN : codes.getOrDefault(value.toString(), unseen);
  }

  @Override
  boolean isUnseen(double encoded) {
    return encoded == unseen;
  }

  @Override
  DriftHistogram histogram(double[] encoded) {
    long[] live = new long[codes.size() + 2];
    for (double code : encoded) {
      live[Double.isNaN(code) ? codes.size() + 1 : (int) code]++;
    }
    List<String> labels = new ArrayList<>(profile.counts().keySet());
    List<Long> reference = new ArrayList<>(profile.counts().values());
    labels.add(DriftHistogram.UNSEEN);
    reference.add(0L);
    labels.add(DriftHistogram.MISSING);
    reference.add(profile.missing());
    return new DriftHistogram(labels, reference, java.util.Arrays.stream(live).boxed().toList());
  }

  @Override
  KolmogorovSmirnov.@Nullable Result kolmogorovSmirnov(double[] encoded) {
    return null;
  }
}
