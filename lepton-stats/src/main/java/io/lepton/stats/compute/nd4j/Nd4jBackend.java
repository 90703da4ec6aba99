package io.lepton.stats.compute.nd4j;

import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.spi.ComputeBackend;
import io.lepton.spi.RandomLaw;
import io.lepton.stats.compute.JvmBackend;
import io.lepton.stats.internal.compute.Centred;
import io.lepton.stats.internal.compute.HostWeights;
import io.lepton.stats.internal.compute.ResamplePlan;
import io.lepton.stats.internal.compute.SubsetPlan;
import io.lepton.stats.internal.random.Streams;
import io.lepton.stats.internal.random.Streams.Purpose;
import java.util.Optional;

/**
 * Sums by ND4J, on whatever its natives on the class path run: CPU or CUDA. The rows of a resample
 * and all random draws come from the same counters as those of {@link JvmBackend} and are made in
 * this JVM; ND4J multiplies matrices of weights with columns, all as DOUBLE (its sums of floats
 * stop growing at 2^24 and 2^25). Sums so differ from the JVM's by rounding alone, at most 1e-12
 * relative.
 *
 * <p>Since the weights are made here, it is slower than {@link JvmBackend} on a CPU; it is there
 * for applications that hold to ND4J, and to check one implementation by another. Measure with
 * {@link io.lepton.stats.compute.Backends#measured}.
 *
 * <p>Needs {@code org.nd4j:nd4j-native} or {@code org.nd4j:nd4j-cuda-11.6}, which Lepton does not
 * bring. Safe for use by many threads.
 */
public class Nd4jBackend implements ComputeBackend {
  /** Fixed, so that the bits of a replicate do not depend on how many there are. */
  private static final int TOGETHER = 8;

  private final JvmBackend host = new JvmBackend();

  /** Loads nothing yet. */
  public Nd4jBackend() {}

  @Override
  public String name() {
    return "nd4j";
  }

  @Override
  public Optional<String> unavailable() {
    return Nd4jLibrary.unavailable();
  }

  @Override
  public Properties properties() {
    mustBeUsable();
    return new Properties(
        Nd4jLibrary.device(), Nd4jLibrary.version(), host.properties().threads(), 1e-12);
  }

  @Override
  public double[][] resampledSums(Weights weights, double[][] columns, int replicates, long key) {
    mustBeUsable();
    Centred centred = new Centred(columns);
    ResamplePlan plan = new ResamplePlan(centred.rows(), weights);
    return sums(
        centred,
        replicates,
        key,
        Purpose.RESAMPLE,
        (replicate, start, step, into, at) ->
            HostWeights.resample(plan, key, replicate, start, step, into, at));
  }

  @Override
  public double[] subsetSums(double[] values, int size, int replicates, long key) {
    mustBeUsable();
    Centred centred = new Centred(values);
    if (size < 0 || size > values.length) {
      throw new InvalidInputException(
          "a subset of " + size + " of " + values.length + " values; expected 0 to all of them");
    }
    SubsetPlan plan = new SubsetPlan(values.length, size);
    return sums(
        centred,
        replicates,
        key,
        Purpose.SUBSET,
        (replicate, start, step, into, at) -> HostWeights.subset(plan, start, step, into, at))[0];
  }

  @Override
  public double[] draws(RandomLaw law, int count, long key) {
    mustBeUsable();
    return host.draws(law, count, key);
  }

  private void mustBeUsable() {
    unavailable()
        .ifPresent(
            reason -> {
              throw new EngineException("backend \"" + name() + "\": " + reason);
            });
  }

  /** Writes the weights of one replicate. */
  private interface RowWeights {
    void write(long replicate, long start, long step, double[] into, int at);
  }

  private static double[][] sums(
      Centred columns, int replicates, long key, Purpose purpose, RowWeights weights) {
    if (replicates < 1) {
      throw new InvalidInputException("replicates is " + replicates + "; expected at least 1");
    }
    int rows = columns.rows();
    if (rows > Integer.MAX_VALUE / TOGETHER) {
      throw new InvalidInputException(
          rows + " rows; ND4J is handed at most " + Integer.MAX_VALUE / TOGETHER + " here");
    }
    double[][] sums = new double[columns.columns()][replicates];
    long[] starts = new long[TOGETHER];
    long[] steps = new long[TOGETHER];
    for (int first = 0; first < replicates; first += TOGETHER) {
      double[] matrix = new double[TOGETHER * rows];
      double[] counts = new double[TOGETHER];
      Streams.states(key, purpose, first, starts, steps);
      for (int i = 0; i < TOGETHER; i++) {
        weights.write((long) first + i, starts[i], steps[i], matrix, i * rows);
        for (int row = 0; row < rows; row++) {
          counts[i] += matrix[i * rows + row];
        }
      }
      for (int c = 0; c < sums.length; c++) {
        double[] products = Nd4jLibrary.multiply(matrix, TOGETHER, columns.values(c));
        for (int i = 0; i < TOGETHER && first + i < replicates; i++) {
          sums[c][first + i] = columns.centre(c) * counts[i] + products[i];
        }
      }
    }
    return sums;
  }
}
