package io.lepton.stats.resample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Numbers of bootstrap-golden.py, which lies beside bootstrap-golden.csv. */
class BootstrapAgainstScipyTest {
  private static String[] lines() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            BootstrapAgainstScipyTest.class.getResourceAsStream("bootstrap-golden.csv"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip().split("\n");
    }
  }

  @TestFactory
  java.util.stream.Stream<DynamicTest> agreesWithScipy() throws IOException {
    return Arrays.stream(lines())
        .skip(1)
        .map(line -> line.split(","))
        .map(f -> DynamicTest.dynamicTest(f[0] + " " + f[1] + " " + f[2], () -> agrees(f)));
  }

  private static void agrees(String[] f) {
    int replicates = Integer.parseInt(f[3]);
    double[][] arms =
        Arrays.stream(f)
            .skip(7)
            .map(arm -> Arrays.stream(arm.split(" ")).mapToDouble(Double::parseDouble).toArray())
            .toArray(double[][]::new);
    Bootstrap.Method method =
        f[2].equals("BCa") ? Bootstrap.Method.BCA : Bootstrap.Method.PERCENTILE;
    MeanBootstrap bootstrap = MeanBootstrap.withDefaults().withReplicates(replicates).with(method);
    Bootstrap.Result result =
        switch (f[1]) {
          case "mean" -> bootstrap.mean(arms[0], 1);
          case "difference" -> bootstrap.difference(arms[0], arms[1], 1);
          case "lift" -> bootstrap.lift(arms[0], arms[1], 1);
          case "ratio" -> bootstrap.ratio(arms[0], arms[1], 1);
          default ->
              QuantileBootstrap.withDefaults().withReplicates(replicates).quantile(arms[0], 0.9, 1);
        };
    double error = Double.parseDouble(f[6]);
    // a 2.5 % quantile of B normal replicates is off by 2.67/√B standard errors, with the bias
    // correction's own error by 3.7/√B; two sides, five deviations, and half more for skewness;
    // a share of 80 zeros and ones may hit the next one
    double allowed =
        1.5 * 5 * Math.sqrt(2) * 3.7 * error / Math.sqrt(replicates)
            + (f[0].startsWith("zeros") ? 1.0 / 80 : 1e-12);
    assertThat(result.interval().low()).isCloseTo(Double.parseDouble(f[4]), within(allowed));
    assertThat(result.interval().high()).isCloseTo(Double.parseDouble(f[5]), within(allowed));
    // heavy tails: the standard deviation of a standard deviation is 1/√(2B) for normal ones
    assertThat(result.standardError())
        .isCloseTo(error, within(5 * 2 * error / Math.sqrt(replicates)));
  }

  /** The route of general statistics gives the same BCa interval as the closed forms. */
  @org.junit.jupiter.api.Test
  void theGeneralRouteAgreesToo() throws IOException {
    String[] f = lines()[2].split(",");
    double[] values = Arrays.stream(f[7].split(" ")).mapToDouble(Double::parseDouble).toArray();
    Bootstrap.Result result =
        Bootstrap.withDefaults()
            .withReplicates(20_000)
            .with(Bootstrap.Method.BCA)
            .interval(
                values.length,
                places -> Arrays.stream(places).mapToDouble(i -> values[i]).average().orElseThrow(),
                new SplittableRandom(1));
    double allowed = 1.5 * 5 * 3.7 * Double.parseDouble(f[6]) / Math.sqrt(16_000);
    assertThat(result.interval().low()).isCloseTo(Double.parseDouble(f[4]), within(allowed));
    assertThat(result.interval().high()).isCloseTo(Double.parseDouble(f[5]), within(allowed));
  }
}
