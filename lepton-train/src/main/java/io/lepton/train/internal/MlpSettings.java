package io.lepton.train.internal;

/**
 * How a network is trained. The loss is the weighted mean cross-entropy + l1 Σ|w| + l2 Σw² over
 * weights without biases; {@code weightDecay} is decoupled from it (Loshchilov and Hutter 2019).
 *
 * @param batchSize rows per step; 0 for all at once
 * @param patience epochs without a better validation loss until training stops; 0 to never stop
 */
public record MlpSettings(
    OptimizerKind optimizer,
    double learningRate,
    double dropoutRate,
    double l1,
    double l2,
    double weightDecay,
    int batchSize,
    int epochs,
    int patience) {

  /** What makes a step of a gradient. */
  public enum OptimizerKind {
    SGD,
    ADAM
  }
}
