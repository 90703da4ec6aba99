package io.lepton.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lepton.model.Evaluation;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

@DisplayName("Agreement with scikit-learn")
class MetricReferenceTest {
  private static final List<String> BINARY =
      List.of("accuracy", "precision", "recall", "f1", "roc_auc", "pr_auc", "log_loss", "brier");
  private static final List<String> MULTI_CLASS =
      List.of("accuracy", "precision", "recall", "f1", "roc_auc", "log_loss", "brier");

  private static JsonNode reference() throws Exception {
    try (InputStream in = MetricReferenceTest.class.getResourceAsStream("metric-reference.json")) {
      return new ObjectMapper().readTree(in);
    }
  }

  @TestFactory
  List<DynamicTest> twoClasses() throws Exception {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode row : reference().get("binary")) {
      double[] p = doubles(row.get("p"));
      ClassificationResult result = Results.binary(ints(row.get("y")), p);
      String name = p.length + " cases: ";
      addMeasures(tests, name, BINARY, result, row);
      tests.add(DynamicTest.dynamicTest(name + "confusion", () -> confusion(result, row)));
      tests.add(DynamicTest.dynamicTest(name + "curves", () -> curves(result, row)));
      if (row.has("calibration_true")) {
        tests.add(DynamicTest.dynamicTest(name + "calibration", () -> calibration(result, row)));
      }
    }
    assertThat(tests).hasSize(4 * (BINARY.size() + 2) + 2);
    return tests;
  }

  @TestFactory
  List<DynamicTest> moreClasses() throws Exception {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode row : reference().get("multiclass")) {
      double[][] p =
          StreamSupport.stream(row.get("p").spliterator(), false)
              .map(MetricReferenceTest::doubles)
              .toArray(double[][]::new);
      ClassificationResult result = Results.multiClass(ints(row.get("y")), p);
      String name = row.get("classes") + " classes: ";
      addMeasures(tests, name, MULTI_CLASS, result, row);
      tests.add(DynamicTest.dynamicTest(name + "confusion", () -> confusion(result, row)));
    }
    assertThat(tests).hasSize(2 * (MULTI_CLASS.size() + 1));
    return tests;
  }

  private static void addMeasures(
      List<DynamicTest> tests,
      String name,
      List<String> metrics,
      ClassificationResult result,
      JsonNode row) {
    Evaluation evaluation = result.evaluation();
    for (String metric : metrics) {
      tests.add(
          DynamicTest.dynamicTest(
              name + metric,
              () -> {
                double value = row.get(metric).asDouble();
                assertThat(evaluation.get(metric).value()).isCloseTo(value, within(1e-12));
                assertThat(evaluation.get(metric).findInterval()).isPresent();
                assertThat(evaluation.get(metric).findInterval().orElseThrow().contains(value))
                    .isTrue();
              }));
    }
  }

  private static void confusion(ClassificationResult result, JsonNode row) {
    long[][] counts = result.confusionMatrix().counts();
    for (int i = 0; i < counts.length; i++) {
      for (int j = 0; j < counts.length; j++) {
        assertThat(counts[i][j]).isEqualTo(row.get("confusion").get(i).get(j).asLong());
      }
    }
  }

  private static void curves(ClassificationResult result, JsonNode row) {
    List<RocPoint> roc = result.rocCurve();
    assertThat(roc.stream().mapToDouble(RocPoint::falsePositiveRate).toArray())
        .containsExactly(doubles(row.get("fpr")), within(1e-12));
    assertThat(roc.stream().mapToDouble(RocPoint::truePositiveRate).toArray())
        .containsExactly(doubles(row.get("tpr")), within(1e-12));
    List<PrecisionRecallPoint> curve = result.precisionRecallCurve();
    // scikit-learn begins with a point of recall 0 and precision 1 that no threshold gives
    double[] precision = doubles(row.get("curve_precision"));
    double[] recall = doubles(row.get("curve_recall"));
    assertThat(curve).hasSize(precision.length - 1);
    for (int i = 0; i < curve.size(); i++) {
      assertThat(curve.get(i).precision()).isCloseTo(precision[i + 1], within(1e-12));
      assertThat(curve.get(i).recall()).isCloseTo(recall[i + 1], within(1e-12));
    }
  }

  private static void calibration(ClassificationResult result, JsonNode row) {
    List<CalibrationBin> curve = result.calibrationCurve(5);
    assertThat(curve.stream().mapToDouble(CalibrationBin::observedRate).toArray())
        .containsExactly(doubles(row.get("calibration_true")), within(1e-12));
    assertThat(curve.stream().mapToDouble(CalibrationBin::meanPredicted).toArray())
        .containsExactly(doubles(row.get("calibration_predicted")), within(1e-12));
  }

  private static double[] doubles(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .mapToDouble(JsonNode::asDouble)
        .toArray();
  }

  private static int[] ints(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).mapToInt(JsonNode::asInt).toArray();
  }
}
