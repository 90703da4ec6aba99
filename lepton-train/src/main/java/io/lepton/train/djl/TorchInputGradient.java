package io.lepton.train.djl;

import io.lepton.data.augment.InputGradient;
import io.lepton.data.augment.LabelledBatch;
import io.lepton.error.InvalidInputException;

/** Gradients of a network's loss by its inputs, for attacks and adversarial training. */
public final class TorchInputGradient {
  private TorchInputGradient() {}

  /**
   * The cross entropy between targets and the softmax of the network's outputs.
   *
   * @param network whose outputs are logits; stays open as long as the gradient is used
   * @return thread-safe as the network is
   */
  public static InputGradient crossEntropy(TorchNetwork network) {
    return batch -> {
      int classes = network.network().outputSize();
      if (batch.targetWidth() != classes) {
        throw new InvalidInputException(
            "targets of " + batch.targetWidth() + " classes; the network has " + classes);
      }
      return network
          .gradient("", batch.inputs(), batch.rows(), new ByLogits(batch, classes)::next)
          .gradient();
    };
  }

  /** The loss's derivatives by logits, block of rows after block: softmax less targets. */
  private static final class ByLogits {
    private final LabelledBatch batch;
    private final int classes;
    private int done;

    ByLogits(LabelledBatch batch, int classes) {
      this.batch = batch;
      this.classes = classes;
    }

    float[] next(float[] logits) {
      float[] derivatives = new float[logits.length];
      for (int at = 0; at < logits.length; at += classes) {
        double top = Double.NEGATIVE_INFINITY;
        for (int i = at; i < at + classes; i++) {
          top = Math.max(top, logits[i]);
        }
        double sum = 0;
        for (int i = at; i < at + classes; i++) {
          sum += Math.exp(logits[i] - top);
        }
        double whole = 0; // targets add up to 1, unless the caller weighs rows
        for (int i = 0; i < classes; i++) {
          whole += batch.targets()[done + i];
        }
        for (int i = at; i < at + classes; i++) {
          double softmax = Math.exp(logits[i] - top) / sum;
          derivatives[i] = (float) (whole * softmax - batch.targets()[done++]);
        }
      }
      return derivatives;
    }
  }
}
