package io.lepton.metric;

import static io.lepton.stats.Simulation.tolerance;
import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.model.Evaluation;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Simulated coverage of the metrics' intervals")
class MetricCoverageTest {
  /** Evaluated on so many cases that its own error is a twentieth of the intervals' width. */
  private static Evaluation truth(double slope) {
    return draw(new SplittableRandom(99), 100_000, slope).withReplicates(100).evaluation();
  }

  private static double coverage(String metric, Evaluation truth, List<Evaluation> samples) {
    double value = truth.get(metric).value();
    long covered =
        samples.stream()
            .filter(sample -> sample.get(metric).findInterval().orElseThrow().contains(value))
            .count();
    return (double) covered / samples.size();
  }

  private static List<Evaluation> samples(int runs, double slope) {
    SplittableRandom random = new SplittableRandom(20);
    return IntStream.range(0, runs)
        .mapToObj(run -> draw(random.split(), 300, slope).withReplicates(200).evaluation())
        .toList();
  }

  @Test
  void closedFormsCoverAtTheirLevel() {
    int runs = 600;
    Evaluation truth = truth(2);
    List<Evaluation> samples = samples(runs, 2);
    for (String metric :
        List.of(
            "accuracy", "precision", "recall", "f1", "roc_auc", "pr_auc", "log_loss", "brier")) {
      assertThat(coverage(metric, truth, samples))
          .as(metric)
          .isCloseTo(0.95, tolerance(0.95, runs));
    }
    // removing the bias leaves the interval a little narrow
    assertThat(coverage("expected_calibration_error", truth, samples))
        .isBetween(0.9 - tolerance(0.9, runs).value, 0.99);
  }

  @Test
  void calibrationErrorOfSoundProbabilitiesMayBeZero() {
    int runs = 300;
    long reachingZero =
        samples(runs, 1).stream()
            .filter(
                sample ->
                    sample.get("expected_calibration_error").findInterval().orElseThrow().low()
                        == 0)
            .count();
    assertThat((double) reachingZero / runs).isCloseTo(0.975, tolerance(0.975, runs));
  }

  /** Outcomes with log-odds x, predicted as slope·x: calibrated where slope is 1. */
  private static ClassificationResult draw(SplittableRandom random, int n, double slope) {
    int[] actual = new int[n];
    double[] scores = new double[n];
    for (int i = 0; i < n; i++) {
      double logit = 1.5 * random.nextGaussian() - 0.5;
      actual[i] = random.nextDouble() < 1 / (1 + Math.exp(-logit)) ? 1 : 0;
      scores[i] = 1 / (1 + Math.exp(-slope * logit));
    }
    return Results.binary(actual, scores);
  }
}
