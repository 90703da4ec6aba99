package io.lepton.explain;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How an output goes with one feature while the others stay as they are in each of many cases: a
 * curve per case (individual conditional expectation, Goldstein et al. 2015) and their mean
 * (partial dependence, Friedman 2001). Numbers are set to quantiles of the cases' own values,
 * categories and truth values to all that come in them, from the most frequent. Where the feature
 * depends on others the curves pass through cases that do not occur.
 *
 * <p>Immutable; as safe for use by many threads as the model.
 */
public final class PartialDependence {
  private static final int MOST_CATEGORIES = 100;
  private static final PartialDependence DEFAULT =
      new PartialDependence(20, 0.95, Centre.NONE, ProgressListener.NONE);

  private final int points;
  private final double level;
  private final Centre centre;
  private final ProgressListener listener;

  /** Where the curves start. */
  public enum Centre {
    /** At the model's output. */
    NONE,
    /** All at 0 at the first value, so that only differences are seen. */
    FIRST_VALUE
  }

  private PartialDependence(int points, double level, Centre centre, ProgressListener listener) {
    this.points = points;
    this.level = level;
    this.centre = centre;
    this.listener = listener;
  }

  /**
   * At most twenty values, 95 % intervals, not centred.
   *
   * @return the method
   */
  public static PartialDependence withDefaults() {
    return DEFAULT;
  }

  /**
   * Sets how many values of a numeric feature are tried.
   *
   * @param value at least 2
   * @return a new method
   */
  public PartialDependence withPoints(int value) {
    if (value < 2) {
      throw new InvalidInputException(value + " points; expected at least 2");
    }
    return new PartialDependence(value, level, centre, listener);
  }

  /**
   * Sets the level of the intervals.
   *
   * @param value between 0 and 1, such as 0.95
   * @return a new method
   */
  public PartialDependence withLevel(double value) {
    return new PartialDependence(points, value, centre, listener);
  }

  /**
   * Sets where the curves start.
   *
   * @param value the centre
   * @return a new method
   */
  public PartialDependence with(Centre value) {
    return new PartialDependence(points, level, Objects.requireNonNull(value), listener);
  }

  /**
   * Follows the work.
   *
   * @param value told of every batch
   * @return a new method
   */
  public PartialDependence withListener(ProgressListener value) {
    return new PartialDependence(points, level, centre, value);
  }

  /**
   * One value of the feature.
   *
   * @param value a Double, String or Boolean
   * @param mean of the output over the cases
   * @param interval Student's t over the cases; null where nothing shows how far off the mean is
   */
  public record Point(Object value, double mean, @Nullable Interval interval) {}

  /**
   * The curves of one feature and one output.
   *
   * @param feature that is varied
   * @param output that is watched
   * @param points rising in a number's value; categories from the most frequent
   * @param curves by case, then by point
   */
  public record Curves(
      String feature, String output, List<Point> points, List<List<Double>> curves) {
    /** {@inheritDoc} */
    public Curves {
      points = List.copyOf(points);
      curves = List.copyOf(curves);
    }

    /**
     * The curves as a picture: of a number, thin ones for the cases and a thick one for their mean;
     * of a category, the means with their intervals.
     *
     * @return an SVG element
     */
    public String svg() {
      return Plots.curves(this);
    }

    /**
     * Whether the feature is a number.
     *
     * @return false for categories and truth values
     */
    public boolean isNumeric() {
      return points.get(0).value() instanceof Double;
    }
  }

  /**
   * Computes the curves of one feature.
   *
   * @param model to be explained
   * @param cases at least one; a few hundred do
   * @param feature with at least one value among the cases
   * @param <C> what a case is
   * @return one set of curves for each output
   * @throws InvalidInputException if the model has no such feature, or no case has a value of it
   */
  public <C> List<Curves> of(ModelFunction<C> model, List<C> cases, String feature) {
    List<C> checked = model.checked("cases", cases, 1);
    int place = model.type().place(feature);
    List<Object> values = values(model.type(), checked, place);
    List<C> asked = new ArrayList<>(checked.size() * values.size());
    for (C one : checked) {
      values.forEach(value -> asked.add(model.type().with(one, place, value)));
    }
    double[][] answers = model.apply(asked, listener);
    List<Curves> result = new ArrayList<>();
    List<String> outputs = model.outputs(checked.get(0));
    for (int output = 0; output < outputs.size(); output++) {
      result.add(curves(feature, outputs.get(output), values, checked.size(), answers, output));
    }
    return List.copyOf(result);
  }

  private Curves curves(
      String feature, String name, List<Object> values, int cases, double[][] answers, int output) {
    int width = values.size();
    double[][] at = new double[width][cases];
    List<List<Double>> curves = new ArrayList<>();
    for (int i = 0; i < cases; i++) {
      double start = centre == Centre.NONE ? 0 : answers[i * width][output];
      List<Double> curve = new ArrayList<>(width);
      for (int point = 0; point < width; point++) {
        at[point][i] = answers[i * width + point][output] - start;
        curve.add(at[point][i]);
      }
      curves.add(List.copyOf(curve));
    }
    List<Point> found = new ArrayList<>();
    for (int point = 0; point < width; point++) {
      found.add(
          new Point(
              values.get(point),
              Arrays.stream(at[point]).average().orElseThrow(),
              MeanInterval.of(at[point], level)));
    }
    return new Curves(feature, name, found, curves);
  }

  private <C> List<Object> values(CaseType<C> type, List<C> cases, int place) {
    List<Object> present = new ArrayList<>();
    for (C one : cases) {
      Object value = type.value(one, place);
      if (value != null) {
        present.add(value);
      }
    }
    String feature = type.features().get(place);
    if (present.isEmpty()) {
      throw new InvalidInputException("no case has a value of feature \"" + feature + "\"");
    }
    if (present.stream().allMatch(Double.class::isInstance)) {
      return numbers(present.stream().mapToDouble(Double.class::cast).sorted().toArray());
    }
    if (present.stream().allMatch(v -> v instanceof String || v instanceof Boolean)) {
      return categories(feature, present);
    }
    throw new InvalidInputException(
        "feature \"" + feature + "\" is neither a number, a category nor a truth value");
  }

  private List<Object> numbers(double[] sorted) {
    List<Object> values = new ArrayList<>();
    for (int k = 0; k < points; k++) {
      double value = sorted[(int) Math.round((double) k * (sorted.length - 1) / (points - 1))];
      if (!values.contains(value)) {
        values.add(value);
      }
    }
    return values;
  }

  private static List<Object> categories(String feature, List<Object> present) {
    Map<Object, Integer> counts = new LinkedHashMap<>();
    present.forEach(value -> counts.merge(value, 1, Integer::sum));
    if (counts.size() > MOST_CATEGORIES) {
      throw new InvalidInputException(
          "feature \""
              + feature
              + "\" has "
              + counts.size()
              + " different texts; expected a category"
              + " of at most "
              + MOST_CATEGORIES
              + ". For free text use LimeText");
    }
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<Object, Integer>comparingByValue()
                .reversed()
                .thenComparing(entry -> entry.getKey().toString()))
        .map(Map.Entry::getKey)
        .toList();
  }
}
