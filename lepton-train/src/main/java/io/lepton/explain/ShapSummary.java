package io.lepton.explain;

import io.lepton.error.InvalidInputException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The contributions of many cases together: which features move the model's outputs, how far, and
 * in which direction. Immutable and thread-safe.
 *
 * @param <C> what a case is
 */
public final class ShapSummary<C> {
  private final ModelFunction<C> model;
  private final List<C> cases;
  private final List<Attributions> all;

  ShapSummary(ModelFunction<C> model, List<C> cases, List<Attributions> all) {
    this.model = model;
    this.cases = cases;
    this.all = List.copyOf(all);
  }

  /**
   * Every case explained.
   *
   * @return in the order of the cases
   */
  public List<Attributions> cases() {
    return all;
  }

  /**
   * The mean absolute contribution of each feature to one output, with Student's t interval over
   * the cases: what another sample of such cases would give, for this model and background.
   *
   * @param output name of it
   * @param level of the intervals, such as 0.95
   * @return the features from the most important
   * @throws io.lepton.error.NotFoundException if there is no such output
   */
  public List<FeatureImportance> importance(String output, double level) {
    List<String> names = names(output);
    List<FeatureImportance> result = new ArrayList<>();
    for (int player = 0; player < names.size(); player++) {
      double[] sizes = amounts(output, player);
      double sum = 0;
      for (int i = 0; i < sizes.length; i++) {
        sizes[i] = Math.abs(sizes[i]);
        sum += sizes[i];
      }
      result.add(
          new FeatureImportance(
              names.get(player), sum / sizes.length, MeanInterval.of(sizes, level), sizes.length));
    }
    result.sort(Comparator.comparingDouble(each -> -each.value()));
    return List.copyOf(result);
  }

  /**
   * One feature's contributions to one output.
   *
   * @param output name of it
   * @param feature name of the feature, or of the group
   * @return by case
   * @throws io.lepton.error.NotFoundException if there is no such output or feature
   */
  public double[] contributions(String output, String feature) {
    all.get(0).get(output).get(feature);
    return amounts(output, names(output).indexOf(feature));
  }

  /**
   * Where each case's value of a feature lies among the others': 0 for the lowest, 1 for the
   * highest, by rank; missing values and texts have no place.
   *
   * @param feature name of one of the model's features
   * @return by case, NaN without a place
   * @throws InvalidInputException if the model has no such feature
   */
  public double[] places(String feature) {
    int at = model.type().place(feature);
    double[] values = new double[cases.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = order(model.type().value(cases.get(i), at));
    }
    double[] sorted =
        java.util.Arrays.stream(values).filter(v -> !Double.isNaN(v)).distinct().sorted().toArray();
    double[] places = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      places[i] =
          Double.isNaN(values[i])
              ? Double.NaN
              : sorted.length == 1
                  ? 0.5
                  : (double) java.util.Arrays.binarySearch(sorted, values[i]) / (sorted.length - 1);
    }
    return places;
  }

  private static double order(@org.jspecify.annotations.Nullable Object value) {
    if (value instanceof Boolean truth) {
      return truth ? 1 : 0;
    }
    return value instanceof Double number ? number : Double.NaN;
  }

  /**
   * Every contribution to one output as a dot, the twelve most important features one a row.
   *
   * @param output name of it
   * @return an SVG element
   * @throws io.lepton.error.NotFoundException if there is no such output
   */
  public String svg(String output) {
    return Plots.beeswarm(this, output, 12);
  }

  private List<String> names(String output) {
    return all.get(0).get(output).contributions().stream().map(Contribution::feature).toList();
  }

  private double[] amounts(String output, int player) {
    return all.stream()
        .mapToDouble(each -> each.get(output).contributions().get(player).amount())
        .toArray();
  }

  ModelFunction<C> model() {
    return model;
  }
}
