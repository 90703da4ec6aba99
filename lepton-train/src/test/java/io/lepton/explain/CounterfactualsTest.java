package io.lepton.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.model.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Counterfactuals")
class CounterfactualsTest {
  private static final List<String> FEATURES =
      List.of("income", "debt", "age", "years", "housing", "sex");

  /** A credit score with whole numbers, categories and a little interaction. */
  private static final ModelFunction<Row> CREDIT =
      ModelFunction.ofRows(
          FEATURES,
          List.of("good"),
          rows -> rows.stream().map(row -> new double[] {good(row)}).toArray(double[][]::new));

  private static double number(Row row, String name) {
    return (Double) row.get(name).orElseThrow();
  }

  private static double good(Row row) {
    double score =
        0.05 * number(row, "income")
            - 0.1 * number(row, "debt")
            + 0.02 * number(row, "age")
            + (row.get("housing").orElseThrow().equals("own") ? 1 : 0)
            + (row.get("sex").orElseThrow().equals("male") ? 0.5 : 0)
            + 0.002 * number(row, "years") * number(row, "income")
            - 3;
    return 1 / (1 + Math.exp(-score));
  }

  private static List<Row> applicants() {
    SplittableRandom random = new SplittableRandom(3);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      rows.add(
          Row.of(
              "income", random.nextInt(10, 100),
              "debt", random.nextInt(0, 50),
              "age", random.nextInt(18, 75),
              "years", random.nextInt(0, 20),
              "housing", List.of("own", "rent", "free").get(random.nextInt(3)),
              "sex", random.nextBoolean() ? "male" : "female"));
    }
    return rows;
  }

  @Test
  @DisplayName("finds the nearest of a linear model: all of it by the cheapest feature")
  void nearestOfLinearModel() {
    double[] weights = {1, -3, 2, 0.5};
    List<double[]> data = Functions.normal(301, 4, 1);
    ModelFunction<double[]> model = Functions.linear(weights);
    CaseType<double[]> type = model.type();
    double[] one = new double[4];
    double cheapest = 0;
    for (int j = 0; j < 4; j++) {
      cheapest = Math.max(cheapest, Math.abs(weights[j]) * FeatureRange.of(type, data, j).unit());
    }
    List<Counterfactual<double[]>> found =
        Counterfactuals.of(model, data, Target.atLeast("y", 2)).find(one);
    assertThat(found.get(0).changes()).hasSize(1);
    assertThat(found.get(0).changes().get(0).feature()).isEqualTo("x1");
    assertThat(found.get(0).distance()).isCloseTo(2 / cheapest, within(1e-6));
    assertThat(found.get(0).value()).isCloseTo(2, within(1e-6)).isGreaterThanOrEqualTo(2);
  }

  @Test
  @DisplayName("every example is valid, allowed, minimal, whole where the data is, and another")
  void lawsOfExamples() {
    List<Row> data = applicants();
    Counterfactuals<Row> search =
        Counterfactuals.of(CREDIT, data, Target.atLeast("good", 0.5))
            .withImmutable("sex")
            .withRising("age")
            .withFalling("debt")
            .withRange("income", 20, 80);
    int explained = 0;
    int examples = 0;
    for (Row one : data.stream().filter(row -> good(row) < 0.5).limit(25).toList()) {
      List<Counterfactual<Row>> found = search.find(one);
      explained += found.isEmpty() ? 0 : 1;
      double last = 0;
      for (Counterfactual<Row> each : found) {
        examples++;
        assertThat(good(each.example())).isGreaterThanOrEqualTo(0.5).isEqualTo(each.value());
        assertThat(each.changes()).hasSizeBetween(1, 3);
        assertThat(each.distance()).isGreaterThanOrEqualTo(last);
        last = each.distance();
        assertThat(each.example().get("sex")).isEqualTo(one.get("sex"));
        assertThat(number(each.example(), "age")).isGreaterThanOrEqualTo(number(one, "age"));
        assertThat(number(each.example(), "debt")).isLessThanOrEqualTo(number(one, "debt"));
        for (Counterfactual.Change change : each.changes()) {
          assertThat(good(each.example().with(change.feature(), change.from())))
              .as("%s of %s is needed", change, each)
              .isLessThan(0.5);
          if (change.to() instanceof Double to) {
            assertThat(to).isEqualTo(Math.rint(to));
            double back = to + Math.signum((Double) change.from() - to);
            assertThat(good(each.example().with(change.feature(), back)))
                .as("%s could not go less far", change)
                .isLessThan(0.5);
          }
          if (change.feature().equals("income")) {
            assertThat((Double) change.to()).isBetween(20.0, 80.0);
          }
        }
      }
      List<List<String>> sets =
          found.stream()
              .map(f -> f.changes().stream().map(Counterfactual.Change::feature).toList())
              .toList();
      for (int i = 0; i < sets.size(); i++) {
        for (int j = 0; j < i; j++) {
          assertThat(sets.get(i).containsAll(sets.get(j))).isFalse();
        }
      }
    }
    assertThat(explained).isGreaterThanOrEqualTo(24);
    assertThat(examples).isGreaterThan(explained);
  }

  @Test
  @DisplayName("is about as near as the best of all pairs of changes, by brute force")
  void closeToBruteForce() {
    List<Row> data = applicants();
    List<Row> bad = data.stream().filter(row -> good(row) < 0.4).limit(4).toList();
    List<FeatureRange> ranges =
        IntStream.range(0, 6).mapToObj(j -> FeatureRange.of(CREDIT.type(), data, j)).toList();
    for (Row one : bad) {
      double best = Double.POSITIVE_INFINITY;
      for (int a = 0; a < 6; a++) {
        for (int b = 0; b < a; b++) {
          best = Math.min(best, bestOfPair(one, ranges, a, b));
        }
      }
      Counterfactual<Row> found =
          Counterfactuals.of(CREDIT, data, Target.atLeast("good", 0.5)).find(one).get(0);
      assertThat(found.distance()).isLessThanOrEqualTo(best * 1.1);
    }
  }

  private static double bestOfPair(Row one, List<FeatureRange> ranges, int a, int b) {
    double best = Double.POSITIVE_INFINITY;
    for (Object first : values(one, ranges, a)) {
      Row half = one.with(FEATURES.get(a), first);
      for (Object second : values(one, ranges, b)) {
        double distance =
            ranges.get(a).distance(one.get(FEATURES.get(a)).orElse(null), first)
                + ranges.get(b).distance(one.get(FEATURES.get(b)).orElse(null), second);
        if (distance < best && good(half.with(FEATURES.get(b), second)) >= 0.5) {
          best = distance;
        }
      }
    }
    return best;
  }

  private static List<Object> values(Row one, List<FeatureRange> ranges, int feature) {
    Object now = one.get(FEATURES.get(feature)).orElseThrow();
    List<Object> values = new ArrayList<>(ranges.get(feature).others(now, 1000));
    values.add(now);
    return values;
  }

  @Test
  @DisplayName("finds nothing where nothing may change, and refuses what is answered already")
  void nothingToFind() {
    List<Row> data = applicants();
    Row bad = data.stream().filter(row -> good(row) < 0.4).findFirst().orElseThrow();
    Counterfactuals<Row> search = Counterfactuals.of(CREDIT, data, Target.atLeast("good", 0.5));
    assertThat(search.withImmutable(FEATURES.toArray(String[]::new)).find(bad)).isEmpty();
    assertThatThrownBy(() -> Counterfactuals.of(CREDIT, data, Target.atMost("good", 0.5)).find(bad))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("answered as wanted already: good <= 0.5");
    assertThatThrownBy(() -> search.withImmutable("gender"))
        .hasMessageContaining("no feature \"gender\"");
    assertThatThrownBy(() -> Counterfactuals.of(CREDIT, data, Target.atLeast("bad", 0.5)))
        .hasMessageContaining("no output \"bad\"; there are [good]");
    assertThatThrownBy(() -> search.withRange("age", 5, 4))
        .hasMessageContaining("expected low <= high");
  }

  @Test
  @DisplayName("notices a model that changes its mind")
  void unstableModel() {
    AtomicInteger calls = new AtomicInteger();
    ModelFunction<double[]> model =
        ModelFunction.ofNumbers(
            List.of("x"),
            List.of("y"),
            cases -> {
              double[][] answers = new double[cases.length][1];
              for (int i = 0; i < cases.length; i++) {
                answers[i][0] = cases[i][0] + (cases.length == 1 ? -10 : 0);
              }
              calls.incrementAndGet();
              return answers;
            });
    List<double[]> data = List.of(new double[] {0.5}, new double[] {2.25});
    assertThatThrownBy(
            () -> Counterfactuals.of(model, data, Target.atLeast("y", 1)).find(new double[] {0}))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("asked again");
    assertThat(calls.get()).isPositive();
  }
}
