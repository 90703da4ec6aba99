package io.lepton.explain.gradient;

import io.lepton.tensor.Shape;

/**
 * A function of tensors of one shape whose outputs can be differentiated with respect to the input.
 * An input is its elements in row-major order; a call takes many. Whoever implements it says
 * whether it may be used by many threads.
 */
public interface DifferentiableModel {
  /**
   * The shape of one input, without the batch axis.
   *
   * @return such as [1, 28, 28]
   */
  Shape inputShape();

  /**
   * Computes the outputs.
   *
   * @param inputs by case, then by element; must not be changed
   * @return by case, then by output
   */
  float[][] outputs(float[][] inputs);

  /**
   * Computes the gradient of one output of each case with respect to that case's own input.
   *
   * @param inputs by case, then by element; must not be changed
   * @param output which one, from 0
   * @return by case, then by element
   */
  float[][] inputGradients(float[][] inputs, int output);
}
