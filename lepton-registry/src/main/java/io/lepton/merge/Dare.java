package io.lepton.merge;

import io.lepton.bytes.Digest;
import io.lepton.error.InvalidInputException;
import java.nio.ByteBuffer;

/** Drop at random, rescale what is left, and go on (Yu et al. 2024). */
final class Dare extends TaskMethod {
  /** SplitMix64 (Steele, Lea, Flood 2014): the step, and the two factors of its finaliser. */
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private static final long MIX_1 = 0xBF58476D1CE4E5B9L;
  private static final long MIX_2 = 0x94D049BB133111EBL;

  private final double dropRate;
  private final long seed;
  private final TaskMethod then;

  Dare(double dropRate, long seed, TaskMethod then) {
    boolean valid = dropRate >= 0 && dropRate < 1;
    if (!valid) {
      throw new InvalidInputException(
          "drop rate " + dropRate + "; expected a number from 0 to 1 (excluded)");
    }
    this.dropRate = dropRate;
    this.seed = seed;
    this.then = then;
  }

  @Override
  void requireTasks(int tasks) {
    then.requireTasks(tasks);
  }

  @Override
  MergedChange merge(String name, Deltas deltas) {
    long tensor = ByteBuffer.wrap(Digest.of(name).toBytes()).getLong();
    long stream = mix(mix(seed + GOLDEN) ^ tensor);
    return then.merge(name, new Thinned(deltas, stream));
  }

  /** The n-th number of a stream is a function of n, so that any range can be read. */
  private static long mix(long state) {
    long z = (state ^ state >>> 30) * MIX_1;
    z = (z ^ z >>> 27) * MIX_2;
    return z ^ z >>> 31;
  }

  private final class Thinned implements Deltas {
    private final Deltas all;
    private final long stream;

    Thinned(Deltas all, long stream) {
      this.all = all;
      this.stream = stream;
    }

    @Override
    public int tasks() {
      return all.tasks();
    }

    @Override
    public long elements() {
      return all.elements();
    }

    @Override
    public double[] read(int task, long first, int count) {
      double[] deltas = all.read(task, first, count);
      long key = mix(stream + task * GOLDEN);
      for (int i = 0; i < count; i++) {
        double uniform = (mix(key + (first + i) * GOLDEN) >>> 11) * 0x1p-53;
        deltas[i] = uniform < dropRate ? 0 : deltas[i] / (1 - dropRate);
      }
      return deltas;
    }
  }

  @Override
  public String description() {
    return "DARE (drop " + dropRate + ", seed " + seed + "), then " + then.description();
  }
}
