package io.lepton.data.augment;

import java.util.SplittableRandom;

/** Changes inputs a little so that a model does worse on them. MUST NOT change its arguments. */
@FunctionalInterface
public interface Attack {
  /**
   * Attacks each row of a batch.
   *
   * @param batch to start from
   * @param model under attack
   * @param random advanced by what is drawn
   * @return a batch with the same targets
   */
  LabelledBatch attack(LabelledBatch batch, InputGradient model, SplittableRandom random);
}
