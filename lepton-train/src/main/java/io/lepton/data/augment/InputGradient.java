package io.lepton.data.augment;

/**
 * The gradient of a model's loss by its inputs: which way to change each input so that the model
 * does worse. Row by row: the gradient of a row is that of this row's own loss.
 */
@FunctionalInterface
public interface InputGradient {
  /**
   * Computes the gradient.
   *
   * @param batch inputs, and the targets the loss compares with; not to be changed
   * @return as many values as there are inputs, in a new array
   */
  float[] of(LabelledBatch batch);
}
