package io.lepton.data.augment;

import io.lepton.error.InvalidInputException;
import java.util.SplittableRandom;

/** Augmentations for any input: encoded tables, embeddings, pictures. */
public final class BatchAugmentations {
  private BatchAugmentations() {}

  /**
   * Mixes each example with another one of the batch, inputs and targets alike, by a share drawn
   * from Beta(α, α) for each (Zhang et al. 2018).
   *
   * @param alpha above 0; 0.2 mixes mostly a little, 1 by any share
   * @return the augmentation
   * @throws InvalidInputException if α is not above 0
   */
  public static Augmentation mixup(double alpha) {
    requireAlpha(alpha);
    return (batch, random) -> {
      int[] partner = Draws.permutation(batch.rows(), random);
      float[] share = new float[batch.rows()];
      for (int row = 0; row < share.length; row++) {
        share[row] = (float) Draws.beta(alpha, random);
      }
      return new LabelledBatch(
          batch.rows(),
          mixed(batch.inputs(), batch.width(), partner, share),
          mixed(batch.targets(), batch.targetWidth(), partner, share));
    };
  }

  static void requireAlpha(double alpha) {
    if (!(alpha > 0 && Double.isFinite(alpha))) {
      throw new InvalidInputException("alpha " + alpha + " for mixing; expected above 0");
    }
  }

  /** The share of each row's own values, the rest of its partner's. */
  static float[] mixed(float[] values, int width, int[] partner, float[] share) {
    float[] mixed = new float[values.length];
    for (int row = 0; row < partner.length; row++) {
      for (int i = 0; i < width; i++) {
        mixed[row * width + i] =
            share[row] * values[row * width + i]
                + (1 - share[row]) * values[partner[row] * width + i];
      }
    }
    return mixed;
  }

  /**
   * Adds Gaussian noise to some inputs, such as the numeric slots of an encoded table.
   *
   * @param standardDeviation at least 0, in units of the inputs
   * @param slots indices of the inputs of one example; none for all of them
   * @return the augmentation
   * @throws InvalidInputException if the deviation is negative
   */
  public static Augmentation noise(double standardDeviation, int... slots) {
    Draws.requireAtLeastZero("standard deviation", standardDeviation);
    int[] chosen = slots.clone();
    return (batch, random) -> {
      float[] inputs = batch.inputs().clone();
      int width = batch.width();
      int count = chosen.length == 0 ? width : chosen.length;
      for (int row = 0; row < batch.rows(); row++) {
        for (int i = 0; i < count; i++) {
          int slot = chosen.length == 0 ? i : slot(chosen[i], width);
          inputs[row * width + slot] += (float) (standardDeviation * Draws.gaussian(random));
        }
      }
      return batch.withInputs(inputs);
    };
  }

  private static int slot(int slot, int width) {
    if (slot < 0 || slot >= width) {
      throw new InvalidInputException("noise on slot " + slot + "; an example has " + width);
    }
    return slot;
  }

  /**
   * Applies an augmentation to some of the examples, leaving the others as they are.
   *
   * @param probability for each example, from 0 to 1
   * @param augmentation that works on inputs row by row
   * @return the augmentation
   * @throws InvalidInputException if the probability is out of range
   */
  public static Augmentation sometimes(double probability, Augmentation augmentation) {
    Draws.requireProbability(probability);
    return (batch, random) -> {
      LabelledBatch changed = augmentation.apply(batch, random);
      float[] inputs = batch.inputs().clone();
      float[] targets = batch.targets().clone();
      for (int row = 0; row < batch.rows(); row++) {
        if (random.nextDouble() < probability) {
          copyRow(changed.inputs(), inputs, row, batch.width());
          copyRow(changed.targets(), targets, row, batch.targetWidth());
        }
      }
      return new LabelledBatch(batch.rows(), inputs, targets);
    };
  }

  private static void copyRow(float[] from, float[] to, int row, int width) {
    System.arraycopy(from, row * width, to, row * width, width);
  }

  /** What changes one example. */
  interface RowChange {
    /** Writes the changed row; {@code from} and {@code to} are different arrays. */
    void apply(float[] from, int at, float[] to, SplittableRandom random);
  }

  static Augmentation perRow(int width, RowChange change) {
    return (batch, random) -> {
      if (batch.width() != width) {
        throw new InvalidInputException(
            "examples of " + batch.width() + " inputs for an augmentation of " + width);
      }
      float[] inputs = new float[batch.inputs().length];
      for (int row = 0; row < batch.rows(); row++) {
        change.apply(batch.inputs(), row * width, inputs, random);
      }
      return batch.withInputs(inputs);
    };
  }
}
