package io.lepton.tune;

import io.lepton.error.ConflictException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.model.Hyperparameters;
import io.lepton.spi.StudyStorage;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a study does with its trials, one call at a time: begins, reports, and ends them by
 * appending to the journal, where one of several processes wins.
 */
final class StudyCore {
  private static final int SILENT_BEATS = 3; // before a worker's trials are lost

  private final Study study;
  private final StudyDefinition definition;
  private final History history;
  private final Ledger ledger;
  private final Journal journal;
  private final Discovery discovery;
  private final Sampler.@Nullable Session session; // null while the space is discovered
  private final String worker = UUID.randomUUID().toString();
  private long beats;

  StudyCore(Study study, StudyDefinition definition, @Nullable StudyStorage storage) {
    this.study = study;
    this.definition = definition;
    this.history = new History(definition.space, definition.directions);
    this.discovery = new Discovery(definition.seed);
    this.ledger = new Ledger(history, discovery);
    this.journal = new Journal(definition.name, storage, ledger);
    this.session =
        definition.space.isDiscovered()
            ? null
            : definition.sampler.start(definition.space, definition.directions);
  }

  /** Looks at the trials, those of other processes included. */
  synchronized <T> T read(Function<History, T> question) {
    journal.sync();
    return question.apply(history);
  }

  /** The same for the trials as points of the space, which they are not while it is discovered. */
  synchronized <T> T readFitted(Function<History, T> question) {
    return read(it -> question.apply(session == null ? discovery.view(it) : it));
  }

  /**
   * The value of a parameter that a trial asks for: the one proposed, if it was; else one drawn by
   * chance.
   */
  synchronized Object suggest(int number, Parameter parameter, Hyperparameters proposed) {
    Optional<Object> value = proposed.find(parameter.name());
    if (session != null) {
      Parameter declared = definition.space.parameter(parameter.name());
      if (!declared.equals(parameter)) {
        throw new InvalidInputException(
            "trial " + number + " asks for " + parameter + "; the space has " + declared);
      }
      return value.orElseThrow(
          () ->
              new NotFoundException(
                  "parameter \"" + parameter.name() + "\" does not count in trial " + number));
    }
    if (!discovery.knows(parameter)) {
      SearchSpace alone = SearchSpace.builder().add(parameter).build();
      journal.append(
          new StudyEvent.Defined(StudyEvent.VERSION, parameter.name(), alone.toJson()),
          definition.clock.instant());
      discovery.knows(parameter); // another process may have been first, with another one
    }
    return value.filter(parameter::contains).orElseGet(() -> discovery.draw(parameter, number));
  }

  /** Says what a trial asked for, before it ends. */
  synchronized void asked(int number, Hyperparameters parameters) {
    if (session == null) {
      running(number);
      journal.append(
          new StudyEvent.Asked(StudyEvent.VERSION, worker, number, parameters),
          definition.clock.instant());
    }
  }

  synchronized void enqueue(Hyperparameters point) {
    journal.append(
        new StudyEvent.Queued(StudyEvent.VERSION, UUID.randomUUID().toString(), point),
        definition.clock.instant());
  }

  /** Begins a trial of a point that somebody gives. */
  RunningTrial begin(Hyperparameters point) {
    return start(() -> Sampler.Proposal.of(point), false);
  }

  /** Begins a trial of a point that waits, or that the sampler chooses. */
  synchronized RunningTrial ask() {
    journal.sync();
    return start(this::next, false);
  }

  /** Takes up a trial that runs. */
  synchronized RunningTrial take(int number) {
    return new RunningTrial(study, number, running(number).parameters());
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
              + definition.name
              + "\" was made as "
              + there
              + "; found "
              + mine
              + ": give the new study another name");
    }
  }

  /** Where a point comes from. */
  private interface Source {
    Sampler.Proposal next();
  }

  private synchronized RunningTrial start(Source source, boolean watched) {
    while (true) {
      RunningTrial trial = tryToStart(source.next(), watched);
      if (trial != null) {
        return trial;
      }
    }
  }

  /** The next trial, or null if another process took its number: then everything may differ. */
  private @Nullable RunningTrial tryToStart(Sampler.Proposal proposal, boolean watched) {
    int number = history.trials().size() + 1;
    StudyEvent.Started started =
        new StudyEvent.Started(
            StudyEvent.VERSION,
            worker,
            number,
            watched,
            proposal.parameters(),
            proposal.attributes());
    return journal.append(started, definition.clock.instant())
        ? new RunningTrial(study, number, proposal.parameters())
        : null;
  }

  private Sampler.Proposal next() {
    Optional<Ledger.Wanted> wanted = ledger.findWanted();
    if (wanted.isPresent()) {
      Ledger.Wanted it = wanted.get();
      return new Sampler.Proposal(it.parameters(), Map.of(it.attribute(), it.key()));
    }
    if (session != null && session.isExhausted(history)) {
      throw new NotFoundException(
          "sampler "
              + definition.sampler
              + " has nothing left to try in study \""
              + definition.name
              + "\"");
    }
    int number = history.trials().size() + 1;
    SplittableRandom random = random(definition.seed, number);
    if (session == null) {
      return discover(number, random);
    }
    Sampler.Proposal proposal = session.propose(history, number, random);
    if (proposal == null) { // a caller's sampler may well
      throw new InvalidInputException(
          "sampler " + definition.sampler + " proposed null for trial " + number);
    }
    definition.space.require(proposal.parameters());
    return proposal;
  }

  /** A point of the space as it is known now, none at first. */
  private Sampler.Proposal discover(int number, SplittableRandom random) {
    History view = discovery.view(history);
    return view.space().isDiscovered()
        ? Sampler.Proposal.of(Hyperparameters.none())
        : definition
            .sampler
            .start(view.space(), definition.directions)
            .propose(view, number, random);
  }

  /** A generator for each trial, so that a point does not depend on how many values others drew. */
  static SplittableRandom random(long seed, int number) {
    SplittableRandom seeds = new SplittableRandom(seed);
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
          "no trial "
              + number
              + " in study \""
              + definition.name
              + "\"; it has "
              + history.trials().size());
    }
    Trial ended = history.trials().get(number - 1);
    if (!ended.state().isFinished()) {
      return ended; // begun by another process
    }
    throw new ConflictException(
        "trial "
            + number
            + " of study \""
            + definition.name
            + "\" is "
            + ended.state()
            + " already"
            + ended.findFailure().map(why -> " (" + why + ")").orElse("")
            + "; a trial ends once");
  }

  void requireValues(double[] values) {
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
        String why =
            "the objective is " + (values.length == 1 ? values[0] : Arrays.toString(values));
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

  /** How many trials count towards a total. */
  synchronized int count() {
    journal.sync();
    return ledger.count();
  }

  boolean isShared() {
    return journal.isShared();
  }

  /** A trial as it stands. */
  synchronized Trial now(int number) {
    return history.trials().get(number - 1);
  }

  /** The next trial of a search, or null if the budget or the sampler has come to its end. */
  synchronized @Nullable RunningTrial askWithin(Budget budget) {
    journal.sync();
    giveUpLost();
    RunningTrial trial = null;
    while (trial == null && !isAtItsEnd(budget)) {
      trial = tryToStart(next(), isShared());
    }
    return trial;
  }

  private boolean isAtItsEnd(Budget budget) {
    boolean full =
        budget.findTotal().isPresent() && ledger.count() >= budget.findTotal().getAsInt();
    return full
        || (ledger.findWanted().isEmpty() && session != null && session.isExhausted(history));
  }

  synchronized void beat() {
    journal.append(
        new StudyEvent.Alive(StudyEvent.VERSION, worker, ++beats), definition.clock.instant());
  }

  /** Ends trials whose process has given no sign of life for long. */
  private void giveUpLost() {
    Instant now = definition.clock.instant();
    Instant since = now.minus(definition.heartbeat.multipliedBy(SILENT_BEATS));
    for (int number : ledger.silentSince(since)) {
      Ledger.Lost fate =
          ledger.tries(number) <= definition.retries ? Ledger.Lost.RETRY : Ledger.Lost.GIVE_UP;
      journal.append(
          new StudyEvent.Told(
              StudyEvent.VERSION,
              worker,
              number,
              TrialState.FAILED,
              List.of(),
              List.of(),
              Map.of(Ledger.LOST, fate.name()),
              "lost: no sign of life since " + since),
          now);
    }
  }
}
