package io.lepton.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.bytes.ByteSource;
import io.lepton.bytes.Digest;
import io.lepton.error.InvalidInputException;
import io.lepton.model.DataReference;
import io.lepton.model.Evaluation;
import io.lepton.model.Interval;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RegressionResultTest {
  private static final DataReference DATA =
      new DataReference("test", Digest.of(ByteSource.of(new byte[] {1})), 5);

  @Test
  void agreesWithScikitLearnAndScipy() {
    double[] actual = {3, -0.5, 2, 7, 4.2};
    double[] predicted = {2.5, 0, 2, 8, 4.0};
    Evaluation evaluation = RegressionResult.of(DATA, actual, predicted).evaluation();
    // sklearn.metrics: mean_squared_error(squared=False), mean_absolute_error, r2_score
    assertThat(evaluation.get("rmse").value()).isCloseTo(0.5549774770204643, within(1e-15));
    assertThat(evaluation.get("mae").value()).isCloseTo(0.44, within(1e-15));
    assertThat(evaluation.get("r2").value()).isCloseTo(0.9496600418410042, within(1e-14));
    // scipy.stats.t.interval(0.95, 4, loc=mean, scale=sem) of the absolute errors
    Interval mae = evaluation.get("mae").findInterval().orElseThrow();
    assertThat(mae.low()).isCloseTo(MAE_LOW, within(1e-9));
    assertThat(mae.high()).isCloseTo(MAE_HIGH, within(1e-9));
  }

  private static final double MAE_LOW = 0.0;
  private static final double MAE_HIGH = 0.9095394725411878;

  /**
   * 400 samples of 200 cases: a right 95 % interval covers in 380, with a standard deviation of
   * 4.4; below 360 or all of them would be more than 4.5 of these away.
   */
  @Test
  void intervalsCoverTheTruth() {
    SplittableRandom random = new SplittableRandom(7);
    int rmse = 0;
    int r2 = 0;
    for (int sample = 0; sample < 400; sample++) {
      double[] actual = new double[200];
      double[] predicted = new double[200];
      for (int i = 0; i < 200; i++) {
        predicted[i] = 2 * random.nextGaussian();
        actual[i] = predicted[i] + random.nextGaussian();
      }
      Evaluation evaluation = RegressionResult.of(DATA, actual, predicted).evaluation();
      rmse += covers(evaluation, "rmse", 1) ? 1 : 0;
      r2 += covers(evaluation, "r2", 0.8) ? 1 : 0;
    }
    assertThat(rmse).isBetween(360, 399);
    assertThat(r2).isBetween(360, 399);
  }

  private static boolean covers(Evaluation evaluation, String metric, double truth) {
    Interval interval = evaluation.get(metric).findInterval().orElseThrow();
    return interval.low() <= truth && truth <= interval.high();
  }

  @Test
  void leavesOutWhatIsNotDefined() {
    Evaluation one = RegressionResult.of(DATA, new double[] {2}, new double[] {3}).evaluation();
    assertThat(one.find("r2")).isEmpty();
    assertThat(one.get("mae").findInterval()).isEmpty();
  }

  @Test
  void refusesWhatIsNoNumber() {
    assertThatThrownBy(
            () -> RegressionResult.of(DATA, new double[] {1, Double.NaN}, new double[] {1, 2}))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("actual");
    assertThatThrownBy(() -> RegressionResult.of(DATA, new double[] {1}, new double[] {1, 2}))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void ranksAgreeWithScikitLearn() {
    RankingResult.Ranking first =
        new RankingResult.Ranking(List.of(false, true, true, false, false), 3);
    RankingResult.Ranking second =
        new RankingResult.Ranking(List.of(true, false, false, false, false), 1);
    Evaluation evaluation = RankingResult.of(DATA, 5, List.of(first, second)).evaluation();
    assertThat(evaluation.get("recall@5").value()).isCloseTo((2.0 / 3 + 1) / 2, within(1e-15));
    assertThat(evaluation.get("hit_rate@5").value()).isEqualTo(1);
    assertThat(evaluation.get("mrr@5").value()).isEqualTo(0.75);
    // sklearn.metrics.ndcg_score([[0, 1, 1, 0, 0, 1]], [[6, 5, 4, 3, 2, 1]], k=5)
    assertThat(evaluation.get("ndcg@5").value())
        .isCloseTo((0.5307212739772434 + 1) / 2, within(1e-12));
  }

  @Test
  void refusesMoreHitsThanRelevantItems() {
    assertThatThrownBy(() -> new RankingResult.Ranking(List.of(true, true), 1))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> RankingResult.of(DATA, 5, List.of()))
        .isInstanceOf(InvalidInputException.class);
  }
}
