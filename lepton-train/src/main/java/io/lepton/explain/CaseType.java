package io.lepton.explain;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How one kind of case holds its features; a case is never changed, only copied. */
interface CaseType<C> {
  List<String> features();

  @Nullable Object value(C one, int feature);

  /** The case with some features' values taken from another. */
  C mix(C onto, C from, int[] features);

  C with(C one, int feature, @Nullable Object value);

  /** Refuses a case that does not have these features. */
  void check(C one, String where);

  default int place(String feature) {
    int place = features().indexOf(feature);
    if (place < 0) {
      throw new InvalidInputException(
          "no feature \"" + feature + "\"; the model takes " + features());
    }
    return place;
  }

  default boolean same(C one, C other, int feature) {
    return Objects.equals(value(one, feature), value(other, feature));
  }

  /** Raw rows by column name. */
  record Rows(List<String> features) implements CaseType<Row> {
    @Override
    public @Nullable Object value(Row one, int feature) {
      return one.get(features.get(feature)).orElse(null);
    }

    @Override
    public Row mix(Row onto, Row from, int[] chosen) {
      Map<String, Object> values = new LinkedHashMap<>(onto.asMap());
      for (int feature : chosen) {
        String name = features.get(feature);
        from.get(name).ifPresentOrElse(v -> values.put(name, v), () -> values.remove(name));
      }
      return Row.of(values);
    }

    @Override
    public Row with(Row one, int feature, @Nullable Object value) {
      return one.with(features.get(feature), value);
    }

    @Override
    public void check(Row one, String where) {
      for (String name : one.asMap().keySet()) {
        if (!features.contains(name)) {
          List<String> extra = new ArrayList<>(one.asMap().keySet());
          extra.removeAll(features);
          throw new InvalidInputException(
              where + " has columns the model does not take: " + extra + "; it takes " + features);
        }
      }
    }
  }

  /** Vectors of numbers. */
  record Numbers(List<String> features) implements CaseType<double[]> {
    @Override
    public Object value(double[] one, int feature) {
      return one[feature];
    }

    @Override
    public double[] mix(double[] onto, double[] from, int[] chosen) {
      double[] mixed = onto.clone();
      for (int feature : chosen) {
        mixed[feature] = from[feature];
      }
      return mixed;
    }

    @Override
    public double[] with(double[] one, int feature, @Nullable Object value) {
      if (!(value instanceof Double number)) {
        throw new InvalidInputException(
            "feature \"" + features.get(feature) + "\" cannot be " + value + "; expected a number");
      }
      double[] changed = one.clone();
      changed[feature] = number;
      return changed;
    }

    @Override
    public void check(double[] one, String where) {
      if (one.length != features.size()) {
        throw new InvalidInputException(
            where + " has " + one.length + " numbers; expected one for each of " + features);
      }
      for (int i = 0; i < one.length; i++) {
        if (!Double.isFinite(one[i])) {
          throw new InvalidInputException(
              where + ", feature \"" + features.get(i) + "\" is " + one[i] + "; expected a number");
        }
      }
    }
  }
}
