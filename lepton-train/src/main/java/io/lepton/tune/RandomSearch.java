package io.lepton.tune;

import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.model.Hyperparameters;
import io.lepton.model.Measure.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * Tries points drawn at random, one after the other (Bergstra and Bengio 2012). The points depend
 * on the space and the seed only: more trials go on where fewer ended. Immutable.
 */
public final class RandomSearch {
  private final SearchSpace space;
  private final int trials;
  private final long seed;
  private final Direction direction;
  private final List<SearchListener> listeners;

  private RandomSearch(
      SearchSpace space,
      int trials,
      long seed,
      Direction direction,
      List<SearchListener> listeners) {
    this.space = space;
    this.trials = trials;
    this.seed = seed;
    this.direction = direction;
    this.listeners = listeners;
  }

  /**
   * Defines a search of 20 trials with seed 0, in which higher values are better.
   *
   * @param space to be searched
   * @return the search
   */
  public static RandomSearch over(SearchSpace space) {
    return new RandomSearch(
        Objects.requireNonNull(space), 20, 0, Direction.HIGHER_IS_BETTER, List.of());
  }

  /**
   * Sets the number of trials.
   *
   * @param count at least 1
   * @return a new search
   * @throws InvalidInputException if it is below 1
   */
  public RandomSearch trials(int count) {
    if (count < 1) {
      throw new InvalidInputException(count + " trials; expected at least 1");
    }
    return new RandomSearch(space, count, seed, direction, listeners);
  }

  /**
   * Sets the seed of the points.
   *
   * @param value any number
   * @return a new search
   */
  public RandomSearch seed(long value) {
    return new RandomSearch(space, trials, value, direction, listeners);
  }

  /**
   * Sets which way values are better.
   *
   * @param better higher or lower
   * @return a new search
   */
  public RandomSearch direction(Direction better) {
    return new RandomSearch(space, trials, seed, Objects.requireNonNull(better), listeners);
  }

  /**
   * Adds a listener.
   *
   * @param listener follows the search
   * @return a new search
   */
  public RandomSearch listener(SearchListener listener) {
    List<SearchListener> more = new ArrayList<>(listeners);
    more.add(Objects.requireNonNull(listener));
    return new RandomSearch(space, trials, seed, direction, List.copyOf(more));
  }

  /**
   * Searches.
   *
   * @param objective says how good a point is
   * @return all trials, those that failed included
   * @throws EngineException if the thread is interrupted, which stays set
   */
  public SearchResult run(Objective objective) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Trial> done = new ArrayList<>();
    for (int number = 1; number <= trials; number++) {
      // A generator for each trial, so that a point does not depend on how many values others drew.
      Trial trial = run(objective, number, space.draw(random.split()));
      if (Thread.currentThread().isInterrupted()) {
        throw new EngineException("the search was interrupted in trial " + number);
      }
      done.add(trial);
      SearchResult soFar = new SearchResult(direction, done);
      listeners.forEach(listener -> listener.trialDone(trial, soFar));
    }
    return new SearchResult(direction, done);
  }

  private static Trial run(Objective objective, int number, Hyperparameters point) {
    try {
      double value = objective.evaluate(point);
      return new Trial(number, point, value, Double.isNaN(value) ? "the objective is NaN" : null);
    } catch (EngineException e) {
      return new Trial(number, point, Double.NaN, e.getMessage());
    }
  }
}
