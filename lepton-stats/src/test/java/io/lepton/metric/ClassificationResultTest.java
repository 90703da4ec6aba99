package io.lepton.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Evaluation;
import io.lepton.model.Interval;
import io.lepton.model.Measure;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A classification result")
class ClassificationResultTest {
  private static final List<String> TWO = List.of("bad", "good");

  private static void refused(ThrowingCallable call, String... parts) {
    assertThatThrownBy(call)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(parts);
  }

  private static double value(ClassificationResult result, String metric) {
    return result.evaluation().get(metric).value();
  }

  @Test
  void givesTheNumbersInTheDocumentationOfScikitLearn() {
    ClassificationResult ranks = Results.binary(new int[] {0, 0, 1, 1}, 0.1, 0.4, 0.35, 0.8);
    assertThat(value(ranks, "roc_auc")).isEqualTo(0.75);
    assertThat(value(ranks, "pr_auc")).isCloseTo(0.8333333333333333, within(1e-15));
    ClassificationResult brier = Results.binary(new int[] {0, 1, 1, 0}, 0.1, 0.9, 0.8, 0.3);
    assertThat(value(brier, "brier")).isCloseTo(0.0375, within(1e-15));
    ClassificationResult loss = Results.binary(new int[] {1, 0, 0, 1}, 0.9, 0.1, 0.2, 0.65);
    assertThat(value(loss, "log_loss")).isCloseTo(0.21616187468057912, within(1e-15));
  }

  @Test
  void givesTheRocCurveInTheDocumentationOfScikitLearn() {
    ClassificationResult result = Results.binary(new int[] {0, 0, 1, 1}, 0.1, 0.4, 0.35, 0.8);
    assertThat(result.rocCurve())
        .containsExactly(
            new RocPoint(0, 0, Double.POSITIVE_INFINITY),
            new RocPoint(0, 0.5, 0.8),
            new RocPoint(0.5, 0.5, 0.4),
            new RocPoint(0.5, 1, 0.35),
            new RocPoint(1, 1, 0.1));
  }

  @Test
  void listsItsMetricsInOrderWithDataAndDirection() {
    ClassificationResult result =
        Results.binary(new int[] {0, 1, 0, 1, 1, 0}, 0.2, 0.7, 0.6, 0.8, 0.4, 0.1);
    Evaluation evaluation = result.evaluation();
    assertThat(evaluation.measures().stream().map(Measure::metric))
        .containsExactly(
            "accuracy",
            "precision",
            "recall",
            "f1",
            "roc_auc",
            "pr_auc",
            "log_loss",
            "brier",
            "expected_calibration_error");
    assertThat(evaluation.data()).isEqualTo(Results.data(6));
    assertThat(evaluation.get("precision").n()).isEqualTo(3);
    assertThat(evaluation.get("recall").n()).isEqualTo(3);
    assertThat(evaluation.get("f1").n()).isEqualTo(4);
    assertThat(evaluation.get("brier").direction()).isEqualTo(Measure.Direction.LOWER_IS_BETTER);
    assertThat(evaluation.get("roc_auc").direction()).isEqualTo(Measure.Direction.HIGHER_IS_BETTER);
    for (Measure measure : evaluation.measures()) {
      Interval interval = measure.findInterval().orElseThrow();
      assertThat(interval.level()).as(measure.metric()).isEqualTo(0.95);
    }
    assertThat(result.withLevel(0.5).evaluation().get("brier").findInterval().orElseThrow().width())
        .isLessThan(evaluation.get("brier").findInterval().orElseThrow().width());
  }

  @Test
  void isTheSameForTheSameSeed() {
    ClassificationResult result =
        Results.binary(new int[] {0, 1, 0, 1, 1, 0}, 0.2, 0.7, 0.6, 0.8, 0.4, 0.1);
    assertThat(result.evaluation()).isEqualTo(result.withSeed(42).evaluation());
    assertThat(result.withSeed(1).evaluation()).isNotEqualTo(result.evaluation());
  }

  @Test
  void leavesOutWhatIsNotDefined() {
    Evaluation onlyNegative = Results.binary(new int[] {0, 0, 0}, 0.2, 0.3, 0.1).evaluation();
    assertThat(onlyNegative.measures().stream().map(Measure::metric))
        .containsExactly("accuracy", "log_loss", "brier", "expected_calibration_error");
    Evaluation nonePredicted = Results.binary(new int[] {0, 1, 0}, 0.2, 0.3, 0.1).evaluation();
    assertThat(nonePredicted.find("precision")).isEmpty();
    assertThat(nonePredicted.get("recall").value()).isZero();
    assertThat(nonePredicted.get("roc_auc").findInterval()).as("one positive").isEmpty();
    ClassificationResult one = Results.binary(new int[] {0}, 0.2);
    assertThat(one.evaluation().get("log_loss").findInterval()).isEmpty();
    refused(one::rocCurve, "0 positive and 1 negative");
    refused(one::precisionRecallCurve, "positive case");
  }

  @Test
  void isFiniteForCertainButWrongPredictions() {
    Evaluation evaluation = Results.binary(new int[] {1, 0}, 0, 1).evaluation();
    assertThat(evaluation.get("log_loss").value()).isCloseTo(36.04365338911715, within(1e-12));
    assertThat(evaluation.get("brier").value()).isEqualTo(1);
  }

  @Test
  void decidesAtOrAboveItsThreshold() {
    ClassificationResult result = Results.binary(new int[] {0, 0, 1, 1}, 0.1, 0.5, 0.35, 0.8);
    assertThat(result.predicted()).containsExactly(0, 1, 0, 1);
    assertThat(result.correct()).containsExactly(true, false, false, true);
    assertThat(result.withThreshold(0.35).predicted()).containsExactly(0, 1, 1, 1);
    assertThat(result.withThreshold(0.35).confusionMatrix().count("bad", "good")).isEqualTo(1);
    refused(() -> result.withThreshold(1.5), "1.5");
    refused(() -> result.confusionMatrix().count("ugly", "good"), "ugly", "[bad, good]");
  }

  @Test
  void takesTheFirstClassAsPositiveIfAsked() {
    ClassificationResult result =
        ClassificationResult.of(
            Results.data(4),
            TWO,
            "bad",
            new int[] {0, 0, 1, 1},
            new double[][] {{.9, .1}, {.6, .4}, {.65, .35}, {.2, .8}});
    assertThat(result.labels()).containsExactly(true, true, false, false);
    assertThat(result.scores()).containsExactly(0.9, 0.6, 0.65, 0.2);
    assertThat(value(result, "roc_auc")).isEqualTo(0.75);
    assertThat(result.predicted()).containsExactly(0, 0, 0, 1);
  }

  @Test
  void bringsPredictionsTogetherInTheCalibrationCurve() {
    ClassificationResult result =
        Results.binary(new int[] {0, 1, 0, 1, 1}, 0.0, 0.1, 0.5, 0.9, 1.0);
    List<CalibrationBin> curve = result.calibrationCurve(2);
    assertThat(curve).hasSize(2);
    assertThat(curve.get(0).count()).isEqualTo(3);
    assertThat(curve.get(0).meanPredicted()).isCloseTo(0.2, within(1e-15));
    assertThat(curve.get(0).observedRate()).isCloseTo(1.0 / 3, within(1e-15));
    assertThat(curve.get(0).interval().contains(1.0 / 3)).isTrue();
    assertThat(curve.get(1).count()).isEqualTo(2);
    refused(() -> result.calibrationCurve(0), "0 bins");
    // bins (0, 0.1], (0.4, 0.5], (0.8, 0.9], (0.9, 1]: |0.1 − 1| + 0.5 + 0.1 + 0
    assertThat(value(result, "expected_calibration_error")).isCloseTo(1.5 / 5, within(1e-15));
  }

  @Test
  void handsOutCopies() {
    int[] actual = {0, 1};
    double[][] probabilities = {{.9, .1}, {.2, .8}};
    ClassificationResult result =
        ClassificationResult.of(Results.data(2), TWO, "good", actual, probabilities);
    actual[0] = 1;
    probabilities[0][1] = 0.7;
    result.actual()[1] = 0;
    result.scores()[0] = 9;
    result.confusionMatrix().counts()[0][0] = 99;
    assertThat(result.actual()).containsExactly(0, 1);
    assertThat(result.scores()).containsExactly(0.1, 0.8);
    assertThat(result.confusionMatrix().count("bad", "bad")).isEqualTo(1);
  }

  @Test
  void refusesWhatIsNoPrediction() {
    double[][] fine = {{.9, .1}, {.2, .8}};
    int[] actual = {0, 1};
    refused(() -> of(TWO, "good", new int[0], new double[0][]), "no cases");
    refused(() -> of(TWO, "good", new int[] {0}, fine), "actual has 1", "probabilities has 2");
    refused(() -> of(TWO, "good", new int[] {0, 2}, fine), "actual[1] is 2", "[bad, good]");
    refused(() -> of(TWO, "good", new int[] {-1, 1}, fine), "actual[0] is -1");
    refused(() -> of(TWO, "best", actual, fine), "best", "[bad, good]");
    refused(() -> of(TWO, null, actual, fine), "null", "name one of the two");
    refused(() -> of(List.of("a"), "a", actual, fine), "at least two");
    refused(() -> of(List.of("a", "a"), "a", actual, fine), "alike");
    refused(
        () -> of(TWO, "good", actual, new double[][] {{.9, .1}, {1.2, -.2}}),
        "probabilities[1][0] is 1.2");
    refused(
        () -> of(TWO, "good", actual, new double[][] {{Double.NaN, .1}, {.2, .8}}),
        "probabilities[0][0] is NaN");
    refused(
        () -> of(TWO, "good", actual, new double[][] {{.9, .1}, {.2, .79}}),
        "probabilities[1] has the sum 0.99");
    refused(
        () -> of(TWO, "good", actual, new double[][] {{.9, .1}, {1}}), "probabilities[1] has 1");
  }

  private static ClassificationResult of(
      List<String> classes, String positive, int[] actual, double[][] probabilities) {
    return ClassificationResult.of(Results.data(2), classes, positive, actual, probabilities);
  }

  @Test
  void averagesOverTheClassesThatOccur() {
    double[][] p = {{.7, .2, .1}, {.1, .8, .1}, {.3, .6, .1}, {.1, .3, .6}};
    ClassificationResult result = Results.multiClass(new int[] {0, 1, 0, 1}, p);
    assertThat(result.predicted()).containsExactly(0, 1, 1, 2);
    assertThat(value(result, "recall")).isEqualTo(0.5);
    assertThat(value(result, "precision")).isEqualTo((1 + 0.5) / 2);
    assertThat(value(result, "f1")).isCloseTo((2.0 / 3 + 0.5) / 2, within(1e-15));
    refused(result::scores, "two classes");
    refused(result::rocCurve, "two classes");
    refused(() -> result.withThreshold(0.3), "two classes");
    double[][] never = {{.7, .2, .1}, {.8, .1, .1}, {.6, .3, .1}};
    Evaluation evaluation = Results.multiClass(new int[] {0, 1, 0}, never).evaluation();
    assertThat(evaluation.find("precision")).as("class 1 is never decided on").isEmpty();
    assertThat(evaluation.get("f1").value()).isCloseTo(0.4, within(1e-15));
  }
}
