package io.lepton.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Row;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("LIME")
class LimeTest {
  private static final List<double[]> BACKGROUND = Functions.normal(400, 4, 1);

  private static double quartile(int feature, int quarter) {
    return BACKGROUND.stream().mapToDouble(b -> b[feature]).sorted().toArray()[100 * quarter];
  }

  @Test
  @DisplayName("recovers a model that is linear in its own conditions")
  void linearInConditions() {
    double upper = quartile(0, 3);
    double lower = quartile(1, 1);
    ModelFunction<double[]> model =
        Functions.of(4, x -> 5 + (x[0] > upper ? 2 : 0) - (x[1] <= lower ? 3 : 0));
    double[] one = {upper + 1, lower - 1, 0, 0};
    LocalModel found = Lime.of(model, BACKGROUND).withRidge(1e-9).explain(one).get(0);
    assertThat(found.get("x0").weight()).isCloseTo(2, within(1e-9));
    assertThat(found.get("x1").weight()).isCloseTo(-3, within(1e-9));
    assertThat(found.get("x2").weight()).isCloseTo(0, within(1e-9));
    assertThat(found.intercept()).isCloseTo(5, within(1e-9));
    assertThat(found.localPrediction()).isCloseTo(found.prediction(), within(1e-9));
    assertThat(found.rSquared()).isCloseTo(1, within(1e-12));
    assertThat(found.get("x0").condition()).isEqualTo(Shown.number(upper) + " < x0");
    assertThat(found.get("x1").condition()).isEqualTo("x1 <= " + Shown.number(lower));
  }

  @Test
  @DisplayName("its standard errors are how far the terms vary from seed to seed")
  void standardErrors() {
    ModelFunction<double[]> model = Functions.of(4, x -> Math.tanh(x[0] * x[1] + x[2]));
    double[] one = {1, 0.5, -1, 0};
    int seeds = 40;
    double[] weights = new double[seeds];
    double claimed = 0;
    for (int seed = 0; seed < seeds; seed++) {
      LocalModel.Term term =
          Lime.of(model, BACKGROUND).withSamples(500).withSeed(seed).explain(one).get(0).get("x2");
      weights[seed] = term.weight();
      claimed += term.standardError() * term.standardError() / seeds;
    }
    double ratio = io.lepton.stats.SampleSummary.of(weights).variance() / claimed;
    // chi-square of 39 degrees of freedom by its mean: standard deviation √(2/39), times four
    assertThat(ratio).isBetween(1 - 4 * Math.sqrt(2.0 / 39), 1 + 4 * Math.sqrt(2.0 / 39));
  }

  @Test
  @DisplayName("says how badly a simple model fits, and is the same for the same seed")
  void fidelity() {
    ModelFunction<double[]> model =
        Functions.of(4, x -> Math.signum(x[0]) * Math.signum(x[1]) * Math.signum(x[2]));
    Lime<double[]> lime = Lime.of(model, BACKGROUND).withSamples(1000);
    LocalModel found = lime.explain(new double[] {0.1, 0.1, 0.1, 0}).get(0);
    assertThat(found.rSquared()).isLessThan(0.5);
    assertThat(lime.explain(new double[] {0.1, 0.1, 0.1, 0}).get(0)).isEqualTo(found);
    assertThat(found.toString()).contains("R² 0.").contains("x0");
  }

  @Test
  @DisplayName("finds the words a text model goes by")
  void words() {
    ModelFunction<Row> model =
        ModelFunction.ofRows(
            List.of("text"),
            List.of("spam"),
            rows ->
                rows.stream()
                    .map(row -> (String) row.get("text").orElseThrow())
                    .map(
                        text ->
                            new double[] {
                              (text.contains("free") ? 0.5 : 0)
                                  + (text.contains("prize") ? 0.3 : 0)
                                  - (text.contains("meeting") ? 0.2 : 0)
                            })
                    .toArray(double[][]::new));
    LocalModel found =
        LimeText.of(model, "text")
            .withRidge(1e-9)
            .explain(Row.of("text", "A free prize, a free prize before the meeting!"))
            .get(0);
    assertThat(found.terms().stream().map(LocalModel.Term::feature))
        .containsExactly("A", "free", "prize", "a", "before", "the", "meeting");
    assertThat(found.get("free").weight()).isCloseTo(0.5, within(1e-9));
    assertThat(found.get("prize").weight()).isCloseTo(0.3, within(1e-9));
    assertThat(found.get("meeting").weight()).isCloseTo(-0.2, within(1e-9));
    assertThat(found.get("the").weight()).isCloseTo(0, within(1e-9));
    assertThat(found.strongest().get(0).condition()).isEqualTo("\"free\"");
  }

  @Test
  @DisplayName("refuses texts without words and too few samples")
  void badInput() {
    ModelFunction<Row> model =
        ModelFunction.ofRows(List.of("text"), List.of("y"), rows -> new double[rows.size()][1]);
    assertThatThrownBy(() -> LimeText.of(model, "text").explain(Row.of("text", " ... ")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("has no words");
    assertThatThrownBy(() -> LimeText.of(model, "text").explain(Row.of()))
        .hasMessageContaining("has no text in \"text\"");
    assertThatThrownBy(() -> LimeText.of(model, "body"))
        .hasMessageContaining("no feature \"body\"");
    ModelFunction<double[]> numbers = Functions.linear(1, 1);
    List<double[]> background = List.of(new double[2], new double[] {1, 1});
    assertThatThrownBy(() -> Lime.of(numbers, background).withSamples(19))
        .hasMessageContaining("expected ten for each");
    assertThatThrownBy(() -> Lime.of(numbers, background).withRidge(0))
        .hasMessageContaining("ridge is 0.0; expected a number above 0");
  }
}
