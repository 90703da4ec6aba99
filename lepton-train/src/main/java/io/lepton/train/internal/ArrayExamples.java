package io.lepton.train.internal;

import io.lepton.bytes.Digest;
import io.lepton.error.InvalidInputException;
import io.lepton.train.Examples;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Iterator;
import java.util.SplittableRandom;

/** Examples in three arrays. */
public final class ArrayExamples implements Examples {
  private static final int BLOCK = 1 << 14;

  private final float[] inputs;
  private final float[] targets;
  private final float[] weights;
  private final int inputSize;
  private final int targetSize;

  public ArrayExamples(float[] inputs, float[] targets, float[] weights) {
    this.inputs = inputs;
    this.targets = targets;
    this.weights = weights;
    this.inputSize = size(inputs, "inputs");
    this.targetSize = size(targets, "targets");
    requireFinite(inputs, inputSize, "input");
    requireFinite(targets, targetSize, "target");
    requireFinite(weights, 1, "weight");
    float sum = 0;
    for (float weight : weights) {
      if (weight < 0) {
        throw new InvalidInputException("a row has the weight " + weight + "; expected 0 or more");
      }
      sum += weight;
    }
    if (sum == 0) {
      throw new InvalidInputException("every row has the weight 0");
    }
  }

  private int size(float[] values, String what) {
    if (weights.length == 0) {
      throw new InvalidInputException("there are no rows; expected at least one");
    }
    if (values.length == 0 || values.length % weights.length != 0) {
      throw new InvalidInputException(
          values.length + " " + what + " do not divide into " + weights.length + " rows");
    }
    return values.length / weights.length;
  }

  private static void requireFinite(float[] values, int width, String what) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new InvalidInputException(
            "row "
                + i / width
                + ", "
                + what
                + " "
                + i % width
                + " is "
                + values[i]
                + "; expected a finite number");
      }
    }
  }

  public float[] inputs() {
    return inputs;
  }

  public float[] targets() {
    return targets;
  }

  @Override
  public int inputSize() {
    return inputSize;
  }

  @Override
  public int targetSize() {
    return targetSize;
  }

  @Override
  public long rows() {
    return weights.length;
  }

  @Override
  public String fingerprint() {
    MessageDigest hash = Digest.start();
    ByteBuffer buffer = ByteBuffer.allocate(BLOCK * Float.BYTES);
    for (float[] values : new float[][] {inputs, targets, weights}) {
      for (int start = 0; start < values.length; start += BLOCK) {
        buffer.clear();
        int count = Math.min(BLOCK, values.length - start);
        buffer.asFloatBuffer().put(values, start, count);
        hash.update(buffer.limit(count * Float.BYTES));
      }
    }
    return Digest.finish(hash).hex();
  }

  @Override
  public Iterator<Batch> epoch(long seed, int epoch, int batchSize) {
    int[] order = order(seed, epoch);
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < order.length;
      }

      @Override
      public Batch next() {
        int rows = Math.min(batchSize, order.length - next);
        Batch batch =
            new Batch(
                rows, new float[rows * inputSize], new float[rows * targetSize], new float[rows]);
        for (int i = 0; i < rows; i++) {
          int row = order[next++];
          System.arraycopy(inputs, row * inputSize, batch.inputs(), i * inputSize, inputSize);
          System.arraycopy(targets, row * targetSize, batch.targets(), i * targetSize, targetSize);
          batch.weights()[i] = weights[row];
        }
        return batch;
      }
    };
  }

  /** Fisher and Yates; the order of an epoch does not depend on those before it. */
  private int[] order(long seed, int epoch) {
    int[] order = new int[weights.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    if (seed >= 0) {
      SplittableRandom random = Seeds.of(seed, epoch);
      for (int i = order.length - 1; i > 0; i--) {
        int j = random.nextInt(i + 1);
        int swapped = order[i];
        order[i] = order[j];
        order[j] = swapped;
      }
    }
    return order;
  }
}
