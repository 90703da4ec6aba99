package io.lepton.tune;

import io.lepton.error.ConflictException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.model.Hyperparameters;
import io.lepton.model.Measure.Direction;
import io.lepton.spi.StudyStorage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
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
  private final History history;
  private final Ledger ledger;
  private final Journal journal;
  private final Sampler.Session session;
  private final String worker = UUID.randomUUID().toString();
  private final AtomicLong beats = new AtomicLong();
  private volatile boolean stopping;

  Study(StudyDefinition definition, @Nullable StudyStorage storage) {
    this.definition = definition;
    this.history = new History(definition.space, definition.directions);
    this.ledger = new Ledger(history);
    this.journal = new Journal(definition.name, storage, ledger);
    this.session = definition.sampler.start(definition.space, definition.directions);
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

  /** Makes the study in its storage, or checks that the one there is the same. */
  void join() {
    journal.sync();
    StudyEvent.Created mine =
        new StudyEvent.Created(
            StudyEvent.VERSION,
            definition.space.toJson(),
            definition.directions,
            definition.seed,
            definition.sampler.toString());
    if (journal.created() == null) {
      journal.append(mine, definition.clock.instant());
    }
    StudyEvent.Created there = journal.created();
    if (there == null
        || !there.space().equals(mine.space())
        || !there.directions().equals(mine.directions())
        || there.seed() != mine.seed()) {
      throw new ConflictException(
          "study \""
              + name()
              + "\" was made as "
              + there
              + "; found "
              + mine
              + ": give the new study another name");
    }
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
   * @return the space
   */
  public SearchSpace space() {
    return definition.space;
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

  /**
   * All trials, also those of other processes.
   *
   * @return by number
   */
  public synchronized List<Trial> trials() {
    journal.sync();
    return List.copyOf(history.trials());
  }

  /**
   * The trials as samplers and pruners see them.
   *
   * @return a copy that stays as it is
   */
  public synchronized History history() {
    journal.sync();
    return history.copy();
  }

  /**
   * The best trial of a study with one direction, if there is one.
   *
   * @return the first of equally good ones among the feasible COMPLETE ones, or empty
   * @throws InvalidInputException if there are several directions; see {@link #paretoFront}
   */
  public synchronized Optional<Trial> findBest() {
    journal.sync();
    return history.findBest();
  }

  /**
   * The best trial of a study with one direction.
   *
   * @return the first of equally good ones among the feasible COMPLETE ones
   * @throws NotFoundException if there is none; the message says why the last one failed
   * @throws InvalidInputException if there are several directions; see {@link #paretoFront}
   */
  public synchronized Trial best() {
    return findBest().orElseThrow(() -> new NotFoundException(Ranking.noneOf(history)));
  }

  /**
   * The trials that no other one is better than in every direction.
   *
   * @return the Pareto front of the feasible COMPLETE trials, by number
   */
  public synchronized List<Trial> paretoFront() {
    journal.sync();
    return history.paretoFront();
  }

  /**
   * Asks for a point to be tried soon, before those that the sampler chooses.
   *
   * @param point of the space
   * @return this
   * @throws InvalidInputException if it is not a point of the space
   */
  public synchronized Study enqueue(Hyperparameters point) {
    definition.space.require(point);
    String key = UUID.randomUUID().toString();
    journal.append(
        new StudyEvent.Queued(StudyEvent.VERSION, key, point), definition.clock.instant());
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
    requireValues(values);
    definition.space.require(point);
    return start(() -> Sampler.Proposal.of(point), false).tell(values);
  }

  /**
   * Begins a trial. It is the caller's to end, and never counts as lost.
   *
   * @return the trial with its point
   * @throws NotFoundException if the sampler has nothing left to try
   */
  public RunningTrial ask() {
    return ask(false);
  }

  synchronized RunningTrial ask(boolean watched) {
    journal.sync();
    return start(this::next, watched);
  }

  /** Where a point comes from. */
  private interface Source {
    Sampler.Proposal next();
  }

  private synchronized RunningTrial start(Source source, boolean watched) {
    while (true) {
      int number = history.trials().size() + 1;
      Sampler.Proposal proposal = source.next();
      StudyEvent.Started started =
          new StudyEvent.Started(
              StudyEvent.VERSION,
              worker,
              number,
              watched,
              proposal.parameters(),
              proposal.attributes());
      if (journal.append(started, definition.clock.instant())) {
        return new RunningTrial(this, number, proposal.parameters());
      }
    }
  }

  private Sampler.Proposal next() {
    Optional<Ledger.Wanted> wanted = ledger.findWanted();
    if (wanted.isPresent()) {
      Ledger.Wanted it = wanted.get();
      return new Sampler.Proposal(it.parameters(), Map.of(it.attribute(), it.key()));
    }
    if (session.isExhausted(history)) {
      throw new NotFoundException(
          "sampler " + definition.sampler + " has nothing left to try in study \"" + name() + "\"");
    }
    int number = history.trials().size() + 1;
    return session.propose(history, number, random(number));
  }

  /** A generator for each trial, so that a point does not depend on how many values others drew. */
  private SplittableRandom random(int number) {
    SplittableRandom seeds = new SplittableRandom(definition.seed);
    return new SplittableRandom(seeds.nextLong() + new SplittableRandom(number).nextLong());
  }

  synchronized void report(int number, long step, double value) {
    if (definition.directions.size() > 1) {
      throw new InvalidInputException(
          "a report in a study of " + definition.directions.size() + " directions; it needs one");
    }
    if (step < 0) {
      throw new InvalidInputException("step " + step + " of trial " + number + "; expected >= 0");
    }
    StudyEvent.Reported event =
        new StudyEvent.Reported(StudyEvent.VERSION, worker, number, step, value);
    Trial trial = running(number);
    if (trial.intermediate().containsKey(step)
        || !journal.append(event, definition.clock.instant())) {
      throw new InvalidInputException(
          "step " + step + " of trial " + number + " was reported before; report each once");
    }
    running(number);
  }

  synchronized boolean shouldPrune(int number) {
    journal.sync();
    Trial trial = running(number);
    return !trial.intermediate().isEmpty() && definition.pruner.shouldPrune(history, trial);
  }

  private Trial running(int number) {
    Trial trial = history.unfinished().get(number);
    if (trial != null) {
      return trial;
    }
    journal.sync();
    if (number < 1 || number > history.trials().size()) {
      throw new NotFoundException(
          "no trial " + number + " in study \"" + name() + "\"; it has " + history.trials().size());
    }
    Trial ended = history.trials().get(number - 1);
    throw new ConflictException(
        "trial "
            + number
            + " of study \""
            + name()
            + "\" is "
            + ended.state()
            + " already"
            + ended.findFailure().map(why -> " (" + why + ")").orElse("")
            + "; a trial ends once");
  }

  private void requireValues(double[] values) {
    if (values.length != definition.directions.size()) {
      throw new InvalidInputException(
          "the values "
              + Arrays.toString(values)
              + " for "
              + definition.directions.size()
              + " directions; expected one for each");
    }
  }

  /** Ends a trial with values, or as failed if one of them says nothing. */
  Trial complete(
      int number, double[] values, List<Double> constraints, Map<String, String> attributes) {
    requireValues(values);
    for (int i = 0; i < values.length; i++) {
      if (Double.isNaN(values[i]) || history.loss(i, values[i]) == Double.NEGATIVE_INFINITY) {
        String why = "the objective is " + (values.length == 1 ? values[0] : Arrays.toString(values));
        return end(number, TrialState.FAILED, constraints, attributes, why);
      }
    }
    List<Double> all = Arrays.stream(values).boxed().toList();
    return end(number, TrialState.COMPLETE, all, constraints, attributes, null);
  }

  Trial end(
      int number,
      TrialState state,
      List<Double> constraints,
      Map<String, String> attributes,
      @Nullable String failure) {
    return end(number, state, List.of(), constraints, attributes, failure);
  }

  private synchronized Trial end(
      int number,
      TrialState state,
      List<Double> values,
      List<Double> constraints,
      Map<String, String> attributes,
      @Nullable String failure) {
    running(number);
    StudyEvent.Told told =
        new StudyEvent.Told(
            StudyEvent.VERSION, worker, number, state, values, constraints, attributes, failure);
    if (!journal.append(told, definition.clock.instant())) {
      running(number); // says how it ended
    }
    return history.trials().get(number - 1);
  }

  /**
   * Takes up a trial by its number, such as one that was asked for by another process.
   *
   * @param number of a RUNNING trial
   * @return the trial, to be ended
   * @throws NotFoundException if there is no such trial
   * @throws ConflictException if it has ended
   */
  public synchronized RunningTrial trial(int number) {
    return new RunningTrial(this, number, running(number).parameters());
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

  /** Ends the searches of this object after the trials that run now. */
  public void stop() {
    stopping = true;
  }

  boolean isStopping() {
    return stopping;
  }

  synchronized boolean isExhausted() {
    return ledger.findWanted().isEmpty() && session.isExhausted(history);
  }

  /** How many trials count towards a total. */
  synchronized int count() {
    journal.sync();
    return ledger.count();
  }
}
