package io.lepton.tune.internal.gp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LogImprovementTest {
  @Test
  void agreesWithSixtyDigitsFarBelowWhatADoubleCanHold() throws Exception {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    getClass().getResourceAsStream("/io/lepton/tune/internal/improvement.txt")),
                StandardCharsets.US_ASCII))) {
      List<String> rows = lines.lines().filter(line -> !line.startsWith("#")).toList();
      assertThat(rows).hasSize(20);
      for (String row : rows) {
        double[] v = Arrays.stream(row.split(" ")).mapToDouble(Double::parseDouble).toArray();
        LogImprovement.LogValue improvement = LogImprovement.improvement(v[0]);
        LogImprovement.LogValue probability = LogImprovement.probability(v[0]);
        // 1 − t M(t) loses t² ≤ 144 times the rounding of M, which exp(t²/2) makes up to 1e-14.
        near(row, improvement.value(), v[1], 1e-11);
        near(row, improvement.slope(), v[2], 1e-11);
        near(row, probability.value(), v[3], 1e-13);
        near(row, probability.slope(), v[4], 1e-13);
      }
    }
  }

  private static void near(String row, double value, double expected, double relative) {
    assertThat(value)
        .as(row)
        .isCloseTo(expected, offset(relative * Math.max(1, Math.abs(expected))));
  }

  @Test
  void risesEverywhereAndHasNoJumpWhereTheFormulaChanges() {
    double before = Double.NEGATIVE_INFINITY;
    for (double z = -50; z < 10; z += 1e-3) {
      double value = LogImprovement.improvement(z).value();
      assertThat(value).isGreaterThan(before);
      before = value;
    }
    for (double border : new double[] {-1, -12}) {
      double left = LogImprovement.improvement(Math.nextDown(border)).value();
      assertThat(LogImprovement.improvement(Math.nextUp(border)).value())
          .isCloseTo(left, offset(1e-10));
    }
  }
}
