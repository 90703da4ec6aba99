package io.lepton.tune;

import io.lepton.tune.internal.cma.Cma;
import io.lepton.tune.internal.cma.Covariance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/**
 * CMA-ES at work for one study: replays what has ended, in order, and draws from where it stands.
 */
final class CmaSession implements Sampler.Session {
  /** Least standard deviation of a discrete parameter, by the gap between its values. */
  private static final double FLOOR = 0.2;

  private final SearchSpace space;
  private final Covariance covariance;
  private final double sigma;
  private final int[] numbers;
  private final double[] floors;
  private final List<ChoiceLearner> choices = new ArrayList<>();
  private final List<Trial> generation = new ArrayList<>();
  private int population;
  private int restarts;
  private int read;
  private Cma cma;

  CmaSession(SearchSpace space, Covariance covariance, OptionalInt population, double sigma) {
    this.space = space;
    this.covariance = covariance;
    this.sigma = sigma;
    List<Parameter> parameters = space.parameters();
    List<Integer> kept = new ArrayList<>();
    for (int j = 0; j < parameters.size(); j++) {
      if (Axes.isCategorical(parameters.get(j))) {
        choices.add(new ChoiceLearner(j, Math.toIntExact(parameters.get(j).levels().orElse(1))));
      } else if (!Axes.isFixed(parameters.get(j))) {
        kept.add(j);
      }
    }
    this.numbers = kept.stream().mapToInt(j -> j).toArray();
    this.floors =
        Arrays.stream(numbers)
            .mapToLong(j -> parameters.get(j).levels().orElse(0))
            .mapToDouble(levels -> levels == 0 ? 0 : FLOOR / levels)
            .toArray();
    this.population = population.orElse(Cma.population(Math.max(1, numbers.length)));
    double[] middle = new double[numbers.length];
    Arrays.fill(middle, 0.5);
    this.cma = new Cma(middle, sigma, this.population, covariance, floors);
  }

  int dimension() {
    return numbers.length;
  }

  @Override
  public Sampler.Proposal propose(History history, int number, SplittableRandom random) {
    for (; read < history.finished().size(); read++) {
      generation.add(history.finished().get(read));
      if (generation.size() == population) {
        learn(history);
        generation.clear();
      }
    }
    double[] place = new double[space.parameters().size()];
    Arrays.fill(place, 0.5);
    double[] drawn = cma.sample(random);
    for (int i = 0; i < numbers.length; i++) {
      place[numbers[i]] = drawn[i];
    }
    choices.forEach(choice -> choice.draw(place, random));
    return Sampler.Proposal.of(space.decode(place));
  }

  private void learn(History history) {
    double[][] places =
        generation.stream().map(trial -> space.encode(trial.parameters())).toArray(double[][]::new);
    double[] losses =
        generation.stream()
            .mapToDouble(
                trial ->
                    Losses.isUsable(trial) && trial.isFeasible()
                        ? history.loss(0, trial.value())
                        : Double.POSITIVE_INFINITY)
            .toArray();
    double[][] points = new double[places.length][numbers.length];
    for (int t = 0; t < places.length; t++) {
      for (int i = 0; i < numbers.length; i++) {
        points[t][i] = places[t][numbers[i]];
      }
    }
    cma.tell(points, losses);
    choices.forEach(choice -> choice.learn(places, losses));
    if (cma.isFinished()) {
      restart();
    }
  }

  private void restart() {
    restarts++;
    population *= 2;
    double[] elsewhere = new SplittableRandom(restarts).doubles(numbers.length).toArray();
    cma = new Cma(elsewhere, sigma, population, covariance, floors);
    choices.forEach(ChoiceLearner::forget);
  }
}
