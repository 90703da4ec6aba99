package io.lepton.data.augment;

import java.util.SplittableRandom;

/**
 * Changes a batch before a training step. MUST NOT change the arrays it gets, MUST draw all its
 * randomness from the generator it gets, and MUST keep the number of rows and of inputs.
 */
@FunctionalInterface
public interface Augmentation {
  /**
   * Changes a batch.
   *
   * @param batch to start from
   * @param random advanced by what is drawn
   * @return another batch of the same form, or the same
   */
  LabelledBatch apply(LabelledBatch batch, SplittableRandom random);

  /**
   * This augmentation, and then another on its result.
   *
   * @param next the other
   * @return both
   */
  default Augmentation andThen(Augmentation next) {
    return (batch, random) -> next.apply(apply(batch, random), random);
  }
}
