package io.lepton.stats.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.Simulation;
import io.lepton.stats.internal.Uniformity;
import io.lepton.stats.test.FisherExact;
import io.lepton.stats.test.WelchT;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A/A simulation")
class AaSimulationTest {
  private static double welch(double[] first, double[] second) {
    return WelchT.withDefaults().test(first, second).pValue();
  }

  @Test
  void aSoundTestIsFit() {
    double[] values = Simulation.normal(new SplittableRandom(1), 100, 5, 2);
    // so many that the interval of a rate four standard errors high still ends below 0.07
    int runs = 5000;
    AaSimulation.Result result =
        AaSimulation.withDefaults()
            .withRuns(runs)
            .run(values, AaSimulationTest::welch, new SplittableRandom(2));
    assertThat(result.rate()).isCloseTo(0.05, Simulation.tolerance(0.05, runs));
    assertThat(result.interval().contains(result.rate())).isTrue();
    assertThat(result.uniformity()).isGreaterThan(0.001);
    assertThat(result.fitness()).isEqualTo(AaSimulation.Fitness.FIT);
  }

  @Test
  void unitsThatBelongTogetherMakeThePlainTestUnfit() {
    // assigned by user, tested by page view: the classic mistake
    SplittableRandom random = new SplittableRandom(3);
    List<double[]> users = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      users.add(Simulation.normal(random, 8, random.nextGaussian(), 1));
    }
    AaSimulation.Result views =
        AaSimulation.withDefaults()
            .run(users, (t, c) -> welch(flat(t), flat(c)), new SplittableRandom(4));
    assertThat(views.fitness()).isEqualTo(AaSimulation.Fitness.UNFIT);
    assertThat(views.rate()).isGreaterThan(0.2);
    assertThat(views.excess()).isGreaterThan(0.1);
    assertThat(views.excessPValue()).isLessThan(1e-6);
    AaSimulation.Result means =
        AaSimulation.withDefaults()
            .withRuns(5000)
            .run(users, (t, c) -> welch(means(t), means(c)), new SplittableRandom(4));
    assertThat(means.fitness()).isEqualTo(AaSimulation.Fitness.FIT);
  }

  private static double[] flat(List<double[]> users) {
    return users.stream().flatMapToDouble(Arrays::stream).toArray();
  }

  private static double[] means(List<double[]> users) {
    return users.stream().mapToDouble(views -> Arrays.stream(views).sum() / 8).toArray();
  }

  @Test
  void aConservativeExactTestIsFitThoughItsPValuesAreNotUniform() {
    double[] values = new double[200];
    Arrays.fill(values, 0, 6, 1);
    AaSimulation.Result result =
        AaSimulation.withDefaults()
            .run(
                values,
                (t, c) -> {
                  long first = (long) Arrays.stream(t).sum();
                  long second = (long) Arrays.stream(c).sum();
                  return FisherExact.withDefaults()
                      .test(new long[][] {{first, 100 - first}, {second, 100 - second}})
                      .pValue();
                },
                new SplittableRandom(5));
    assertThat(result.uniformity()).isLessThan(1e-6);
    assertThat(result.fitness()).isEqualTo(AaSimulation.Fitness.FIT);
  }

  @Test
  void fewRunsAndRefusalsAreInconclusive() {
    double[] values = Simulation.normal(new SplittableRandom(6), 60, 0, 1);
    AaSimulation few = AaSimulation.withDefaults().withRuns(100);
    assertThat(few.run(values, AaSimulationTest::welch, new SplittableRandom(7)).fitness())
        .isEqualTo(AaSimulation.Fitness.INCONCLUSIVE);
    double[] rare = new double[40];
    rare[0] = 1;
    rare[1] = 1;
    rare[2] = 1;
    SplittableRandom uniform = new SplittableRandom(10);
    AaSimulation.Result refused =
        AaSimulation.withDefaults()
            .run(
                rare,
                (t, c) -> {
                  if (Arrays.stream(t).sum() == 0) {
                    throw new InvalidInputException("no spread");
                  }
                  return uniform.nextDouble();
                },
                new SplittableRandom(8));
    assertThat(refused.refused()).isBetween(100, 400);
    assertThat(refused.fitness()).isEqualTo(AaSimulation.Fitness.INCONCLUSIVE);
  }

  @Test
  void badInputIsRefused() {
    AaSimulation one = AaSimulation.withDefaults();
    SplittableRandom random = new SplittableRandom(9);
    assertThatThrownBy(() -> one.withRuns(99)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> one.run(new double[3], (t, c) -> 1, random))
        .hasMessageContaining("at least two in each arm");
    assertThatThrownBy(() -> one.run(new double[] {1, 2, Double.NaN, 4}, (t, c) -> 1, random))
        .hasMessageContaining("values[2] is NaN");
    assertThatThrownBy(() -> one.run(new double[10], (t, c) -> Double.NaN, random))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("expected a p-value");
  }

  /** scipy.stats.ksone.sf(d, n) and kstwo.sf(d, n) of scipy 1.10.1. */
  @Test
  void distancesFromUniformAgreeWithScipy() {
    assertThat(Uniformity.aboveUpper(0.1, 20)).isCloseTo(0.6290710188849629, within(1e-11));
    assertThat(Uniformity.aboveUpper(0.05, 1000)).isCloseTo(0.006506037390545166, within(1e-11));
    // Stephens' correction of the limit, not exact
    assertThat(Uniformity.distanceUpper(0.1, 100)).isCloseTo(0.2526927570063874, within(5e-3));
    assertThat(Uniformity.distanceUpper(0.05, 1000)).isCloseTo(0.013012074781090332, within(5e-3));
  }
}
