package io.lepton.tune;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Measure.Direction;
import io.lepton.tune.internal.pareto.Hypervolume;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a study knows of its trials: what samplers and pruners decide by. A live view: it changes as
 * trials begin, report and end, and may be read only within the call it was given to.
 */
public final class History {
  private final SearchSpace space;
  private final List<Direction> directions;
  private final List<Trial> trials = new ArrayList<>();
  private final List<Trial> finished = new ArrayList<>();
  private final NavigableMap<Integer, Trial> open = new TreeMap<>();

  History(SearchSpace space, List<Direction> directions) {
    this.space = space;
    this.directions = List.copyOf(directions);
  }

  /**
   * Makes a history of trials that are known, to try a sampler or a pruner with.
   *
   * @param space of the trials
   * @param directions of their values
   * @param trials numbered from 1 without a gap; the finished ones count as told in this order
   * @return the history
   * @throws InvalidInputException if a number is not the next
   */
  public static History of(SearchSpace space, List<Direction> directions, List<Trial> trials) {
    History history = new History(space, directions);
    trials.forEach(history::put);
    return history;
  }

  History copy() {
    History copy = new History(space, directions);
    copy.trials.addAll(trials);
    copy.finished.addAll(finished);
    copy.open.putAll(open);
    return copy;
  }

  /** Takes the next trial, or the new state of one that is not finished. */
  void put(Trial trial) {
    int index = trial.number() - 1;
    if (index < 0 || index > trials.size()) {
      throw new InvalidInputException(
          "trial " + trial.number() + " after " + trials.size() + "; expected the next number");
    }
    if (index == trials.size()) {
      trials.add(trial);
    } else {
      trials.set(index, trial);
    }
    if (trial.state().isFinished()) {
      open.remove(trial.number());
      finished.add(trial);
    } else {
      open.put(trial.number(), trial);
    }
  }

  /**
   * What is searched.
   *
   * @return the space
   */
  public SearchSpace space() {
    return space;
  }

  /**
   * Which way each value is better.
   *
   * @return at least one
   */
  public List<Direction> directions() {
    return directions;
  }

  /**
   * All trials.
   *
   * @return in the order of numbers, trial n at index n − 1; not to be changed
   */
  public List<Trial> trials() {
    return Collections.unmodifiableList(trials);
  }

  /**
   * The trials that have ended, in whatever way.
   *
   * @return in the order in which they ended, which only grows; not to be changed
   */
  public List<Trial> finished() {
    return Collections.unmodifiableList(finished);
  }

  /**
   * The trials that run or wait.
   *
   * @return by number; not to be changed
   */
  public Map<Integer, Trial> unfinished() {
    return Collections.unmodifiableMap(open);
  }

  /**
   * A value such that lower is better.
   *
   * @param objective index of the direction, from 0
   * @param value in that direction's own sense
   * @return the value or its negative
   */
  public double loss(int objective, double value) {
    return directions.get(objective) == Direction.LOWER_IS_BETTER ? value : -value;
  }

  /**
   * The values of a trial such that lower is better.
   *
   * @param trial that is COMPLETE
   * @return one for each direction
   */
  public double[] losses(Trial trial) {
    double[] losses = new double[trial.values().size()];
    for (int i = 0; i < losses.length; i++) {
      losses[i] = loss(i, trial.values().get(i));
    }
    return losses;
  }

  /**
   * The best trial of a study with one direction.
   *
   * @return the first of equally good ones among the feasible COMPLETE ones, or empty
   * @throws InvalidInputException if there are several directions
   */
  public Optional<Trial> findBest() {
    if (directions.size() > 1) {
      throw new InvalidInputException(
          "the best of " + directions.size() + " directions; ask for the Pareto front instead");
    }
    return Ranking.findBest(this);
  }

  /**
   * The trials that no other one is better than in every direction.
   *
   * @return the Pareto front of the feasible COMPLETE trials, by number
   */
  public List<Trial> paretoFront() {
    return Ranking.paretoFront(this);
  }

  /**
   * How much of the space of values the Pareto front dominates, exactly: the one number that tells
   * whether a study of several directions gets better.
   *
   * @param reference the worst value of interest in each direction, in that direction's own sense
   * @return at least 0, in the product of the values' units
   * @throws InvalidInputException if there are not as many as directions
   */
  public double hypervolume(List<Double> reference) {
    if (reference.size() != directions.size()) {
      throw new InvalidInputException(
          "a reference of "
              + reference.size()
              + " values for "
              + directions.size()
              + " directions; expected one for each");
    }
    double[] worst = new double[reference.size()];
    for (int i = 0; i < worst.length; i++) {
      worst[i] = loss(i, reference.get(i));
    }
    return Hypervolume.of(paretoFront().stream().map(this::losses).toArray(double[][]::new), worst);
  }
}
