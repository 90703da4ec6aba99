package io.lepton.train.internal;

import io.lepton.error.EngineException;
import io.lepton.model.Prediction.Classification;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a classifier's last layer says, as a prediction. */
public final class Logits {
  private Logits() {}

  /**
   * Softmax in double precision, so that a sure prediction is not rounded to certainty.
   *
   * @param row named in the error
   * @throws EngineException if a logit is not finite
   */
  public static Classification classify(List<String> classes, float[] logits, int row) {
    int best = 0;
    for (int i = 0; i < logits.length; i++) {
      if (!Float.isFinite(logits[i])) {
        throw new EngineException(
            "row "
                + row
                + ": the model's output is "
                + logits[i]
                + "; its weights are not finite, or too large");
      }
      best = logits[i] > logits[best] ? i : best;
    }
    double[] shares = new double[logits.length];
    double sum = 0;
    for (int i = 0; i < logits.length; i++) {
      shares[i] = StrictMath.exp((double) logits[i] - logits[best]);
      sum += shares[i];
    }
    Map<String, Double> probabilities = new LinkedHashMap<>();
    for (int i = 0; i < logits.length; i++) {
      probabilities.put(classes.get(i), shares[i] / sum);
    }
    return new Classification(classes.get(best), probabilities);
  }
}
