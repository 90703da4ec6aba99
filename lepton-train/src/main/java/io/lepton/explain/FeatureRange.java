package io.lepton.explain;

import io.lepton.error.InvalidInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the data says of one feature: the values it takes, how finely, and what counts as far.
 *
 * @param sorted numbers, each once, empty for other types
 * @param categories texts and truth values, each once
 * @param unit the distance that counts as one
 * @param step numbers are multiples of it; 0 if they are not of any power of ten from 1e-6 to 1
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record FeatureRange(double[] sorted, List<Object> categories, double unit, double step) {
  static <C> FeatureRange of(CaseType<C> type, List<C> cases, int feature) {
    List<Double> numbers = new ArrayList<>();
    Set<Object> categories = new LinkedHashSet<>();
    for (C one : cases) {
      Object value = type.value(one, feature);
      if (value instanceof Double number) {
        numbers.add(number);
      } else if (value instanceof String || value instanceof Boolean) {
        categories.add(value);
      } else if (value != null) {
        throw new InvalidInputException(
            "feature \""
                + type.features().get(feature)
                + "\" holds a "
                + value.getClass().getSimpleName()
                + "; declare it immutable");
      }
    }
    double[] all = numbers.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    double[] distinct = new TreeSet<>(numbers).stream().mapToDouble(Double::doubleValue).toArray();
    return new FeatureRange(distinct, List.copyOf(categories), unit(all), step(distinct));
  }

  /** The median absolute deviation, or where more than half are alike the mean one. */
  private static double unit(double[] sorted) {
    if (sorted.length == 0) {
      return 1;
    }
    double median = median(sorted);
    double[] off = Arrays.stream(sorted).map(v -> Math.abs(v - median)).sorted().toArray();
    double mad = median(off);
    double mean = Arrays.stream(off).average().orElseThrow();
    return mad > 0 ? mad : mean > 0 ? mean : 1;
  }

  private static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static double step(double[] values) {
    for (double perUnit = 1; perUnit <= 1e6; perUnit *= 10) {
      double scale = perUnit;
      if (Arrays.stream(values)
          .allMatch(
              v -> Math.abs(v * scale - Math.rint(v * scale)) <= 1e-9 * Math.abs(v * scale))) {
        return 1 / perUnit;
      }
    }
    return 0;
  }

  double distance(@Nullable Object from, @Nullable Object to) {
    if (Objects.equals(from, to)) {
      return 0;
    }
    return from instanceof Double a && to instanceof Double b ? Math.abs(a - b) / unit : 1;
  }

  /** A number as the data would write it. */
  double rounded(double value) {
    return step == 0 ? value : Math.rint(value / step) / Math.rint(1 / step);
  }

  /** Values to try in place of one, at most so many of a number's. */
  List<Object> others(@Nullable Object now, int most) {
    if (!(now instanceof Double)) {
      return now == null
          ? List.of()
          : categories.stream().filter(category -> !category.equals(now)).toList();
    }
    Set<Object> values = new LinkedHashSet<>();
    for (int k = 0; k < most && sorted.length > 0; k++) {
      int place = most == 1 ? 0 : (int) Math.round((double) k * (sorted.length - 1) / (most - 1));
      values.add(sorted[place]);
    }
    values.remove(now);
    return List.copyOf(values);
  }
}
