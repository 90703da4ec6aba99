package io.lepton.tune;

import io.lepton.error.CorruptDataException;
import io.lepton.model.Hyperparameters;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The state of a study: what the entries of its journal, in their order, add up to. */
final class Ledger {
  /** In a trial's attributes: the key of the point it was asked to try. */
  static final String QUEUED = "study.queued";

  /** In a trial's attributes: the number of the lost trial that it is another try of. */
  static final String RETRY_OF = "study.retry_of";

  /** In the attributes of a trial that was given up for lost. */
  static final String LOST = "study.lost";

  private final History history;
  private final Discovery discovery;
  private final Map<String, Hyperparameters> queue = new LinkedHashMap<>();
  private final Map<Integer, Hyperparameters> lost = new LinkedHashMap<>();
  private final Map<Integer, String> watched = new TreeMap<>();
  private final Map<String, Instant> signs = new HashMap<>();
  private int replaced;

  Ledger(History history, Discovery discovery) {
    this.history = history;
    this.discovery = discovery;
  }

  /** A point that is to be tried, and what the trial notes of it. */
  record Wanted(Hyperparameters parameters, String attribute, String key) {}

  /** The point that was asked for first, if any waits; lost trials come before. */
  Optional<Wanted> findWanted() {
    for (Map.Entry<Integer, Hyperparameters> it : lost.entrySet()) {
      return Optional.of(new Wanted(it.getValue(), RETRY_OF, it.getKey().toString()));
    }
    for (Map.Entry<String, Hyperparameters> it : queue.entrySet()) {
      return Optional.of(new Wanted(it.getValue(), QUEUED, it.getKey()));
    }
    return Optional.empty();
  }

  /** Trials of whose worker nothing was heard since a time. */
  List<Integer> silentSince(Instant time) {
    return watched.entrySet().stream()
        .filter(it -> signs.getOrDefault(it.getValue(), Instant.MIN).isBefore(time))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Trials without those that were lost and are tried again, which count then. */
  int count() {
    return history.trials().size() - replaced;
  }

  /** How often the point of a trial was tried, this trial included. */
  int tries(int number) {
    int tries = 1;
    String before = history.trials().get(number - 1).attributes().get(RETRY_OF);
    while (before != null) {
      tries++;
      before = history.trials().get(Integer.parseInt(before) - 1).attributes().get(RETRY_OF);
    }
    return tries;
  }

  void apply(StudyEvent event, Instant time) {
    if (event instanceof StudyEvent.Started it) {
      seen(it.worker(), time);
      start(it, time);
    } else if (event instanceof StudyEvent.Reported it) {
      seen(it.worker(), time);
      report(it);
    } else if (event instanceof StudyEvent.Told it) {
      seen(it.worker(), time);
      tell(it, time);
    } else if (event instanceof StudyEvent.Alive it) {
      seen(it.worker(), time);
    } else if (event instanceof StudyEvent.Defined it) {
      discovery.add(SearchSpace.fromJson(it.space()).parameters().get(0));
    } else if (event instanceof StudyEvent.Asked it) {
      seen(it.worker(), time);
      ask(it);
    } else if (event instanceof StudyEvent.Queued it) {
      queue.put(it.key(), it.parameters());
    }
  }

  private void seen(String worker, Instant time) {
    signs.merge(worker, time, (a, b) -> a.isAfter(b) ? a : b);
  }

  private void start(StudyEvent.Started it, Instant time) {
    if (it.number() != history.trials().size() + 1) {
      throw new CorruptDataException(
          "trial " + it.number() + " follows trial " + history.trials().size());
    }
    history.put(
        new Trial(
            it.number(),
            TrialState.RUNNING,
            it.parameters(),
            List.of(),
            new TreeMap<>(),
            List.of(),
            it.attributes(),
            time,
            null,
            null));
    queue.remove(it.attributes().getOrDefault(QUEUED, ""));
    String retried = it.attributes().get(RETRY_OF);
    if (retried != null) {
      lost.remove(Integer.valueOf(retried));
    }
    if (it.watched()) {
      watched.put(it.number(), it.worker());
    }
  }

  /** A report that lost the race against the end of its trial changes nothing. */
  private void report(StudyEvent.Reported it) {
    Trial trial = open(it.number());
    if (trial != null) {
      SortedMap<Long, Double> more = new TreeMap<>(trial.intermediate());
      more.put(it.step(), it.value());
      history.put(
          new Trial(
              trial.number(),
              trial.state(),
              trial.parameters(),
              trial.values(),
              more,
              trial.constraints(),
              trial.attributes(),
              trial.started(),
              null,
              null));
    }
  }

  private void ask(StudyEvent.Asked it) {
    Trial trial = open(it.number());
    if (trial != null) {
      history.put(
          new Trial(
              trial.number(),
              trial.state(),
              it.parameters(),
              trial.values(),
              trial.intermediate(),
              trial.constraints(),
              trial.attributes(),
              trial.started(),
              null,
              null));
    }
  }

  private @Nullable Trial open(int number) {
    return history.unfinished().get(number);
  }

  private void tell(StudyEvent.Told it, Instant time) {
    Trial trial = open(it.number());
    if (trial == null) {
      throw new CorruptDataException("trial " + it.number() + " ended without having begun");
    }
    Map<String, String> attributes = new LinkedHashMap<>(trial.attributes());
    attributes.putAll(it.attributes());
    history.put(
        new Trial(
            trial.number(),
            it.state(),
            trial.parameters(),
            it.values(),
            trial.intermediate(),
            it.constraints(),
            attributes,
            trial.started(),
            time,
            it.failure()));
    watched.remove(it.number());
    String again = it.attributes().get(LOST);
    if (again != null && again.equals(Lost.RETRY.name())) {
      lost.put(trial.number(), trial.parameters());
      replaced++;
    }
  }

  /** What becomes of a lost trial's point. */
  enum Lost {
    /** It is tried once more. */
    RETRY,
    /** It was tried often enough. */
    GIVE_UP
  }
}
