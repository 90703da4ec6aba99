package io.lepton.tune;

import io.lepton.error.InvalidInputException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** How far a search may go, and how many trials run side by side. Immutable. */
public final class Budget {
  private final @Nullable Integer trials;
  private final @Nullable Integer total;
  private final @Nullable Duration time;
  private final int parallel;
  private final @Nullable Executor executor;

  private Budget(
      @Nullable Integer trials,
      @Nullable Integer total,
      @Nullable Duration time,
      int parallel,
      @Nullable Executor executor) {
    this.trials = trials;
    this.total = total;
    this.time = time;
    this.parallel = parallel;
    this.executor = executor;
  }

  /**
   * A number of trials, on top of those the study has.
   *
   * @param count at least 1
   * @return the budget
   * @throws InvalidInputException if it is below 1
   */
  public static Budget trials(int count) {
    return new Budget(atLeastOne(count, "trials"), null, null, 1, null);
  }

  /**
   * As many trials as the study lacks to a total, whoever makes them: for a search that is resumed,
   * or that several processes share. Trials that were lost and are tried again count once.
   *
   * @param count at least 1
   * @return the budget
   * @throws InvalidInputException if it is below 1
   */
  public static Budget total(int count) {
    return new Budget(null, atLeastOne(count, "trials in total"), null, 1, null);
  }

  /**
   * As many trials as begin within a time.
   *
   * @param limit above 0
   * @return the budget
   * @throws InvalidInputException if it is not above 0
   */
  public static Budget time(Duration limit) {
    return new Budget(null, null, positive(limit), 1, null);
  }

  /**
   * Ends the search also when a time is over. Trials that run then are let finish.
   *
   * @param limit above 0, from the beginning of the search
   * @return a new budget
   * @throws InvalidInputException if it is not above 0
   */
  public Budget within(Duration limit) {
    return new Budget(trials, total, positive(limit), parallel, executor);
  }

  /**
   * Runs trials side by side: one on the calling thread, the others on threads made for the search.
   * Which points are tried then depends on which trials end first.
   *
   * @param count at least 1; the objective must be safe for as many threads
   * @return a new budget
   * @throws InvalidInputException if it is below 1
   */
  public Budget parallel(int count) {
    return new Budget(trials, total, time, atLeastOne(count, "trials side by side"), null);
  }

  /**
   * Runs trials side by side: one on the calling thread, the others on an executor as far as it has
   * room.
   *
   * @param count at least 1; the objective must be safe for as many threads
   * @param threads runs {@code count} − 1 loops, each for as long as the search goes on
   * @return a new budget
   * @throws InvalidInputException if it is below 1
   */
  public Budget parallel(int count, Executor threads) {
    return new Budget(
        trials,
        total,
        time,
        atLeastOne(count, "trials side by side"),
        Objects.requireNonNull(threads));
  }

  private static int atLeastOne(int count, String what) {
    if (count < 1) {
      throw new InvalidInputException(count + " " + what + "; expected at least 1");
    }
    return count;
  }

  private static Duration positive(Duration limit) {
    if (limit.isNegative() || limit.isZero()) {
      throw new InvalidInputException("a time of " + limit + "; expected more than none");
    }
    return limit;
  }

  /**
   * How many trials this search may make.
   *
   * @return the number; empty if that does not limit it
   */
  public OptionalInt findTrials() {
    return trials == null ? OptionalInt.empty() : OptionalInt.of(trials);
  }

  /**
   * How many trials the study may have.
   *
   * @return the number; empty if that does not limit it
   */
  public OptionalInt findTotal() {
    return total == null ? OptionalInt.empty() : OptionalInt.of(total);
  }

  /**
   * How long trials may begin.
   *
   * @return the time; empty if that does not limit it
   */
  public Optional<Duration> findTime() {
    return Optional.ofNullable(time);
  }

  /**
   * How many trials run side by side.
   *
   * @return at least 1
   */
  public int parallel() {
    return parallel;
  }

  Optional<Executor> findExecutor() {
    return Optional.ofNullable(executor);
  }
}
