package io.lepton.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.bytes.Digest;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.experiment.ModelComparison.MetricComparison;
import io.lepton.metric.ClassificationResult;
import io.lepton.model.DataReference;
import io.lepton.stats.interval.ClopperPearson;
import io.lepton.stats.test.DeLong;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ModelComparisonTest {
  private static final List<String> CLASSES = List.of("bad", "good");

  private static DataReference data(String content, int rows) {
    return new DataReference("test", Digest.of(content), rows);
  }

  private static ClassificationResult result(int[] actual, double[] good) {
    return ClassificationResult.of(
        data("same", actual.length),
        CLASSES,
        "good",
        actual,
        Arrays.stream(good).mapToObj(p -> new double[] {1 - p, p}).toArray(double[][]::new));
  }

  /** Cases of which the first model gets {@code onlyFirst} right alone, and so on. */
  private static ModelComparison disagreeing(int onlyFirst, int onlySecond, int both) {
    int n = onlyFirst + onlySecond + both;
    int[] actual = new int[n];
    double[] first = new double[n];
    double[] second = new double[n];
    for (int i = 0; i < n; i++) {
      actual[i] = i % 2;
      double right = actual[i] == 1 ? 0.9 : 0.1;
      first[i] = i >= onlyFirst && i < onlyFirst + onlySecond ? 1 - right : right;
      second[i] = i < onlyFirst ? 1 - right : right;
    }
    return ModelComparison.of(result(actual, first), result(actual, second));
  }

  @Test
  void fewDisagreementsAreTestedExactly() {
    MetricComparison accuracy = disagreeing(3, 12, 185).get("accuracy");
    assertThat(accuracy.test()).isEqualTo("McNemar, exact");
    // by hand: 2 (1 + 15 + 105 + 455) / 2^15
    assertThat(accuracy.pValue()).isCloseTo(0.03515625, within(1e-12));
    assertThat(accuracy.difference()).isCloseTo(9.0 / 200, within(1e-12));
    assertThat(accuracy.current()).isCloseTo(188.0 / 200, within(1e-12));
    assertThat(accuracy.candidate()).isCloseTo(197.0 / 200, within(1e-12));
    assertThat(accuracy.finding()).isEqualTo(Finding.BETTER);
    assertThat(accuracy.interval().contains(9.0 / 200)).isTrue();
  }

  @Test
  void manyDisagreementsAreTestedByChiSquare() {
    MetricComparison accuracy = disagreeing(40, 20, 140).get("accuracy");
    assertThat(accuracy.test()).isEqualTo("McNemar, chi-square");
    // Python: math.erfc(math.sqrt((40 - 20) ** 2 / 60 / 2))
    assertThat(accuracy.pValue()).isCloseTo(0.009823275, within(1e-9));
    assertThat(accuracy.difference()).isCloseTo(-0.1, within(1e-12));
    assertThat(accuracy.finding()).isEqualTo(Finding.WORSE);
  }

  @Test
  void theSameModelIsNeitherBetterNorWorse() {
    ModelComparison comparison = disagreeing(0, 0, 50);
    assertThat(comparison.metrics())
        .extracting(MetricComparison::finding)
        .containsOnly(Finding.INCONCLUSIVE);
    assertThat(comparison.metrics()).extracting(MetricComparison::pValue).containsOnly(1.0);
  }

  private record Models(int[] actual, double[] weak, double[] strong) {
    static Models drawn(long seed, int n, double weakSignal, double strongSignal) {
      Random random = new Random(seed);
      int[] actual = new int[n];
      double[] weak = new double[n];
      double[] strong = new double[n];
      for (int i = 0; i < n; i++) {
        actual[i] = i % 2;
        double common = random.nextGaussian();
        weak[i] = logistic(common + random.nextGaussian() + weakSignal * (actual[i] - 0.5));
        strong[i] = logistic(common + random.nextGaussian() + strongSignal * (actual[i] - 0.5));
      }
      return new Models(actual, weak, strong);
    }

    private static double logistic(double x) {
      return 1 / (1 + Math.exp(-x));
    }

    ModelComparison compared() {
      return ModelComparison.of(result(actual, weak), result(actual, strong));
    }
  }

  @Test
  void areasAreComparedByDeLong() {
    Models models = Models.drawn(1, 400, 1, 3);
    MetricComparison area = models.compared().get("roc_auc");
    boolean[] good = new boolean[400];
    for (int i = 0; i < 400; i++) {
      good[i] = models.actual[i] == 1;
    }
    DeLong.Comparison expected = DeLong.withDefaults().compare(good, models.strong, models.weak);
    assertThat(area.pValue()).isEqualTo(expected.pValue());
    assertThat(area.interval()).isEqualTo(expected.interval());
    assertThat(area.candidate()).isEqualTo(expected.firstAuc());
    assertThat(area.finding()).isEqualTo(Finding.BETTER);
    assertThat(
            ModelComparison.of(
                    result(models.actual, models.strong), result(models.actual, models.weak))
                .get("roc_auc")
                .finding())
        .isEqualTo(Finding.WORSE);
  }

  @Test
  void modelsAlikeAreCalledDifferentAtTheRateOfAlpha() {
    int runs = 1000;
    long[] hits = new long[2];
    for (int seed = 0; seed < runs; seed++) {
      List<MetricComparison> metrics = Models.drawn(seed, 300, 1, 1).compared().metrics();
      for (int i = 0; i < 2; i++) {
        hits[i] += metrics.get(i).finding() == Finding.INCONCLUSIVE ? 0 : 1;
      }
    }
    for (long hit : hits) {
      assertThat(ClopperPearson.withDefaults().withLevel(0.9999).interval(hit, runs).contains(0.05))
          .as("%d of %d", hit, runs)
          .isTrue();
    }
  }

  @Test
  void refusesResultsOfDifferentCases() {
    int[] actual = {0, 1, 0, 1};
    double[] scores = {0.1, 0.9, 0.4, 0.6};
    ClassificationResult one = result(actual, scores);
    ClassificationResult elsewhere =
        ClassificationResult.of(
            data("other", 4),
            CLASSES,
            "good",
            actual,
            new double[][] {{.5, .5}, {.5, .5}, {.5, .5}, {.5, .5}});
    assertThatThrownBy(() -> ModelComparison.of(one, elsewhere))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("one test set");
    assertThatThrownBy(() -> ModelComparison.of(one, result(new int[] {0, 1, 1, 1}, scores)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("case 2");
    ClassificationResult swapped =
        ClassificationResult.of(
            data("same", 4),
            List.of("good", "bad"),
            "good",
            actual,
            new double[][] {{.5, .5}, {.5, .5}, {.5, .5}, {.5, .5}});
    assertThatThrownBy(() -> ModelComparison.of(one, swapped))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("[good, bad]");
    assertThatThrownBy(() -> ModelComparison.of(one, one, 0))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void threeClassesHaveAccuracyOnly() {
    ClassificationResult three =
        ClassificationResult.of(
            data("three", 3),
            List.of("a", "b", "c"),
            null,
            new int[] {0, 1, 2},
            new double[][] {{.8, .1, .1}, {.1, .8, .1}, {.8, .1, .1}});
    ModelComparison comparison = ModelComparison.of(three, three);
    assertThat(comparison.metrics()).hasSize(1);
    assertThat(comparison.omitted().get(0)).contains("two classes", "3");
    assertThatThrownBy(() -> comparison.get("roc_auc"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("accuracy");
  }

  @Test
  void reads() {
    assertThat(disagreeing(3, 12, 185).toString())
        .startsWith("Candidate against current on test (200 cases), intervals at 95 %\n")
        .contains("accuracy   0.94 → 0.985: +0.045 [")
        .contains("p = 0.03516 (McNemar, exact): BETTER");
  }
}
