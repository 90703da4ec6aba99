package io.lepton.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CombinationTest {
  private final double[][] answers = {{0.6, 0.4, 0}, {0.45, 0.55, 0}, {0.1, 0.2, 0.7}};

  @Test
  void averagesProbabilities() {
    double[] mean = Combination.probabilities().combine(answers);
    assertThat(mean[1]).isCloseTo(1.15 / 3, within(1e-15));
    assertThat(Combination.probabilities().decide(answers, mean)).isZero();
  }

  @Test
  void averagesLogits() {
    double[][] sure = {{0.5, 0.5}, {0.8, 0.2}};
    double[] mean = Combination.logits().combine(sure);
    // the mean of logits 0 and log 4 is log 2
    assertThat(mean[0] / mean[1]).isCloseTo(2, within(1e-12));
    double[] impossible = Combination.logits().combine(new double[][] {{1, 0}, {0, 1}});
    assertThat(impossible[0]).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void givesATieOfVotesToTheMoreProbableClass() {
    double[] shares = Combination.votes().combine(answers);
    assertThat(shares).containsExactly(1.0 / 3, 1.0 / 3, 1.0 / 3);
    assertThat(Combination.votes().decide(answers, shares)).isZero();
    assertThat(Combination.votes().decide(new double[][] {{0.4, 0.6}, {0.9, 0.1}}, new double[2]))
        .isZero();
  }

  @Test
  void weighsMembers() {
    Combination weighted = new Combination(Combination.Rule.PROBABILITIES, List.of(0.0, 0.0, 2.0));
    assertThat(weighted.combine(answers)).containsExactly(0.1, 0.2, 0.7);
    assertThatThrownBy(() -> new Combination(Combination.Rule.VOTES, List.of(-1.0, 2.0)))
        .hasMessageContaining("[-1.0, 2.0]");
    assertThatThrownBy(() -> new Combination(Combination.Rule.LOGITS, List.of(0.0)))
        .hasMessageContaining("a sum above 0");
  }

  @Test
  void learnsToTrustTheMemberThatKnows() {
    SplittableRandom random = new SplittableRandom(1);
    int rows = 500;
    double[][][] probabilities = new double[2][rows][];
    int[] labels = new int[rows];
    for (int row = 0; row < rows; row++) {
      double p = 0.1 + 0.8 * random.nextDouble();
      labels[row] = random.nextDouble() < p ? 1 : 0;
      probabilities[0][row] = new double[] {1 - p, p}; // calibrated
      double noise = random.nextDouble();
      probabilities[1][row] = new double[] {1 - noise, noise}; // knows nothing
    }
    Combination learnt = Stacking.withDefaults().fit(probabilities, labels);
    // The deviations of the estimates are about 0.1 with 500 rows.
    assertThat(learnt.weights().get(0)).isBetween(0.6, 1.4);
    assertThat(learnt.weights().get(1)).isBetween(-0.2, 0.2);
    Combination held = Stacking.withDefaults().withRidge(1e9).fit(probabilities, labels);
    assertThat(held.weights().get(0)).isCloseTo(0.5, within(1e-5));
  }

  @Test
  void refusesPredictionsThatDoNotFit() {
    Stacking stacking = Stacking.withDefaults();
    assertThatThrownBy(() -> stacking.fit(new double[][][] {{{0.5, 0.5}}}, new int[] {2}))
        .hasMessageContaining("row 0 has the label 2 of 2 classes");
    assertThatThrownBy(() -> stacking.fit(new double[][][] {{{Double.NaN, 0.5}}}, new int[1]))
        .hasMessageContaining("row 0 has the probability NaN");
    assertThatThrownBy(() -> stacking.fit(new double[1][3][2], new int[2]))
        .hasMessageContaining("3 rows; there are 2 labels");
    assertThatThrownBy(() -> stacking.fit(new double[0][][], new int[0]))
        .hasMessageContaining("at least one");
    assertThatThrownBy(() -> stacking.withFolds(1)).hasMessageContaining("1 folds");
    assertThatThrownBy(() -> stacking.withRidge(0)).hasMessageContaining("ridge is 0.0");
  }
}
