package io.lepton.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import io.lepton.error.InvalidInputException;
import io.lepton.tune.internal.importance.Fanova;
import io.lepton.tune.internal.qmc.Sobol;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ImportanceTest {
  private static SearchSpace cube(int d) {
    SearchSpaceBuilder builder = SearchSpace.builder();
    for (int j = 1; j <= d; j++) {
      builder.decimal("x" + j, 0, 1);
    }
    return builder.build();
  }

  private static Study study(SearchSpace space, Objective objective, int trials) {
    return Study.maximize(space)
        .sampler(QmcSampler.create().seed(4))
        .open()
        .optimize(objective, trials);
  }

  private static Map<String, Double> shares(Importance importance, Study study) {
    return importance.measure(study).stream()
        .collect(Collectors.toMap(Importance.Share::parameter, Importance.Share::share));
  }

  /**
   * 4 x1 + 2 x2 + x3 has shares 16/21, 4/21, 1/21. A forest cuts along the strong ones first, which
   * takes a few hundredths from the weak ones.
   */
  @Test
  void forestFindsTheSharesOfASum() {
    Study study =
        study(cube(4), t -> 4 * t.number("x1") + 2 * t.number("x2") + t.number("x3"), 256);
    Map<String, Double> shares = shares(Importance.withDefaults(), study);
    assertThat(shares.get("x1")).isCloseTo(16 / 21.0, offset(0.06));
    assertThat(shares.get("x2")).isCloseTo(4 / 21.0, offset(0.05));
    assertThat(shares.get("x3")).isCloseTo(1 / 21.0, offset(0.04));
    assertThat(shares.get("x4")).isLessThan(0.01);
  }

  private static double[][] points(int n) {
    Sobol sobol = Sobol.of(3, OptionalLong.of(2));
    double[][] x = new double[n][];
    Arrays.setAll(x, sobol::point);
    return x;
  }

  /**
   * Ishigami and Homma (1990) with a = 7, b = 0.1: S1 = 0.3139, S2 = 0.4424, S3 = 0, and x1 with x3
   * interact by 0.2437. The forest smooths the four waves of x2.
   */
  @Test
  void forestFindsTheSobolIndicesOfIshigami() {
    double[][] x = points(1024);
    ToDoubleFunction<double[]> ishigami =
        u -> {
          double a = Math.PI * (2 * u[0] - 1);
          double b = Math.PI * (2 * u[1] - 1);
          double c = Math.PI * (2 * u[2] - 1);
          return Math.sin(a) + 7 * Math.sin(b) * Math.sin(b) + 0.1 * Math.pow(c, 4) * Math.sin(a);
        };
    Fanova fanova = new Fanova(x, Arrays.stream(x).mapToDouble(ishigami).toArray(), 0);
    assertThat(fanova.main(0)).isCloseTo(0.3139, offset(0.05));
    assertThat(fanova.main(1)).isCloseTo(0.4424, offset(0.08));
    assertThat(fanova.main(2)).isLessThan(0.03);
    assertThat(fanova.interaction(0, 2)).isCloseTo(0.2437, offset(0.06));
    assertThat(fanova.interaction(0, 1)).isLessThan(0.02);
  }

  /** The paper's point: x2 decides between terrible and fine, x1 between fine and the best. */
  @Test
  void pedAnovaSaysWhatMattersToBeAmongTheBest() {
    SearchSpace space =
        SearchSpace.builder().decimal("x1", 0, 1).decimal("x2", 0, 1).choice("c", "a", "b").build();
    Study study =
        study(space, t -> -Math.abs(t.number("x1") - 0.5) - (t.number("x2") < 0.5 ? 100 : 0), 500);
    Map<String, Double> forest = shares(Importance.withDefaults(), study);
    Map<String, Double> ped =
        shares(Importance.withDefaults().with(Importance.Method.PED_ANOVA), study);
    assertThat(forest.get("x2")).isGreaterThan(0.95);
    assertThat(ped.get("x1")).isGreaterThan(0.6);
    assertThat(ped.get("c")).isLessThan(0.02);
    assertThat(ped.values().stream().mapToDouble(v -> v).sum()).isCloseTo(1, offset(1e-12));
  }

  /** A uniform spread of the best q in a part q of the range has the divergence 1/q − 1. */
  @Test
  void divergenceOfAKnownDensity() {
    double[] all = new double[5000];
    Arrays.setAll(all, i -> (i + 0.5) / 5000);
    double[] half = Arrays.copyOf(all, 2500);
    double[] choices = new double[3000];
    Arrays.setAll(choices, i -> (i % 3 + 0.5) / 3);
    double[] first = new double[1000];
    Arrays.fill(first, 0.5 / 3);
    assertThat(io.lepton.tune.internal.importance.PedAnova.ofNumbers(half, all, 0))
        .isCloseTo(1, offset(0.1)); // smoothed at the edge
    assertThat(io.lepton.tune.internal.importance.PedAnova.ofChoices(first, choices, 3))
        .isCloseTo(2, offset(0.01));
  }

  @Test
  void sameSeedSameSharesAndSortedLargestFirst() {
    Study study = study(cube(3), t -> t.number("x3"), 60);
    Importance importance = Importance.withDefaults().seed(3);
    assertThat(importance.measure(study)).isEqualTo(importance.measure(study));
    assertThat(importance.measure(study).get(0).parameter()).isEqualTo("x3");
  }

  @Test
  void flatValuesGiveNoImportance() {
    Study study = study(cube(2), t -> 1, 20);
    assertThat(shares(Importance.withDefaults(), study).values()).containsOnly(0.0);
  }

  @Test
  void refusesTooFewTrialsAndUnknownDirections() {
    assertThatThrownBy(() -> Importance.withDefaults().measure(study(cube(2), t -> 1, 3)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("3 complete trials");
    assertThatThrownBy(() -> Importance.withDefaults().of(1).measure(study(cube(2), t -> 1, 9)))
        .isInstanceOf(InvalidInputException.class);
  }
}
