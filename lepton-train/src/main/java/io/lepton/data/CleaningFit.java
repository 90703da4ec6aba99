package io.lepton.data;

import io.lepton.data.Outliers.Action;
import io.lepton.error.InvalidInputException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Computes the rule of one column from its training values. */
final class CleaningFit {
  private CleaningFit() {}

  static CleaningRule rule(Column column, Missing missing, @Nullable Outliers outliers) {
    Missing.Strategy strategy = missing.strategy();
    if (strategy == Missing.Strategy.KEEP && column.missingCount() == 0) {
      strategy = Missing.Strategy.REFUSE; // the model has nothing to learn it from
    }
    if (!(column instanceof NumericColumn numeric)) {
      return new CleaningRule(
          column.name(), column.type(), strategy, null, fill(column, missing), null, null, null);
    }
    double[] values = numeric.present();
    Double low = null;
    Double high = null;
    @Nullable Action action = null;
    if (outliers != null) {
      double[] bounds = outliers.bounds(values);
      low = bounds[0];
      high = bounds[1];
      action = outliers.action();
      values = cleaned(values, bounds, action);
    }
    Double fill = fill(numeric, missing, values);
    return new CleaningRule(column.name(), column.type(), strategy, fill, null, low, high, action);
  }

  private static double[] cleaned(double[] values, double[] bounds, Action action) {
    return action == Action.CLIP
        ? Arrays.stream(values).map(v -> Math.max(bounds[0], Math.min(bounds[1], v))).toArray()
        : Arrays.stream(values).filter(v -> v >= bounds[0] && v <= bounds[1]).toArray();
  }

  private static @Nullable Double fill(NumericColumn column, Missing missing, double[] values) {
    return switch (missing.strategy()) {
      case REFUSE, DROP_ROW, KEEP -> null;
      case MEAN, NEIGHBOURS -> Arrays.stream(values).sum() / values.length;
      case MEDIAN -> Outliers.quantile(Arrays.stream(values).sorted().toArray(), 0.5);
      case MODE -> mode(Arrays.stream(values).boxed().toList());
      case CONSTANT -> (Double) constant(column, missing);
    };
  }

  private static @Nullable String fill(Column column, Missing missing) {
    return switch (missing.strategy()) {
      case REFUSE, DROP_ROW, KEEP -> null;
      case MEAN, MEDIAN ->
          throw new InvalidInputException(
              "missing values of column \""
                  + column.name()
                  + "\", which is "
                  + column.type()
                  + ", cannot be filled by "
                  + missing.strategy()
                  + "; use mode, a constant, keep or dropRow");
      case MODE, NEIGHBOURS ->
          mode(
              IntStream.range(0, column.size())
                  .filter(row -> !column.isMissing(row))
                  .mapToObj(row -> String.valueOf(column.raw(row)))
                  .toList());
      case CONSTANT -> String.valueOf(constant(column, missing));
    };
  }

  private static Object constant(Column column, Missing missing) {
    return ColumnBuilder.checked(
        new Schema.Field(column.name(), column.type()),
        Objects.requireNonNull(missing.constant()),
        "constant for missing values");
  }

  private static <T extends Comparable<T>> T mode(List<T> values) {
    Map<T, Integer> counts = new TreeMap<>();
    values.forEach(value -> counts.merge(value, 1, Integer::sum));
    int most = counts.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
    return counts.entrySet().stream()
        .filter(entry -> entry.getValue() == most)
        .findFirst()
        .orElseThrow()
        .getKey();
  }
}
