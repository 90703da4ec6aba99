package io.lepton.explain;

import io.lepton.model.Interval;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How much one feature matters to the whole model.
 *
 * @param feature name of the feature, or of the group
 * @param value in the unit of the method
 * @param interval around it, over the cases; null where nothing shows how far off it may be
 * @param n number of cases behind it
 */
public record FeatureImportance(String feature, double value, @Nullable Interval interval, int n) {
  /**
   * The interval, if one is known.
   *
   * @return the interval or empty
   */
  public Optional<Interval> findInterval() {
    return Optional.ofNullable(interval);
  }
}
