package io.lepton.stats.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lepton.stats.Alternative;
import io.lepton.stats.test.KolmogorovSmirnov;
import io.lepton.stats.test.SampleRatioMismatch;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@DisplayName("Tails and quantiles against 40-digit arithmetic")
class DistributionTest {
  private static final double RELATIVE = 1e-12;

  private static JsonNode reference() throws Exception {
    try (InputStream in =
        Alternative.class.getResourceAsStream("/io/lepton/stats/distribution-reference.json")) {
      return new ObjectMapper().readTree(in);
    }
  }

  @TestFactory
  List<DynamicTest> functions() throws Exception {
    List<DynamicTest> tests = new ArrayList<>();
    add(tests, "normal_upper", x -> Normal.upperTail(x[0]));
    add(tests, "normal_upper_quantile", x -> Normal.upperQuantile(x[0]));
    add(tests, "student_upper", x -> Tails.studentUpper(x[0], x[1]));
    add(tests, "student_upper_quantile", x -> Tails.studentUpperQuantile(x[0], x[1]));
    add(tests, "chi_square_upper", x -> Tails.chiSquareUpper(x[0], x[1]));
    add(tests, "chi_square_upper_quantile", x -> Tails.chiSquareUpperQuantile(x[0], x[1]));
    add(tests, "noncentral_t_upper", x -> NoncentralT.upper(x[0], x[1], x[2]));
    add(tests, "kolmogorov_upper", x -> Kolmogorov.limitUpper(x[0]));
    assertThat(tests).hasSizeGreaterThan(130);
    return tests;
  }

  private static void add(List<DynamicTest> tests, String name, ToDoubleFunction<double[]> function)
      throws Exception {
    for (JsonNode row : reference().get(name)) {
      double[] values = doubles(row);
      double expected = values[values.length - 1];
      tests.add(
          DynamicTest.dynamicTest(
              name + row,
              () ->
                  assertThat(function.applyAsDouble(values))
                      .isCloseTo(expected, within(RELATIVE * Math.abs(expected)))));
    }
  }

  @TestFactory
  List<DynamicTest> exactKolmogorovSmirnov() throws Exception {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode row : reference().get("ks_exact")) {
      tests.add(
          DynamicTest.dynamicTest(
              row.get("x").size() + " against " + row.get("y").size(),
              () -> {
                KolmogorovSmirnov.Result result =
                    KolmogorovSmirnov.withDefaults()
                        .test(doubles(row.get("x")), doubles(row.get("y")));
                double p = row.get("p").asDouble();
                assertThat(result.statistic())
                    .isCloseTo(row.get("statistic").asDouble(), within(1e-14));
                assertThat(result.pValue()).isCloseTo(p, within(1e-9 * p));
              }));
    }
    return tests;
  }

  @Test
  void exactMultinomialSumsTheSplitsNoMoreProbable() throws Exception {
    for (JsonNode row : reference().get("multinomial")) {
      long[] observed =
          StreamSupport.stream(row.get("observed").spliterator(), false)
              .mapToLong(JsonNode::asLong)
              .toArray();
      SampleRatioMismatch.Result result =
          SampleRatioMismatch.withDefaults().test(observed, doubles(row.get("weights")));
      double p = row.get("p").asDouble();
      assertThat(result.method()).isEqualTo(SampleRatioMismatch.Method.EXACT);
      assertThat(result.pValue()).isCloseTo(p, within(1e-12));
    }
  }

  private static double[] doubles(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .mapToDouble(JsonNode::asDouble)
        .toArray();
  }
}
