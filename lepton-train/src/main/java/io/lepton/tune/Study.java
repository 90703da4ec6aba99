package io.lepton.tune;

import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.model.Hyperparameters;
import io.lepton.model.Measure.Direction;
import io.lepton.model.ModelSnapshot;
import io.lepton.spi.StudyStorage;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A search for good hyperparameters: trials, chosen one after the other by a {@link Sampler} that
 * learns from those before. Either {@link #optimize} runs the trials, or the caller does: {@link
 * #ask} for a point, {@link RunningTrial#tell} how good it is.
 *
 * <pre>{@code
 * Study study = Study.maximize(space).seed(1).optimize(objective, 100);
 * Trial best = study.best();
 * }</pre>
 *
 * <p>The same definition gives the same trials, as long as they run one after the other and the
 * objective gives the same values; trials side by side depend on which ends first. Thread-safe.
 */
public final class Study {
  private final StudyDefinition definition;
  private final StudyCore core;
  private volatile boolean stopping;

  Study(StudyDefinition definition, @Nullable StudyStorage storage) {
    this.definition = definition;
    this.core = new StudyCore(this, definition, storage);
  }

  /**
   * Defines a study in which higher values are better.
   *
   * @param space to be searched
   * @return the definition, with seed 0
   */
  public static StudyDefinition maximize(SearchSpace space) {
    return of(space, Direction.HIGHER_IS_BETTER);
  }

  /**
   * Defines a study in which lower values are better.
   *
   * @param space to be searched
   * @return the definition, with seed 0
   */
  public static StudyDefinition minimize(SearchSpace space) {
    return of(space, Direction.LOWER_IS_BETTER);
  }

  /**
   * Defines a study of one or several values.
   *
   * @param space to be searched
   * @param directions which way each value is better
   * @return the definition, with seed 0
   * @throws InvalidInputException if there is no direction
   */
  public static StudyDefinition of(SearchSpace space, Direction... directions) {
    return new StudyDefinition(space, List.of(directions));
  }

  /**
   * The study's name.
   *
   * @return as defined
   */
  public String name() {
    return definition.name;
  }

  /**
   * What is searched.
   *
   * @return the space; if it is {@linkplain SearchSpace#discovered discovered}, as far as it is
   *     known by now
   */
  public SearchSpace space() {
    return definition.space.isDiscovered() ? core.readFitted(History::space) : definition.space;
  }

  /**
   * Which way each value is better.
   *
   * @return at least one
   */
  public List<Direction> directions() {
    return definition.directions;
  }

  /**
   * The seed of the points.
   *
   * @return as defined
   */
  public long seed() {
    return definition.seed;
  }

  StudyDefinition definition() {
    return definition;
  }

  StudyCore core() {
    return core;
  }

  /**
   * All trials, also those of other processes.
   *
   * @return by number
   */
  public List<Trial> trials() {
    return core.read(history -> List.copyOf(history.trials()));
  }

  /**
   * The trials as samplers see them. While the space is {@linkplain SearchSpace#discovered
   * discovered}, parameters that a trial did not ask for, and yet seem to count, have a value drawn
   * by chance.
   *
   * @return a copy that stays as it is
   */
  public History history() {
    return core.readFitted(History::copy);
  }

  /**
   * The best trial of a study with one direction, if there is one.
   *
   * @return the first of equally good ones among the feasible COMPLETE ones, or empty
   * @throws InvalidInputException if there are several directions; see {@link #paretoFront}
   */
  public Optional<Trial> findBest() {
    return core.read(History::findBest);
  }

  /**
   * The best trial of a study with one direction.
   *
   * @return the first of equally good ones among the feasible COMPLETE ones
   * @throws NotFoundException if there is none; the message says why the last one failed
   * @throws InvalidInputException if there are several directions; see {@link #paretoFront}
   */
  public Trial best() {
    return core.read(
        history ->
            history.findBest().orElseThrow(() -> new NotFoundException(Ranking.noneOf(history))));
  }

  /**
   * The trials that no other one is better than in every direction.
   *
   * @return the Pareto front of the feasible COMPLETE trials, by number
   */
  public List<Trial> paretoFront() {
    return core.read(History::paretoFront);
  }

  /**
   * Asks for a point to be tried soon, before those that the sampler chooses.
   *
   * @param point of the space; any point if the space is discovered, of which a trial takes what it
   *     asks for
   * @return this
   * @throws InvalidInputException if it is not a point of the space
   */
  public Study enqueue(Hyperparameters point) {
    if (!definition.space.isDiscovered()) {
      definition.space.require(point);
    }
    core.enqueue(point);
    return this;
  }

  /**
   * Adds a trial that was made elsewhere, from which the sampler learns.
   *
   * @param point of the space
   * @param values one for each direction
   * @return the trial
   * @throws InvalidInputException if it is not a point of the space, or the values do not fit
   */
  public Trial add(Hyperparameters point, double... values) {
    core.requireValues(values);
    space().require(point);
    return core.begin(point).askedForAll().tell(values);
  }

  /**
   * Begins a trial. It is the caller's to end, and never counts as lost.
   *
   * @return the trial with its point
   * @throws NotFoundException if the sampler has nothing left to try
   */
  public RunningTrial ask() {
    return core.ask();
  }

  /**
   * Takes up a trial by its number, such as one that was asked for by another process.
   *
   * @param number of a RUNNING trial
   * @return the trial, to be ended
   * @throws NotFoundException if there is no such trial
   * @throws io.lepton.error.ConflictException if it has ended
   */
  public RunningTrial trial(int number) {
    return core.take(number);
  }

  /**
   * Makes trials on the calling thread.
   *
   * @param objective says how good a point is
   * @param trials how many to make, at least 1
   * @return this
   * @throws io.lepton.error.LeptonException as {@link #optimize(Objective, Budget)} does
   */
  public Study optimize(Objective objective, int trials) {
    return optimize(objective, Budget.trials(trials));
  }

  /**
   * Makes trials. One that fails, by an exception or a value that says nothing, is recorded as
   * FAILED and the search goes on.
   *
   * @param objective says how good a point is
   * @param budget how far to go
   * @return this
   * @throws io.lepton.error.EngineException if the calling thread is interrupted, which stays set;
   *     the trials that ran are told as failed
   * @throws InvalidInputException if the study has several directions
   * @throws io.lepton.error.StorageException if the storage cannot be read or written
   */
  public Study optimize(Objective objective, Budget budget) {
    if (definition.directions.size() > 1) {
      throw new InvalidInputException(
          "an objective of one value for a study of "
              + definition.directions.size()
              + " directions; use optimizeAll");
    }
    return optimizeAll(trial -> new double[] {objective.evaluate(trial)}, budget);
  }

  /**
   * Makes trials that have one value for each of the study's directions, otherwise as {@link
   * #optimize(Objective, Budget)}.
   *
   * @param objective says how good a point is
   * @param budget how far to go
   * @return this
   * @throws io.lepton.error.LeptonException as {@link #optimize(Objective, Budget)} does
   */
  public Study optimizeAll(MultiObjective objective, Budget budget) {
    stopping = false;
    new Search(this, objective, budget).run();
    return this;
  }

  /**
   * Writes into a model's lineage where its hyperparameters come from: the study's name, space (by
   * fingerprint) and seed, and the trial's number and parameters.
   *
   * @param trial whose parameters the model was trained with
   * @param snapshot of the model
   * @return the same model with the longer lineage
   */
  public ModelSnapshot inLineage(Trial trial, ModelSnapshot snapshot) {
    return StudyLineage.of(this, trial, snapshot);
  }

  /** Ends the searches of this object after the trials that run now. */
  public void stop() {
    stopping = true;
  }

  boolean isStopping() {
    return stopping;
  }
}
