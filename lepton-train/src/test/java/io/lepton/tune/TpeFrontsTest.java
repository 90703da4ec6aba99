package io.lepton.tune;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.model.Measure.Direction;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TpeFrontsTest {
  private static final SearchSpace SPACE =
      SearchSpace.builder().decimal("x", 0, 1).decimal("y", 0, 1).decimal("z", 0, 1).build();
  private static final Direction[] DIRECTIONS = {
    Direction.LOWER_IS_BETTER, Direction.HIGHER_IS_BETTER
  };

  @Test
  void putsFrontsFirstThenWhatIsNotFeasibleThenWhatFailed() {
    Study study = Study.of(SPACE, DIRECTIONS).sampler(RandomSampler.create()).open();
    study.ask().tell(5, 1); // 0: second front
    study.ask().tell(1, 3); // 1: first front
    study.ask().tell(2, Double.NaN); // 2: failed
    study.ask().constraints(2).tell(0, 9); // 3
    study.ask().tell(3, 4); // 4: first front
    study.ask().prune(); // 5
    study.ask().constraints(1).tell(0, 9); // 6
    study.ask().tell(4, 4); // 7: second front, better than 0
    TpeFronts fronts = new TpeFronts(List.of(DIRECTIONS));
    fronts.take(study.trials());

    int[] order = fronts.order(3);

    assertThat(order).containsExactly(1, 4, 7, 0, 6, 3, 5, 2);
    assertThat(fronts.usable()).isEqualTo(7);
    double[] weights = fronts.weights(order, 4);
    assertThat(Arrays.stream(weights).max()).hasValue(1);
    assertThat(weights[2]).isEqualTo(0.001); // dominated: nothing is its own
  }

  @Test
  void copesWithInfiniteLosses() {
    Study study = Study.of(SPACE, DIRECTIONS).sampler(Tpe.withDefaults()).open();
    study.optimizeAll(
        trial -> new double[] {Double.POSITIVE_INFINITY, trial.number("x")}, Budget.trials(30));

    assertThat(study.trials()).allMatch(trial -> trial.state() == TrialState.COMPLETE);
  }

  /** With its constraint: only half of the front is feasible. */
  @Test
  void dominatesMoreThanRandomSearch() {
    double tpe = 0;
    double random = 0;
    for (int seed = 0; seed < 6; seed++) {
      tpe += volume(Tpe.withDefaults(), seed);
      random += volume(RandomSampler.create(), seed);
    }
    assertThat(tpe).isGreaterThan(1.15 * random);
  }

  private static double volume(Sampler sampler, long seed) {
    Study study = Study.of(SPACE, DIRECTIONS).sampler(sampler).seed(seed).open();
    study.optimizeAll(
        trial -> {
          double rest = Math.abs(trial.number("y") - 0.3) + Math.abs(trial.number("z") - 0.6);
          trial.constraints(0.3 - trial.number("x"));
          return new double[] {trial.number("x") + rest, Math.sqrt(trial.number("x")) - rest - 1};
        },
        Budget.trials(80));
    return study.history().hypervolume(List.of(1.0, -1.0));
  }
}
