package io.lepton.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Hyperparameters;
import io.lepton.model.Measure.Direction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every sampler, on a space with all kinds of parameters and a condition. */
class SamplerLawsTest {
  private static final SearchSpace MIXED =
      SearchSpace.builder()
          .decimal("x", -2, 2)
          .logDecimal("rate", 1e-4, 1)
          .whole("n", 1, 9)
          .decimal("step", 0, 1, 0.25)
          .logWhole("size", 1, 2000)
          .choice("kind", "a", "b", "c")
          .choice("only", "one")
          .when("kind", "b", b -> b.decimal("inner", 0, 1))
          .build();

  private static final List<Direction> LOWER = List.of(Direction.LOWER_IS_BETTER);

  static Stream<Sampler> samplers() {
    return Stream.of(
        QmcSampler.create(),
        QmcSampler.create().sequence(QmcSampler.Sequence.HALTON),
        GridSampler.create().points("x", 3).points("rate", 2).points("inner", 2).points("size", 2),
        AutoSampler.create(),
        GpSampler.create().startUps(4),
        CmaSampler.create().population(4),
        CmaSampler.create().separable(),
        NsgaSampler.create().population(6));
  }

  private static double objective(RunningTrial trial) {
    Hyperparameters p = trial.parameters();
    if (trial.number() % 7 == 3) {
      throw new IllegalStateException("no luck");
    }
    if (trial.number() % 11 == 5) {
      return Double.POSITIVE_INFINITY;
    }
    trial.report(1, 3);
    if (trial.number() % 13 == 6) {
      throw trial.pruned();
    }
    double inner = p.find("inner").isPresent() ? p.number("inner") : 0.4;
    return Math.pow(p.number("x") - 1, 2)
        + Math.abs(Math.log10(p.number("rate")) + 2)
        + (p.text("kind").equals("b") ? 0 : 1)
        + p.integer("n") * 0.1
        + inner * inner;
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void proposePointsOfTheSpaceAndCopeWithTrialsThatWentWrong(Sampler sampler) {
    Study study =
        Study.minimize(MIXED).sampler(sampler).seed(5).optimize(SamplerLawsTest::objective, 40);
    assertThat(study.trials()).hasSize(40);
    study.trials().forEach(trial -> MIXED.require(trial.parameters()));
    assertThat(study.trials().stream().map(Trial::state).distinct())
        .contains(TrialState.COMPLETE, TrialState.FAILED, TrialState.PRUNED);
  }

  /** A session that begins late must propose what one would that was there from the start. */
  @ParameterizedTest
  @MethodSource("samplers")
  void aNewSessionWithTheSameHistoryProposesTheSame(Sampler sampler) {
    Study study =
        Study.minimize(MIXED).sampler(sampler).seed(6).optimize(SamplerLawsTest::objective, 30);
    Sampler.Session old = sampler.start(MIXED, LOWER);
    for (int n : new int[] {7, 16, 25, 30}) {
      List<Trial> first = study.trials().subList(0, n);
      History history = History.of(MIXED, LOWER, first);
      Sampler.Session late = sampler.start(MIXED, LOWER);
      assertThat(late.propose(history, n + 1, new SplittableRandom(1)))
          .isEqualTo(old.propose(history, n + 1, new SplittableRandom(1)));
    }
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void trialsSideBySideGetDifferentPoints(Sampler sampler) {
    Study study =
        Study.minimize(MIXED).sampler(sampler).seed(7).optimize(SamplerLawsTest::objective, 20);
    Set<Hyperparameters> points = new HashSet<>();
    List<RunningTrial> running = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      running.add(study.ask());
      points.add(running.get(i).parameters());
    }
    assertThat(points).hasSize(6);
    running.forEach(trial -> trial.tell(1));
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void nameThemselvesWithTheirOptions(Sampler sampler) {
    assertThat(sampler.toString()).doesNotContain("@");
  }

  @Test
  void samplersOfOneDirectionRefuseSeveral() {
    for (Sampler sampler : List.of(GpSampler.create(), CmaSampler.create())) {
      assertThatThrownBy(
              () ->
                  Study.of(MIXED, Direction.LOWER_IS_BETTER, Direction.LOWER_IS_BETTER)
                      .sampler(sampler)
                      .open())
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("2 directions")
          .hasMessageContaining("NsgaSampler");
    }
  }

  @Test
  void cmaNeedsANumber() {
    SearchSpace space = SearchSpace.builder().choice("a", 1, 2).whole("b", 3, 3).build();
    assertThatThrownBy(() -> Study.minimize(space).sampler(CmaSampler.create()).open())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("a number with more than one value");
  }
}
