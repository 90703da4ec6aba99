package io.lepton.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.ConflictException;
import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.model.Hyperparameters;
import io.lepton.model.Measure.Direction;
import io.lepton.testkit.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StudyTest {
  private static final SearchSpace SPACE =
      SearchSpace.builder().decimal("x", -2, 3).whole("size", 2, 5).build();
  private static final StudyDefinition RANDOM =
      Study.minimize(SPACE).sampler(RandomSampler.create()).seed(5);

  private static List<Hyperparameters> points(Study study) {
    return study.trials().stream().map(Trial::parameters).toList();
  }

  @Test
  void triesTheSamePointsForTheSameSeedHoweverManyTrials() {
    List<Hyperparameters> ten = points(RANDOM.optimize(trial -> 0, 10));

    assertThat(points(RANDOM.optimize(trial -> 7, 3))).isEqualTo(ten.subList(0, 3));
    assertThat(points(RANDOM.seed(6).optimize(trial -> 0, 10))).isNotEqualTo(ten);
    assertThat(ten).doesNotHaveDuplicates();
  }

  @Test
  void findsTheBestInEitherDirection() {
    Objective x = trial -> trial.number("x");

    Study lowest = RANDOM.optimize(x, 50);
    Study highest = Study.maximize(SPACE).seed(1).optimize(x, 50);

    assertThat(lowest.best().value())
        .isEqualTo(lowest.trials().stream().mapToDouble(Trial::value).min().orElseThrow());
    assertThat(highest.best().value())
        .isEqualTo(highest.trials().stream().mapToDouble(Trial::value).max().orElseThrow());
    assertThat(RANDOM.optimize(trial -> 7, 5).best().number()).isEqualTo(1);
  }

  @Test
  void goesOnWhenTrialsFail() {
    List<String> heard = new ArrayList<>();
    Study study =
        RANDOM
            .listener((trial, soFar) -> heard.add(trial.number() + "/" + soFar.trials().size()))
            .listener(
                (trial, soFar) -> {
                  throw new InvalidInputException("a listener of no use");
                })
            .optimize(
                trial ->
                    switch (trial.number() % 7) {
                      case 1 -> throw new EngineException("diverged");
                      case 2 -> Double.NaN;
                      case 3 -> Double.NEGATIVE_INFINITY; // lower is better: too good to be true
                      case 4 -> Double.POSITIVE_INFINITY;
                      case 5 -> throw new StackOverflowError();
                      default -> trial.number("x");
                    },
                30);

    assertThat(heard).hasSize(30).startsWith("1/1", "2/2").endsWith("30/30");
    assertThat(study.trials().get(0).findFailure())
        .hasValueSatisfying(why -> assertThat(why).contains("diverged"));
    assertThat(study.trials().get(1).failure()).isEqualTo("the objective is NaN");
    assertThat(study.trials().get(2).failure()).isEqualTo("the objective is -Infinity");
    assertThat(study.trials().get(3).state()).isEqualTo(TrialState.COMPLETE);
    assertThat(study.trials().get(4).failure()).contains("StackOverflowError");
    assertThat(study.best().value()).isLessThan(3);
  }

  @Test
  void saysSoWhenAllTrialsFail() {
    Study study = RANDOM.optimize(trial -> Double.NaN, 2);

    assertThat(study.findBest()).isEmpty();
    assertThatThrownBy(study::best)
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("none of 2 trials")
        .hasMessageContaining("the objective is NaN");
  }

  @Test
  void stopsWhenTheThreadIsInterrupted() {
    Study study = RANDOM.open();

    assertThatThrownBy(
            () ->
                study.optimize(
                    trial -> {
                      Thread.currentThread().interrupt();
                      return 1;
                    },
                    9))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("interrupted in trial 1");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(study.trials()).hasSize(1);
    assertThat(study.trials().get(0).failure()).contains("interrupted");
    study.optimize(trial -> 1, 1);
    assertThat(study.best().number()).isEqualTo(2);
  }

  @Test
  void letsTheCallerRunTheTrials() {
    Study study = RANDOM.open();
    RunningTrial first = study.ask();
    RunningTrial second = study.ask();
    second.report(0, 3);
    second.attribute("host", "a").constraints(-1, 2);
    second.tell(0.5);
    first.tell(2);
    study.trial(study.ask().number()).prune();

    assertThat(study.trials())
        .extracting(Trial::state)
        .containsExactly(TrialState.COMPLETE, TrialState.COMPLETE, TrialState.PRUNED);
    Trial infeasible = study.trials().get(1);
    assertThat(infeasible.isFeasible()).isFalse();
    assertThat(infeasible.violation()).isEqualTo(2);
    assertThat(infeasible.attributes()).containsEntry("host", "a");
    assertThat(study.best().number()).isEqualTo(1);
    assertThat(study.history().finished()).extracting(Trial::number).containsExactly(2, 1, 3);
  }

  @Test
  void refusesWhatDoesNotFit() {
    Study study = RANDOM.open();
    RunningTrial trial = study.ask();
    assertThatThrownBy(() -> trial.tell(1, 2))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("[1.0, 2.0] for 1 directions");
    assertThatThrownBy(() -> trial.constraints(Double.NaN))
        .isInstanceOf(InvalidInputException.class);
    trial.report(3, 1);
    assertThatThrownBy(() -> trial.report(3, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("reported before");
    assertThatThrownBy(() -> trial.report(-1, 1)).isInstanceOf(InvalidInputException.class);
    trial.tell(1);
    assertThatThrownBy(() -> trial.tell(1))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("trial 1 of study \"study\" is COMPLETE already");
    assertThatThrownBy(() -> trial.report(4, 1)).isInstanceOf(ConflictException.class);
    assertThatThrownBy(() -> study.trial(2)).isInstanceOf(NotFoundException.class);
    Hyperparameters wrong = Hyperparameters.of(Map.of("x", 1.0, "size", 3, "y", 1));
    assertThatThrownBy(() -> study.add(wrong, 1)).hasMessageContaining("unknown parameters [y]");
    assertThatThrownBy(() -> study.enqueue(wrong)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> Budget.trials(0)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> Budget.time(Duration.ZERO)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> Study.of(SPACE)).isInstanceOf(InvalidInputException.class);
    assertThat(study.trials()).hasSize(1);
  }

  @Test
  void triesFirstWhatItIsAskedTo() {
    Hyperparameters point = Hyperparameters.of(Map.of("x", 1.5, "size", 3));
    Study study = RANDOM.open().enqueue(point);
    Trial told = study.add(point.with("x", 0.5), -7);
    study.optimize(trial -> trial.number("x"), 2);

    assertThat(told.number()).isEqualTo(1);
    assertThat(study.trials().get(1).parameters()).isEqualTo(point);
    assertThat(study.trials().get(2).parameters()).isNotEqualTo(point);
    assertThat(study.best().number()).isEqualTo(1);
  }

  @Test
  void endsWhenItsTimeIsOverOrItIsToldTo() {
    FakeClock clock = FakeClock.at(Instant.EPOCH);
    Study study = RANDOM.clock(clock).open();
    study.optimize(
        trial -> {
          clock.advance(Duration.ofSeconds(3));
          return 1;
        },
        Budget.trials(100).within(Duration.ofSeconds(10)));
    assertThat(study.trials()).hasSize(4);
    assertThat(study.trials().get(1).started()).isEqualTo(Instant.ofEpochSecond(3));
    assertThat(study.trials().get(1).ended()).isEqualTo(Instant.ofEpochSecond(6));

    study.optimize(trial -> 1, Budget.total(6));
    assertThat(study.trials()).hasSize(6);

    Study stopped = RANDOM.listener((trial, it) -> it.stop()).optimize(trial -> 1, 100);
    assertThat(stopped.trials()).hasSize(1);
  }

  @Test
  void keepsTheParetoFrontOfSeveralValues() {
    Study study =
        Study.of(SPACE, Direction.LOWER_IS_BETTER, Direction.HIGHER_IS_BETTER)
            .sampler(RandomSampler.create())
            .open();
    double[][] values = {{1, 1}, {2, 2}, {2, 1}, {1, 1}, {3, Double.POSITIVE_INFINITY}};
    study.optimizeAll(trial -> values[trial.number() - 1], Budget.trials(5));
    study.optimizeAll(trial -> new double[] {1}, Budget.trials(1));

    // The first and the fourth tie; infinitely good is a failure.
    assertThat(study.paretoFront()).extracting(Trial::number).containsExactly(1, 2, 4);
    assertThat(study.trials().get(5).failure()).isEqualTo("1 values for 2 directions");
    assertThatThrownBy(study::best).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> study.optimize(trial -> 1, 1)).hasMessageContaining("optimizeAll");
    assertThatThrownBy(() -> study.ask().report(1, 1)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(
            () ->
                Study.of(SPACE, Direction.LOWER_IS_BETTER, Direction.LOWER_IS_BETTER)
                    .pruner(PercentilePruner.median()))
        .isInstanceOf(InvalidInputException.class);
  }
}
