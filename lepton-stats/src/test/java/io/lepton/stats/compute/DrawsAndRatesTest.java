package io.lepton.stats.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.spi.ComputeBackend;
import io.lepton.spi.RandomLaw;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.distribution.BetaDistribution;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.distribution.GammaDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.TDistribution;
import org.junit.jupiter.api.Test;

class DrawsAndRatesTest {
  private static final int N = 40_000;
  private static final PosteriorDraws DRAWS = PosteriorDraws.withDefaults();

  /** Kolmogorov's distance times √n is above 2.3 once in 20,000 samples. */
  private static void follows(double[] draws, DoubleUnaryOperator cumulative) {
    double[] sorted = draws.clone();
    Arrays.sort(sorted);
    double distance = 0;
    for (int i = 0; i < sorted.length; i++) {
      double p = cumulative.applyAsDouble(sorted[i]);
      distance = Math.max(distance, Math.max(p - (double) i / N, (i + 1.0) / N - p));
    }
    assertThat(distance * Math.sqrt(N)).isLessThan(2.3);
  }

  @Test
  void posteriorDrawsFollowTheirLaws() {
    follows(DRAWS.beta(0.3, 4, N, 1), new BetaDistribution(null, 0.3, 4)::cumulativeProbability);
    follows(DRAWS.beta(31, 70, N, 2), new BetaDistribution(null, 31, 70)::cumulativeProbability);
    follows(
        DRAWS.gamma(0.4, 2, N, 3), new GammaDistribution(null, 0.4, 0.5)::cumulativeProbability);
    follows(
        DRAWS.gamma(9, 3, N, 4), new GammaDistribution(null, 9, 1.0 / 3)::cumulativeProbability);
    follows(DRAWS.normal(5, 2, N, 5), new NormalDistribution(null, 5, 2)::cumulativeProbability);
    TDistribution t = new TDistribution(null, 3.5);
    follows(DRAWS.studentT(3.5, 1, 2, N, 6), x -> t.cumulativeProbability((x - 1) / 2));
    double[][] shares = DRAWS.dirichlet(new double[] {2, 0.5, 3}, N, 7);
    follows(
        Arrays.stream(shares).mapToDouble(draw -> draw[1]).toArray(),
        new BetaDistribution(null, 0.5, 5)::cumulativeProbability);
    follows(
        Arrays.stream(shares).mapToDouble(draw -> draw[2]).toArray(),
        new BetaDistribution(null, 3, 2.5)::cumulativeProbability);
    assertThat(shares[17][0] + shares[17][1] + shares[17][2]).isCloseTo(1, within(1e-15));
  }

  /** By inversion and by rejection; each probability within five standard errors. */
  @Test
  void binomialDrawsFollowTheirLaw() {
    for (double p : new double[] {0.05, 0.3, 0.97}) {
      int trials = 120;
      double[] draws = new JvmBackend().draws(new RandomLaw.Binomial(trials, p), N, 8);
      BinomialDistribution law = new BinomialDistribution(null, trials, p);
      int[] counts = new int[trials + 1];
      for (double draw : draws) {
        counts[(int) draw]++;
      }
      for (int k = 0; k <= trials; k++) {
        double expected = law.probability(k);
        double allowed = 5 * Math.sqrt(expected / N) + 5.0 / N;
        assertThat((double) counts[k] / N).isCloseTo(expected, within(allowed));
      }
    }
  }

  @Test
  void drawsRefuseWhatMakesNoSense() {
    assertThatThrownBy(() -> DRAWS.beta(0, 1, 5, 1)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> DRAWS.gamma(1, Double.NaN, 5, 1))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> DRAWS.normal(0, 0, 5, 1)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> DRAWS.dirichlet(new double[] {1}, 5, 1))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void ratesDoNotDependOnThreadsAndProgressGrows() {
    List<Integer> reports = new ArrayList<>();
    Simulation one =
        Simulation.withDefaults()
            .withRuns(2000)
            .withThreads(1)
            .with((done, all) -> reports.add(done));
    Simulation.Rate rate = one.rate(random -> random.nextDouble() < 0.3, 5);
    Simulation.Rate same =
        one.withThreads(7).rate(random -> random.nextDouble(), value -> value < 0.3, 5);
    assertThat(same).isEqualTo(rate);
    assertThat(rate.interval().contains(0.3)).isTrue();
    assertThat(rate.estimate()).isCloseTo(0.3, within(4 * Math.sqrt(0.21 / 2000)));
    assertThat(reports.subList(0, 100)).isSorted().endsWith(2000);
    assertThatThrownBy(
            () ->
                one.withThreads(3)
                    .rate(
                        random -> {
                          throw new IllegalStateException("mine");
                        },
                        1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("mine");
  }

  private static ComputeBackend named(String name, Optional<String> unavailable) {
    return (ComputeBackend)
        Proxy.newProxyInstance(
            DrawsAndRatesTest.class.getClassLoader(),
            new Class<?>[] {ComputeBackend.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "name" -> name;
                  case "unavailable" -> unavailable;
                  default -> new double[1][1];
                });
  }

  @Test
  void theFastestIsChosenAndTheTrialTold() {
    // the first backend's runs take 5 of the clock's steps each, the second's 1
    AtomicLong time = new AtomicLong();
    AtomicLong calls = new AtomicLong();
    Backends.Choice choice =
        Backends.measured(
            List.of(
                named("slow", Optional.empty()),
                named("fast", Optional.empty()),
                named("none", Optional.of("no such device"))),
            1000,
            1000,
            () -> time.addAndGet(calls.getAndIncrement() < 6 ? 5_000_000 : 1_000_000));
    assertThat(choice.backend().name()).isEqualTo("fast");
    assertThat(choice.reason())
        .isEqualTo(
            "measured on 1000 rows, 1000 replicates: fast 1.0 ms, slow 5.0 ms,"
                + " none not usable (no such device)");
    assertThat(choice.trials())
        .extracting(Backends.Trial::name)
        .containsExactly("fast", "slow", "none");
    assertThatThrownBy(
            () ->
                Backends.measured(
                    List.of(named("none", Optional.of("no such device"))), 10, 10, () -> 0))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("no such device");
  }

  @Test
  void namesThatAreNotThereAreToldWithThoseThatAre() {
    assertThat(Backends.named("jvm").text()).isEqualTo("jvm (named)");
    assertThatThrownBy(() -> Backends.named("tpu"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("tpu")
        .hasMessageContaining("jvm");
  }
}
