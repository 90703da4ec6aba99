package io.lepton.stats.compute;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Interval;
import io.lepton.stats.internal.Checks;
import io.lepton.stats.internal.Workers;
import io.lepton.stats.internal.random.Streams;
import io.lepton.stats.internal.random.Streams.Purpose;
import io.lepton.stats.interval.ClopperPearson;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Estimates how often something happens, such as a rejection (power, or a false alarm under the
 * null) or a miss of an interval: makes data many times and counts. Each run has a generator of its
 * own, seeded by the key and the number of the run, so that the rate does not depend on the number
 * of threads.
 *
 * <p>Immutable; safe for use by many threads.
 */
public final class Simulation {
  private static final int REPORTS = 100;

  private static final Simulation DEFAULT =
      new Simulation(10_000, 0.95, Runtime.getRuntime().availableProcessors(), (done, all) -> {});

  private final int runs;
  private final double level;
  private final int threads;
  private final Progress progress;

  private Simulation(int runs, double level, int threads, Progress progress) {
    this.runs = runs;
    this.level = level;
    this.threads = threads;
    this.progress = progress;
  }

  /** Told how far a simulation is. */
  @FunctionalInterface
  public interface Progress {
    /**
     * Called about a hundred times and at the end, by any of the threads, never by two at once.
     *
     * @param done runs that are done; grows from call to call
     * @param runs all runs
     */
    void report(int done, int runs);
  }

  /**
   * What was counted.
   *
   * @param happened in how many runs
   * @param runs how many there were
   * @param interval of the true rate (Clopper–Pearson)
   */
  public record Rate(long happened, int runs, Interval interval) {
    /**
     * The share of the runs.
     *
     * @return from 0 to 1
     */
    public double estimate() {
      return (double) happened / runs;
    }
  }

  /**
   * 10,000 runs, 95 % interval of the rate, one thread for each processor.
   *
   * @return the simulation
   */
  public static Simulation withDefaults() {
    return DEFAULT;
  }

  /**
   * Sets the number of runs.
   *
   * @param value at least 1
   * @return a new simulation
   */
  public Simulation withRuns(int value) {
    return new Simulation(atLeastOne("runs", value), level, threads, progress);
  }

  /**
   * Sets the level of the interval of the rate.
   *
   * @param value between 0 and 1, such as 0.95
   * @return a new simulation
   */
  public Simulation withLevel(double value) {
    return new Simulation(runs, Checks.inside("level", value), threads, progress);
  }

  /**
   * Sets the number of threads; the rate is the same.
   *
   * @param value at least 1, the calling one included
   * @return a new simulation
   */
  public Simulation withThreads(int value) {
    return new Simulation(runs, level, atLeastOne("threads", value), progress);
  }

  /**
   * Sets who is told how far it is.
   *
   * @param value the listener
   * @return a new simulation
   */
  public Simulation with(Progress value) {
    return new Simulation(runs, level, threads, Objects.requireNonNull(value));
  }

  /**
   * Counts how often something happens to data.
   *
   * @param generator makes the data of one run; called by several threads
   * @param event whether it happened, such as {@code data -> test(data).pValue() <= 0.05}
   * @param key chooses the randomness
   * @param <T> the data
   * @return the rate
   * @throws RuntimeException what the generator or the event threw first
   */
  public <T> Rate rate(Function<SplittableRandom, T> generator, Predicate<T> event, long key) {
    return rate(random -> event.test(generator.apply(random)), key);
  }

  /**
   * Counts how often something happens.
   *
   * @param event of one run, with the run's generator; called by several threads
   * @param key chooses the randomness
   * @return the rate
   * @throws RuntimeException what the event threw first
   */
  public Rate rate(Predicate<SplittableRandom> event, long key) {
    LongAdder happened = new LongAdder();
    AtomicInteger done = new AtomicInteger();
    int every = Math.max(1, runs / REPORTS);
    Object reporting = new Object();
    int[] reported = {0};
    Workers.run(
        threads,
        runs,
        run -> {
          SplittableRandom random =
              new SplittableRandom(Streams.stream(key, Purpose.RUN, run).next());
          if (event.test(random)) {
            happened.increment();
          }
          int now = done.incrementAndGet();
          if (now % every == 0 || now == runs) {
            synchronized (reporting) {
              if (now > reported[0]) {
                reported[0] = now;
                progress.report(now, runs);
              }
            }
          }
        });
    Interval interval =
        ClopperPearson.withDefaults().withLevel(level).interval(happened.sum(), runs);
    return new Rate(happened.sum(), runs, interval);
  }

  private static int atLeastOne(String name, int value) {
    if (value < 1) {
      throw new InvalidInputException(name + " is " + value + "; expected at least 1");
    }
    return value;
  }
}
