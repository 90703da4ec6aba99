package io.lepton.stats.compute;

import io.lepton.error.InvalidInputException;
import io.lepton.spi.ComputeBackend;
import io.lepton.spi.RandomLaw;
import io.lepton.stats.internal.Workers;
import io.lepton.stats.internal.compute.BlockLoops;
import io.lepton.stats.internal.compute.Centred;
import io.lepton.stats.internal.compute.Draws;
import io.lepton.stats.internal.compute.Replicates;
import io.lepton.stats.internal.compute.ResamplePlan;
import io.lepton.stats.internal.compute.SubsetLoops;
import io.lepton.stats.internal.compute.SubsetPlan;
import io.lepton.stats.internal.random.Streams.Purpose;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * The backend of this JVM. Threads share the replicates between them; every replicate has a stream
 * of random numbers of its own (its state by Philox4x32-10, its words by SplitMix64) and adds up in
 * a fixed order, so that the bits do not depend on the number of threads.
 *
 * <p>A resample costs about 1 ns for each row and column: rows are cut into blocks of 64, each gets
 * its exact number of draws, and pairs of rows are looked up in a table that fits a first-level
 * cache. The law is that of drawing rows one by one.
 *
 * <p>Immutable and safe for use by many threads. Threads live no longer than a call.
 */
public final class JvmBackend implements ComputeBackend {
  /** The name by which it is found. */
  public static final String NAME = "jvm";

  /** Replicates of a task: states of this many stay in a second-level cache. */
  private static final int MOST_PER_TASK = 1024;

  /** Below this many draws a second thread costs more than it brings. */
  private static final double WORTH_A_THREAD = 100_000;

  private final int threads;

  /** One thread for each processor. */
  public JvmBackend() {
    this(Runtime.getRuntime().availableProcessors());
  }

  private JvmBackend(int threads) {
    this.threads = threads;
  }

  /**
   * A backend with a given number of threads; the results are the same.
   *
   * @param threads from 1 to 1024, the calling one included
   * @return the backend
   */
  public static JvmBackend withThreads(int threads) {
    if (threads < 1 || threads > 1024) {
      throw new InvalidInputException(threads + " threads; expected from 1 to 1024");
    }
    return new JvmBackend(threads);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<String> unavailable() {
    return Optional.empty();
  }

  @Override
  public Properties properties() {
    return new Properties("cpu", "Java " + Runtime.version().feature(), threads, 1e-13);
  }

  @Override
  public double[][] resampledSums(Weights weights, double[][] columns, int replicates, long key) {
    Centred centred = new Centred(columns);
    atLeastOne("replicates", replicates);
    ResamplePlan plan = new ResamplePlan(centred.rows(), weights);
    double[][] sums = new double[columns.length][replicates];
    inTasks(
        replicates,
        (double) centred.rows() * columns.length,
        (first, size) -> {
          Replicates some = new Replicates(key, Purpose.RESAMPLE, first, size, columns.length);
          if (!plan.direct()) {
            BlockLoops.add(plan, centred, some);
          }
          some.finish(plan, centred);
          some.write(centred, sums);
        });
    return sums;
  }

  @Override
  public double[] subsetSums(double[] values, int size, int replicates, long key) {
    Centred centred = new Centred(values);
    atLeastOne("replicates", replicates);
    if (size < 0 || size > values.length) {
      throw new InvalidInputException(
          "a subset of " + size + " of " + values.length + " values; expected 0 to all of them");
    }
    SubsetPlan plan = new SubsetPlan(values.length, size);
    double[][] sums = new double[1][replicates];
    inTasks(
        replicates,
        values.length / 4.0,
        (first, count) -> {
          Replicates some = new Replicates(key, Purpose.SUBSET, first, count, 1);
          SubsetLoops.add(plan, centred.values(0), some);
          SubsetLoops.settle(plan, centred.values(0), some);
          some.write(centred, sums);
        });
    return sums[0];
  }

  @Override
  public double[] draws(RandomLaw law, int count, long key) {
    atLeastOne("count", count);
    double[] draws = new double[count];
    inTasks(
        count,
        20,
        (first, size) -> {
          for (int i = first; i < first + size; i++) {
            draws[i] = Draws.draw(law, key, i);
          }
        });
    return draws;
  }

  private static void atLeastOne(String name, int count) {
    if (count < 1) {
      throw new InvalidInputException(name + " is " + count + "; expected at least 1");
    }
  }

  private void inTasks(int items, double costOfOne, Task task) {
    double worth = Math.max(1, items * costOfOne / WORTH_A_THREAD);
    int used = (int) Math.min(threads, worth);
    int size = Math.min(MOST_PER_TASK, (items + 2 * used - 1) / (2 * used));
    IntConsumer numbered = i -> task.run(i * size, Math.min(size, items - i * size));
    Workers.run(used, (items - 1) / size + 1, numbered);
  }

  /** Something to do for consecutive items. */
  private interface Task {
    void run(int first, int size);
  }
}
