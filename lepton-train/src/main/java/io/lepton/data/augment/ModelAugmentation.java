package io.lepton.data.augment;

import java.util.SplittableRandom;

/**
 * Changes a batch before a training step, knowing which way the model as it is at that step does
 * worse. MUST NOT change the arrays it gets, MUST draw all its randomness from the generator it
 * gets, MUST keep the number of rows, inputs and targets, and MUST NOT keep the model: it is gone
 * after the step.
 */
@FunctionalInterface
public interface ModelAugmentation {
  /**
   * Changes a batch.
   *
   * @param batch to start from
   * @param model the gradient of its loss by the inputs, as it predicts: without dropout, and with
   *     the running statistics of its normalisations
   * @param random advanced by what is drawn
   * @return another batch of the same form, or the same
   */
  LabelledBatch apply(LabelledBatch batch, InputGradient model, SplittableRandom random);
}
