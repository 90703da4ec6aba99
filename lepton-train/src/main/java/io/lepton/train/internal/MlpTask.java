package io.lepton.train.internal;

import java.util.List;

/**
 * A training to be done.
 *
 * @param train rows to learn from
 * @param validation rows to choose the best epoch by; none for the last epoch
 * @param classWeights factor of the loss of a row, by its class
 * @param seed of weights, order and dropout
 */
public record MlpTask(
    MlpShape shape,
    MlpSettings settings,
    EncodedRows train,
    EncodedRows validation,
    List<Double> classWeights,
    long seed) {

  public MlpTask {
    classWeights = List.copyOf(classWeights);
  }

  /** Told after each epoch; losses are without penalties; NaN without validation rows. */
  public interface Progress {
    Next epochDone(
        int epoch, double trainingLoss, double validationLoss, double validationAccuracy);
  }

  /** What to do after an epoch. */
  public enum Next {
    GO_ON,
    STOP
  }
}
