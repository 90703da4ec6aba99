package io.lepton.explain;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which changes of a feature are allowed, by the feature's place; without an entry, all are. */
record Bounds(Map<Integer, Bound> byFeature) {
  static final Bounds NONE = new Bounds(Map.of());

  private static final double INFINITE = Double.POSITIVE_INFINITY;

  /** The least and greatest change, and the least and greatest value. */
  record Bound(double fall, double rise, double low, double high) {
    static final Bound FREE = new Bound(INFINITE, INFINITE, -INFINITE, INFINITE);
  }

  private Bounds with(int feature, Bound bound) {
    Map<Integer, Bound> more = new LinkedHashMap<>(byFeature);
    more.put(feature, bound);
    return new Bounds(more);
  }

  private Bound of(int feature) {
    return byFeature.getOrDefault(feature, Bound.FREE);
  }

  Bounds immutable(int feature) {
    Bound now = of(feature);
    return with(feature, new Bound(0, 0, now.low, now.high));
  }

  Bounds rising(int feature) {
    Bound now = of(feature);
    return with(feature, new Bound(0, now.rise, now.low, now.high));
  }

  Bounds falling(int feature) {
    Bound now = of(feature);
    return with(feature, new Bound(now.fall, 0, now.low, now.high));
  }

  Bounds range(int feature, double low, double high) {
    Bound now = of(feature);
    return with(feature, new Bound(now.fall, now.rise, low, high));
  }

  boolean isImmutable(int feature) {
    Bound bound = of(feature);
    return bound.fall == 0 && bound.rise == 0;
  }

  /** A value that is no number may change unless the feature is immutable. */
  boolean allows(int feature, @Nullable Object from, @Nullable Object to) {
    Bound bound = of(feature);
    if (!(from instanceof Double a) || !(to instanceof Double b)) {
      return !isImmutable(feature) && from != null && to != null;
    }
    return b >= Math.max(bound.low, a - bound.fall) && b <= Math.min(bound.high, a + bound.rise);
  }
}
