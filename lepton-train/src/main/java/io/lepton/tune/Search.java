package io.lepton.tune;

import io.lepton.error.ConflictException;
import io.lepton.error.EngineException;
import java.time.Instant;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of trials within a budget. */
final class Search {
  private static final Logger LOG = LoggerFactory.getLogger(Search.class);

  private final Study study;
  private final MultiObjective objective;
  private final Budget budget;
  private final @Nullable Instant end;
  private final Object speaking = new Object();
  private final Set<StudyListener> failed = Collections.newSetFromMap(new IdentityHashMap<>());
  private int begun;
  private boolean ending;

  Search(Study study, MultiObjective objective, Budget budget) {
    this.study = study;
    this.objective = objective;
    this.budget = budget;
    this.end =
        budget.findTime().map(limit -> study.definition().clock.instant().plus(limit)).orElse(null);
  }

  void run() {
    tell(listener -> listener.searchStarted(budget, study));
    Crew crew = new Crew(this::work, this::end, budget);
    try (Pulse pulse = Pulse.of(study)) {
      pulse.start();
      crew.run();
    }
    tell(listener -> listener.searchFinished(study));
  }

  private void tell(Consumer<StudyListener> what) {
    synchronized (speaking) {
      for (StudyListener listener : study.definition().listeners) {
        try {
          what.accept(listener);
        } catch (RuntimeException e) {
          if (failed.add(listener)) {
            LOG.warn(
                "a listener of study \"{}\" failed; later failures of it are told at debug level",
                study.name(),
                e);
          } else {
            LOG.debug("a listener of study \"{}\" failed again", study.name(), e);
          }
        }
      }
    }
  }

  private synchronized void end() {
    ending = true;
  }

  private void work() {
    for (RunningTrial trial = next(); trial != null; trial = next()) {
      run(trial);
    }
  }

  /** The next trial, or null if the search is at its end. */
  private synchronized @Nullable RunningTrial next() {
    if (ending
        || study.isStopping()
        || (budget.findTrials().isPresent() && begun >= budget.findTrials().getAsInt())
        || (end != null && !study.definition().clock.instant().isBefore(end))) {
      return null;
    }
    RunningTrial trial = study.core().askWithin(budget);
    begun++;
    return trial;
  }

  private void run(RunningTrial trial) {
    tell(listener -> listener.trialStarted(study.core().now(trial.number()), study));
    Trial ended;
    try {
      ended = evaluate(trial);
    } catch (ConflictException e) {
      LOG.warn("what trial {} found is not taken any more", trial.number(), e);
      ended = study.core().now(trial.number());
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new EngineException(
          "the search was interrupted in trial "
              + trial.number()
              + "; it ended as "
              + ended.state());
    }
    Trial told = ended;
    tell(listener -> listener.trialFinished(told, study));
  }

  private Trial evaluate(RunningTrial trial) {
    double[] values;
    try {
      values = objective.evaluate(trial);
    } catch (PrunedException e) {
      return trial.prune();
    } catch (ConflictException e) {
      throw e; // the trial was given up for lost
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return trial.fail("interrupted");
    } catch (Throwable e) { // errors too: a model too large for the memory is one point's failure
      return trial.fail(reason(e));
    }
    if (Thread.currentThread().isInterrupted()) {
      return trial.fail("interrupted");
    }
    if (values == null) { // a caller's lambda may well
      return trial.fail("the objective returned null");
    }
    return values.length == study.directions().size()
        ? trial.tell(values)
        : trial.fail(values.length + " values for " + study.directions().size() + " directions");
  }

  private static String reason(Throwable failure) {
    return Stream.iterate(failure, it -> it != null, Throwable::getCause)
        .limit(5) // a cycle of causes is possible
        .map(Throwable::toString)
        .reduce((all, next) -> all + ", caused by " + next)
        .orElse("");
  }
}
