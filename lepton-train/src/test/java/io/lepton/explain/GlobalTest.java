package io.lepton.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.data.Dataset;
import io.lepton.data.Schema;
import io.lepton.error.InvalidInputException;
import io.lepton.model.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Views of a whole model")
class GlobalTest {
  private static double[] truth(ModelFunction<double[]> model, List<double[]> cases) {
    return Arrays.stream(model.apply(cases)).mapToDouble(row -> row[0]).toArray();
  }

  @Test
  @DisplayName("permuting a feature of a right linear model costs 2 w² variance")
  void permutationOfLinearModel() {
    ModelFunction<double[]> model = Functions.linear(2, 1, 0);
    List<double[]> cases = Functions.normal(4000, 3, 1);
    List<FeatureImportance> found =
        PermutationImportance.withDefaults()
            .of(model, cases, CaseLoss.squaredError(truth(model, cases)));
    assertThat(found.stream().map(FeatureImportance::feature)).containsExactly("x0", "x1", "x2");
    assertThat(found.get(0).findInterval().orElseThrow().contains(8)).isTrue();
    assertThat(found.get(1).findInterval().orElseThrow().contains(2)).isTrue();
    assertThat(found.get(0).interval().width()).isLessThan(1.5);
    assertThat(found.get(2).value()).isZero();
    assertThat(found.get(2).findInterval()).isEmpty();
  }

  @Test
  @DisplayName("the interval holds the true importance as often as it says")
  void permutationIntervalsCover() {
    ModelFunction<double[]> model = Functions.linear(1, 1);
    int runs = 400;
    int covered = 0;
    for (int run = 0; run < runs; run++) {
      List<double[]> cases = Functions.normal(150, 2, 1000 + run);
      FeatureImportance first =
          PermutationImportance.withDefaults()
              .withSeed(run)
              .of(model, cases, CaseLoss.squaredError(truth(model, cases)))
              .stream()
              .filter(each -> each.feature().equals("x0"))
              .findFirst()
              .orElseThrow();
      covered += first.findInterval().orElseThrow().contains(2) ? 1 : 0;
    }
    // 95 % of 400, less four standard deviations of a binomial and one point for skewness
    assertThat(covered / (double) runs).isGreaterThan(0.94 - 4 * Math.sqrt(0.95 * 0.05 / runs));
  }

  @Test
  @DisplayName("a pair that stands in for each other matters only as a group")
  void permutationOfGroups() {
    ModelFunction<double[]> model = Functions.of(3, x -> Math.max(x[0], x[1]) + 0.1 * x[2]);
    List<double[]> cases = Functions.normal(300, 3, 5);
    cases.forEach(one -> one[1] = one[0]);
    CaseLoss loss = CaseLoss.squaredError(truth(model, cases));
    double alone =
        PermutationImportance.withDefaults().of(model, cases, loss).stream()
            .mapToDouble(FeatureImportance::value)
            .max()
            .orElseThrow();
    FeatureImportance together =
        PermutationImportance.withDefaults()
            .withGroup("pair", "x0", "x1")
            .of(model, cases, loss)
            .get(0);
    assertThat(together.feature()).isEqualTo("pair");
    assertThat(together.value()).isGreaterThan(1.5 * alone);
  }

  @Test
  @DisplayName("classifiers are judged by labels, and a label that is no output is refused")
  void permutationOfClassifier() {
    Schema schema = Schema.builder().numeric("x").categorical("c").label("y").build();
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      rows.add(Row.of("x", i % 7, "c", i % 2 == 0 ? "a" : "b", "y", i % 2 == 0 ? "up" : "down"));
    }
    Dataset data = Dataset.of("toy", schema, rows);
    ModelFunction<Row> model = byCategory(List.of("down", "up"));
    for (CaseLoss.Kind kind : CaseLoss.Kind.values()) {
      List<FeatureImportance> found = PermutationImportance.withDefaults().of(model, data, kind);
      assertThat(found.get(0).feature()).isEqualTo("c");
      assertThat(found.get(0).interval().low()).isPositive();
      assertThat(found.get(1).value()).isZero();
    }
    assertThatThrownBy(
            () ->
                PermutationImportance.withDefaults()
                    .of(byCategory(List.of("p", "q")), data, CaseLoss.Kind.ERROR))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("has the label \"up\"; the model's outputs are [p, q]");
  }

  private static ModelFunction<Row> byCategory(List<String> outputs) {
    return ModelFunction.ofRows(
        List.of("x", "c"),
        outputs,
        rows ->
            rows.stream()
                .map(
                    row -> {
                      double up = row.get("c").orElse("").equals("a") ? 0.9 : 0.2;
                      return new double[] {1 - up, up};
                    })
                .toArray(double[][]::new));
  }

  @Test
  @DisplayName("the dependence of an additive model is its part, up to a constant")
  void partialDependenceOfAdditiveModel() {
    ModelFunction<double[]> model = Functions.of(3, x -> Math.sin(x[0]) + x[1] * x[1] + 0.3 * x[2]);
    List<double[]> cases = Functions.normal(50, 3, 2);
    PartialDependence.Curves curves =
        PartialDependence.withDefaults()
            .withPoints(9)
            .with(PartialDependence.Centre.FIRST_VALUE)
            .of(model, cases, "x0")
            .get(0);
    assertThat(curves.points()).hasSize(9);
    double first = (Double) curves.points().get(0).value();
    for (int i = 0; i < 9; i++) {
      PartialDependence.Point point = curves.points().get(i);
      double expected = Math.sin((Double) point.value()) - Math.sin(first);
      assertThat(point.mean()).isCloseTo(expected, within(1e-12));
      int at = i;
      assertThat(curves.curves())
          .allSatisfy(curve -> assertThat(curve.get(at)).isCloseTo(expected, within(1e-12)));
    }
  }

  @Test
  @DisplayName("curves have intervals over the cases, and the grid is the data's quantiles")
  void partialDependenceIntervals() {
    ModelFunction<double[]> model = Functions.of(2, x -> x[0] * x[1]);
    List<double[]> cases = IntStream.range(0, 101).mapToObj(i -> new double[] {i, i % 10}).toList();
    PartialDependence.Curves curves =
        PartialDependence.withDefaults().withPoints(5).of(model, cases, "x0").get(0);
    assertThat(curves.isNumeric()).isTrue();
    assertThat(curves.points().stream().map(PartialDependence.Point::value))
        .containsExactly(0.0, 25.0, 50.0, 75.0, 100.0);
    PartialDependence.Point last = curves.points().get(4);
    double mean = cases.stream().mapToDouble(c -> c[1]).average().orElseThrow();
    assertThat(last.mean()).isCloseTo(100 * mean, within(1e-9));
    assertThat(last.interval().contains(last.mean())).isTrue();
    assertThat(curves.points().get(0).interval()).isNull();
  }

  @Test
  @DisplayName("categories come by frequency; free text and unknown features are refused")
  void partialDependenceOfCategories() {
    ModelFunction<Row> model = byCategory(List.of("no", "yes"));
    List<Row> rows =
        List.of(Row.of("x", 1, "c", "b"), Row.of("x", 2, "c", "b"), Row.of("x", 3, "c", "a"));
    PartialDependence.Curves yes = PartialDependence.withDefaults().of(model, rows, "c").get(1);
    assertThat(yes.output()).isEqualTo("yes");
    assertThat(yes.points().stream().map(PartialDependence.Point::value)).containsExactly("b", "a");
    assertThat(yes.points().get(1).mean()).isCloseTo(0.9, within(1e-15));
    assertThatThrownBy(() -> PartialDependence.withDefaults().of(model, rows, "z"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no feature \"z\"");
    assertThatThrownBy(
            () -> PartialDependence.withDefaults().of(model, List.of(Row.of("x", 1)), "c"))
        .hasMessageContaining("no case has a value of feature \"c\"");
    List<Row> texts = IntStream.range(0, 101).mapToObj(i -> Row.of("c", "text " + i)).toList();
    assertThatThrownBy(() -> PartialDependence.withDefaults().of(model, texts, "c"))
        .hasMessageContaining("101 different texts");
  }

  @Test
  @DisplayName("the summary is the mean size of the contributions, with its interval")
  void summary() {
    ModelFunction<double[]> model = Functions.linear(3, -1, 0);
    List<double[]> cases = Functions.normal(200, 3, 1);
    ShapSummary<double[]> summary = KernelShap.of(model, List.of(new double[3])).explainAll(cases);
    List<FeatureImportance> importance = summary.importance("y", 0.95);
    assertThat(importance.stream().map(FeatureImportance::feature))
        .containsExactly("x0", "x1", "x2");
    double expected = 3 * cases.stream().mapToDouble(c -> Math.abs(c[0])).average().orElseThrow();
    assertThat(importance.get(0).value()).isCloseTo(expected, within(1e-9));
    // E|3 N(0, 1)|
    assertThat(importance.get(0).interval().contains(3 * Math.sqrt(2 / Math.PI))).isTrue();
    assertThat(importance.get(2).value()).isZero();
    assertThat(importance.get(2).findInterval()).isEmpty();
    assertThat(summary.contributions("y", "x1")[5]).isCloseTo(-cases.get(5)[1], within(1e-12));
    double[] places = summary.places("x0");
    assertThat(Arrays.stream(places).max()).hasValue(1);
    assertThat(Arrays.stream(places).min()).hasValue(0);
  }
}
