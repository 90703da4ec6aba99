package io.lepton.tune;

import io.lepton.error.EngineException;
import java.time.Instant;
import java.util.function.Consumer;
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
  private int begun;

  Search(Study study, MultiObjective objective, Budget budget) {
    this.study = study;
    this.objective = objective;
    this.budget = budget;
    this.end =
        budget.findTime().map(limit -> study.definition().clock.instant().plus(limit)).orElse(null);
  }

  void run() {
    tell(listener -> listener.searchStarted(budget, study));
    work();
    tell(listener -> listener.searchFinished(study));
  }

  private void tell(Consumer<StudyListener> what) {
    synchronized (speaking) {
      for (StudyListener listener : study.definition().listeners) {
        try {
          what.accept(listener);
        } catch (RuntimeException e) {
          LOG.warn("a listener of study \"{}\" failed", study.name(), e);
        }
      }
    }
  }

  private void work() {
    for (RunningTrial trial = next(); trial != null; trial = next()) {
      run(trial);
    }
  }

  /** The next trial, or null if the search is at its end. */
  private synchronized @Nullable RunningTrial next() {
    if (study.isStopping()
        || (budget.findTrials().isPresent() && begun >= budget.findTrials().getAsInt())
        || (budget.findTotal().isPresent() && study.count() >= budget.findTotal().getAsInt())
        || (end != null && !study.definition().clock.instant().isBefore(end))
        || study.isExhausted()) {
      return null;
    }
    RunningTrial trial = study.ask(true);
    begun++;
    return trial;
  }

  private void run(RunningTrial trial) {
    Trial begins = study.trials().get(trial.number() - 1);
    tell(listener -> listener.trialStarted(begins, study));
    Trial ended = evaluate(trial);
    if (Thread.currentThread().isInterrupted()) {
      throw new EngineException("the search was interrupted in trial " + trial.number());
    }
    tell(listener -> listener.trialFinished(ended, study));
  }

  private Trial evaluate(RunningTrial trial) {
    try {
      double[] values = objective.evaluate(trial);
      if (Thread.currentThread().isInterrupted()) {
        return trial.fail("interrupted");
      }
      return values.length == study.directions().size()
          ? trial.tell(values)
          : trial.fail(values.length + " values for " + study.directions().size() + " directions");
    } catch (PrunedException e) {
      return trial.prune();
    } catch (Exception e) {
      return trial.fail(e.toString());
    }
  }
}
