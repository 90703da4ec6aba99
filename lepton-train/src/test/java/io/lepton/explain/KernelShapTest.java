package io.lepton.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.model.Row;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("KernelSHAP")
class KernelShapTest {
  /** A function of six features whose Shapley values Python computed over all 720 orders. */
  private static double golden(double[] x) {
    return x[0] * x[1]
        + Math.sin(x[2])
        + Math.max(x[3], x[4])
        - 0.5 * x[0] * x[3] * x[5]
        + x[1] * x[1];
  }

  /** Sixteen features that interact, too many to be counted with few samples. */
  private static double tangled(double[] x) {
    double y = 0;
    for (int j = 0; j + 2 < x.length; j++) {
      y += x[j] * x[j + 1] + Math.tanh(x[j] + x[j + 2]) + 0.5 * x[j] * x[j + 1] * x[j + 2];
    }
    return y;
  }

  @Test
  @DisplayName("agrees with the definition over all orders, computed in Python")
  void agreesWithGoldenFile() throws Exception {
    List<double[]> background = new ArrayList<>();
    double[] one = {};
    int checked = 0;
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                KernelShapTest.class.getResourceAsStream("shapley-golden.csv"),
                StandardCharsets.UTF_8))) {
      for (String line; (line = in.readLine()) != null; ) {
        String[] cells = line.split(",");
        double[] numbers = Arrays.stream(cells).skip(1).mapToDouble(Double::parseDouble).toArray();
        switch (cells[0]) {
          case "background" -> background.add(numbers);
          case "case" -> one = numbers;
          default -> {
            KernelShap<double[]> shap =
                KernelShap.of(Functions.of(6, KernelShapTest::golden), background);
            assertThat(Functions.amounts(shap.explain(one).first()))
                .containsExactly(numbers, within(1e-13));
            checked++;
          }
        }
      }
    }
    assertThat(checked).isEqualTo(4);
  }

  @Test
  @DisplayName("finds w (x - mean) for a linear model, sampled or not")
  void linearModel() {
    double[] weights = new double[30];
    for (int j = 0; j < weights.length; j++) {
      weights[j] = j - 12.5;
    }
    List<double[]> background = Functions.normal(10, 30, 1);
    double[] one = Functions.normal(1, 30, 2).get(0);
    Attribution found =
        KernelShap.of(Functions.linear(weights), background).withSamples(200).explain(one).first();
    for (int j = 0; j < weights.length; j++) {
      int place = j;
      double mean = background.stream().mapToDouble(b -> b[place]).average().orElseThrow();
      Contribution contribution = found.contributions().get(j);
      assertThat(contribution.amount()).isCloseTo(weights[j] * (one[j] - mean), within(1e-10));
      assertThat(contribution.standardError()).isLessThan(1e-10);
    }
  }

  @Test
  @DisplayName("samples around the exact values, as far off as its standard errors say")
  void standardErrorsAreHonest() {
    ModelFunction<double[]> model = Functions.of(12, KernelShapTest::tangled);
    List<double[]> background = Functions.normal(3, 12, 3);
    double[] one = Functions.normal(1, 12, 4).get(0);
    double[] exact =
        Functions.amounts(KernelShap.of(model, background).withSamples(4096).explain(one).first());
    double squares = 0;
    int seeds = 60;
    for (int seed = 0; seed < seeds; seed++) {
      Attribution found =
          KernelShap.of(model, background).withSamples(300).withSeed(seed).explain(one).first();
      assertThat(found.remainder()).isCloseTo(0, within(1e-12));
      for (int j = 0; j < 12; j++) {
        Contribution each = found.contributions().get(j);
        double z = (each.amount() - exact[j]) / each.standardError();
        squares += z * z / (seeds * 12);
      }
    }
    // The mean of 720 squared z; those of one seed are at most fully dependent, which leaves 60
    // independent ones with variance 2 each: 1 ± 4 √(2/60), and a little for the shares estimated.
    assertThat(squares).isBetween(1 - 4 * Math.sqrt(2.0 / 60), 1 + 4 * Math.sqrt(2.0 / 60));
  }

  @Test
  @DisplayName("comes closer with more samples, and is exact with all")
  void moreSamplesAreBetter() {
    ModelFunction<double[]> model = Functions.of(12, KernelShapTest::tangled);
    List<double[]> background = Functions.normal(2, 12, 5);
    double[] one = Functions.normal(1, 12, 6).get(0);
    double[] exact =
        Functions.amounts(KernelShap.of(model, background).withSamples(4096).explain(one).first());
    double last = Double.POSITIVE_INFINITY;
    for (int samples : new int[] {60, 500, 3000}) {
      double squares = 0;
      for (int seed = 0; seed < 10; seed++) {
        double[] found =
            Functions.amounts(
                KernelShap.of(model, background)
                    .withSamples(samples)
                    .withSeed(seed)
                    .explain(one)
                    .first());
        for (int j = 0; j < 12; j++) {
          squares += (found[j] - exact[j]) * (found[j] - exact[j]);
        }
      }
      assertThat(squares).isLessThan(last / 2);
      last = squares;
    }
  }

  @Test
  @DisplayName("the regression over all coalitions is the exact value")
  void regressionOverAllCoalitions() {
    int players = 7;
    Coalitions plan = Coalitions.plan(players, 126, new SplittableRandom(1));
    assertThat(plan.counted()).hasSize(126);
    assertThat(plan.drawn()).isEmpty();
    assertThat(plan.counted().stream().mapToDouble(Coalitions.Weighted::weight).sum())
        .isCloseTo(1, within(1e-12));
    KernelRegression regression = new KernelRegression(players, plan);
    ModelFunction<double[]> model = Functions.of(players, KernelShapTest::tangled);
    List<double[]> background = Functions.normal(2, players, 8);
    double[] one = Functions.normal(1, players, 9).get(0);
    Game<double[]> game =
        new Game<>(model, background, one, Players.of(model.type(), java.util.Map.of()));
    double[][] worth = game.worth(regression.coalitions(), ProgressListener.NONE);
    double[][] all = game.worth(ExactShapley.coalitions(players), ProgressListener.NONE);
    double[] fitted =
        regression
            .fit(Arrays.stream(worth).mapToDouble(w -> w[0]).toArray(), all[0][0], all[127][0])[0];
    assertThat(fitted)
        .containsExactly(
            ExactShapley.values(players, Arrays.stream(all).mapToDouble(w -> w[0]).toArray()),
            within(1e-11));
  }

  @Test
  @DisplayName("a group is one player that adds up with the rest")
  void groups() {
    ModelFunction<double[]> model = Functions.of(6, KernelShapTest::golden);
    List<double[]> background = Functions.normal(5, 6, 1);
    double[] one = Functions.normal(1, 6, 2).get(0);
    Attribution found =
        KernelShap.of(model, background).withGroup("pair", "x0", "x1").explain(one).first();
    assertThat(found.contributions()).hasSize(5);
    assertThat(found.contributions().get(0).feature()).isEqualTo("pair");
    assertThat(found.remainder()).isCloseTo(0, within(1e-13));
    assertThatThrownBy(() -> KernelShap.of(model, background).withGroup("g", "nothing"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no feature \"nothing\"");
    assertThatThrownBy(
            () -> KernelShap.of(model, background).withGroup("a", "x0").withGroup("b", "x1", "x0"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("\"x0\" is in \"a\" and in \"b\"");
  }

  @Test
  @DisplayName("explains raw rows with texts and missing values, and every output at once")
  void rows() {
    ModelFunction<Row> model =
        ModelFunction.ofRows(
            List.of("age", "city", "member"),
            List.of("yes", "no"),
            rows ->
                rows.stream()
                    .map(
                        row -> {
                          double age = (Double) row.get("age").orElse(40.0);
                          double yes =
                              age / 100
                                  + (row.get("city").equals(java.util.Optional.of("Rome"))
                                      ? 0.2
                                      : 0)
                                  + (row.get("member").equals(java.util.Optional.of(true))
                                      ? 0.1
                                      : 0);
                          return new double[] {yes, 1 - yes};
                        })
                    .toArray(double[][]::new));
    List<Row> background =
        List.of(
            Row.of("age", 30, "city", "Oslo", "member", false),
            Row.of("age", 50, "city", "Rome", "member", false));
    Attributions found =
        KernelShap.of(model, background).explain(Row.of("city", "Rome", "member", true));
    Attribution yes = found.get("yes");
    assertThat(yes.get("age").amount()).isCloseTo(0, within(1e-15));
    assertThat(yes.get("age").value()).isEqualTo("missing");
    assertThat(yes.get("city").amount()).isCloseTo(0.1, within(1e-15));
    assertThat(yes.get("member").amount()).isCloseTo(0.1, within(1e-15));
    assertThat(found.get("no").get("member").amount()).isCloseTo(-0.1, within(1e-15));
    assertThat(yes.toString()).contains("yes = 0.7, 0.5 on average").contains("city = Rome");
    assertThatThrownBy(() -> found.get("maybe")).isInstanceOf(NotFoundException.class);
    assertThatThrownBy(
            () -> KernelShap.of(model, background).explain(Row.of("city", "Rome", "aeg", 3)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("[aeg]");
  }

  @Test
  @DisplayName("asks the model in batches, tells how far it is, and can be stopped")
  void batches() {
    AtomicInteger calls = new AtomicInteger();
    ModelFunction<double[]> model =
        ModelFunction.ofNumbers(
                Functions.names(8),
                List.of("y"),
                cases -> {
                  calls.incrementAndGet();
                  return Arrays.stream(cases)
                      .map(one -> new double[] {golden(one)})
                      .toArray(double[][]::new);
                })
            .withBatch(1000);
    List<long[]> progress = new ArrayList<>();
    KernelShap<double[]> shap =
        KernelShap.of(model, Functions.normal(10, 8, 1))
            .withListener((done, total) -> progress.add(new long[] {done, total}));
    shap.explain(new double[8]);
    // 256 coalitions of 10 rows, 100 coalitions a call, and a call for each end
    assertThat(calls).hasValue(2 + 3);
    assertThat(progress).hasSize(3);
    assertThat(progress.get(2)).containsExactly(2560, 2560);
    assertThatThrownBy(
            () ->
                shap.withListener(
                        (done, total) -> {
                          throw new InvalidInputException("enough");
                        })
                    .explain(new double[8]))
        .hasMessage("enough");
  }

  @Test
  @DisplayName("refuses what cannot be explained, and says why")
  void badInput() {
    ModelFunction<double[]> good = Functions.linear(1, 2);
    assertThatThrownBy(() -> KernelShap.of(good, List.of()))
        .hasMessageContaining("0 cases as background; expected at least 1");
    assertThatThrownBy(() -> KernelShap.of(good, List.of(new double[3])))
        .hasMessageContaining("background 0 has 3 numbers");
    assertThatThrownBy(() -> KernelShap.of(good, List.of(new double[] {1, Double.NaN})))
        .hasMessageContaining("feature \"x1\" is NaN");
    KernelShap<double[]> shap = KernelShap.of(good, List.of(new double[2]));
    assertThatThrownBy(() -> shap.explain(new double[1]))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("the case to explain has 1 numbers");
    assertThatThrownBy(() -> shap.withSamples(3)).hasMessageContaining("expected twice as many");
    double[] one = {1, 2};
    assertThatThrownBy(
            () ->
                KernelShap.of(Functions.of(2, x -> Math.log(-1 - x[0])), List.of(new double[2]))
                    .explain(one))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("output \"y\" of case 0 is NaN");
    assertThatThrownBy(
            () ->
                KernelShap.of(
                        Functions.of(
                            2,
                            x -> {
                              throw new IllegalStateException("out of order");
                            }),
                        List.of(new double[2]))
                    .explain(one))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("out of order");
    assertThatThrownBy(
            () ->
                KernelShap.of(
                        ModelFunction.ofNumbers(
                            Functions.names(2), List.of("y"), cases -> new double[1][1]),
                        List.of(new double[2], one, one))
                    .explain(one))
        .hasMessageContaining("1 answers for 3 cases");
  }
}
