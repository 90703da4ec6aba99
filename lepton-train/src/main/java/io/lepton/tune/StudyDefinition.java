package io.lepton.tune;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Measure.Direction;
import io.lepton.spi.StudyStorage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a study looks for, and how. Immutable; {@link Study#maximize} and others start one. */
public final class StudyDefinition {
  final SearchSpace space;
  final List<Direction> directions;
  String name = "study";
  Sampler sampler = AutoSampler.create();
  Pruner pruner = Pruner.none();
  long seed;
  InstantSource clock = InstantSource.system();
  Duration heartbeat = Duration.ofMinutes(1);
  int retries = 1;
  List<StudyListener> listeners = List.of();

  StudyDefinition(SearchSpace space, List<Direction> directions) {
    this.space = Objects.requireNonNull(space);
    this.directions = List.copyOf(directions);
    if (this.directions.isEmpty()) {
      throw new InvalidInputException("a study without a direction; expected at least one");
    }
  }

  private StudyDefinition(StudyDefinition that) {
    this.space = that.space;
    this.directions = that.directions;
    this.name = that.name;
    this.sampler = that.sampler;
    this.pruner = that.pruner;
    this.seed = that.seed;
    this.clock = that.clock;
    this.heartbeat = that.heartbeat;
    this.retries = that.retries;
    this.listeners = that.listeners;
  }

  /**
   * Names the study, which is how it is found again in a storage; "study" if never set.
   *
   * @param text not blank
   * @return a new definition
   * @throws InvalidInputException if it is blank
   */
  public StudyDefinition named(String text) {
    if (text.isBlank()) {
      throw new InvalidInputException("a blank name for a study; expected some text");
    }
    StudyDefinition changed = new StudyDefinition(this);
    changed.name = text;
    return changed;
  }

  /**
   * Sets what chooses the points; {@link AutoSampler} if never set.
   *
   * @param chosen the sampler
   * @return a new definition
   */
  public StudyDefinition sampler(Sampler chosen) {
    StudyDefinition changed = new StudyDefinition(this);
    changed.sampler = Objects.requireNonNull(chosen);
    return changed;
  }

  /**
   * Sets what gives trials up before they end; nothing does if never set.
   *
   * @param chosen the pruner
   * @return a new definition
   * @throws InvalidInputException if the study has several directions
   */
  public StudyDefinition pruner(Pruner chosen) {
    if (directions.size() > 1) {
      throw new InvalidInputException(
          "a pruner for a study of " + directions.size() + " directions; pruning needs one");
    }
    StudyDefinition changed = new StudyDefinition(this);
    changed.pruner = Objects.requireNonNull(chosen);
    return changed;
  }

  /**
   * Sets the seed of the points, 0 if never set. The same seed gives the same points, if trials run
   * one after the other and the objective gives the same values.
   *
   * @param value any number
   * @return a new definition
   */
  public StudyDefinition seed(long value) {
    StudyDefinition changed = new StudyDefinition(this);
    changed.seed = value;
    return changed;
  }

  /**
   * Sets the clock that dates what happens; the system's if never set. Processes that share a study
   * should agree on the time to within a fraction of the heartbeat.
   *
   * @param source of the time
   * @return a new definition
   */
  public StudyDefinition clock(InstantSource source) {
    StudyDefinition changed = new StudyDefinition(this);
    changed.clock = Objects.requireNonNull(source);
    return changed;
  }

  /**
   * Sets how often a process that runs trials of a stored study gives a sign of life, a minute if
   * never set. A trial whose process gave none for three times as long is lost.
   *
   * @param interval above 0
   * @return a new definition
   * @throws InvalidInputException if it is not above 0
   */
  public StudyDefinition heartbeat(Duration interval) {
    if (interval.isNegative() || interval.isZero()) {
      throw new InvalidInputException("a heartbeat of " + interval + "; expected more than 0");
    }
    StudyDefinition changed = new StudyDefinition(this);
    changed.heartbeat = interval;
    return changed;
  }

  /**
   * Sets how often the point of a lost trial is tried again; once if never set.
   *
   * @param count at least 0
   * @return a new definition
   * @throws InvalidInputException if it is below 0
   */
  public StudyDefinition retries(int count) {
    if (count < 0) {
      throw new InvalidInputException(count + " retries; expected at least 0");
    }
    StudyDefinition changed = new StudyDefinition(this);
    changed.retries = count;
    return changed;
  }

  /**
   * Adds a listener.
   *
   * @param listener follows {@link Study#optimize}
   * @return a new definition
   */
  public StudyDefinition listener(StudyListener listener) {
    List<StudyListener> more = new ArrayList<>(listeners);
    more.add(Objects.requireNonNull(listener));
    StudyDefinition changed = new StudyDefinition(this);
    changed.listeners = List.copyOf(more);
    return changed;
  }

  /**
   * Begins a study that lives in memory.
   *
   * @return the study, without trials
   * @throws InvalidInputException if the sampler cannot handle the space or the directions
   */
  public Study open() {
    return open(null);
  }

  /**
   * Begins a study in a storage, or takes part in the one of this name.
   *
   * @param storage keeps the trials
   * @return the study with the trials it has
   * @throws io.lepton.error.ConflictException if the study of this name has another space, other
   *     directions or another seed
   * @throws InvalidInputException if the sampler cannot handle the space or the directions
   * @throws io.lepton.error.StorageException if the storage cannot be read or written
   */
  public Study in(StudyStorage storage) {
    return open(Objects.requireNonNull(storage));
  }

  private Study open(@Nullable StudyStorage storage) {
    Study study = new Study(this, storage);
    study.core().join();
    return study;
  }

  /**
   * Begins a study in memory and searches.
   *
   * @param objective says how good a point is
   * @param trials how many to make, at least 1
   * @return the study after the search
   * @throws io.lepton.error.LeptonException as {@link Study#optimize(Objective, Budget)} does
   */
  public Study optimize(Objective objective, int trials) {
    return open().optimize(objective, Budget.trials(trials));
  }
}
