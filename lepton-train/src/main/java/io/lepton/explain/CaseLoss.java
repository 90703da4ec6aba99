package io.lepton.explain;

import io.lepton.data.Dataset;
import io.lepton.error.InvalidInputException;
import java.util.List;

/** What one wrong answer costs; importance is the mean of what not knowing a feature adds to it. */
@FunctionalInterface
public interface CaseLoss {
  /** Losses of classifiers whose outputs are the probabilities of classes. */
  enum Kind {
    /** −log of the true class's probability, in nats; probabilities below 2^-52 count as that. */
    LOG_LOSS,
    /** The squared errors of all probabilities added up. */
    BRIER,
    /** 1 where the most probable class (the first of equals) is not the true one, else 0. */
    ERROR
  }

  /**
   * The loss of one case.
   *
   * @param index of the case among those the model is judged on
   * @param outputs of the model
   * @return finite, lower is better
   */
  double of(int index, double[] outputs);

  /**
   * The loss of a classifier on labelled data.
   *
   * @param kind of loss
   * @param data whose labels are the truth
   * @param classes the model's outputs in order, each a class
   * @return the loss
   * @throws InvalidInputException if a label is none of the classes
   */
  static CaseLoss classification(Kind kind, Dataset data, List<String> classes) {
    int[] truth = new int[data.rows()];
    for (int i = 0; i < truth.length; i++) {
      truth[i] = classes.indexOf(data.label(i));
      if (truth[i] < 0) {
        throw new InvalidInputException(
            data.name()
                + " row "
                + i
                + " has the label \""
                + data.label(i)
                + "\"; the model's outputs are "
                + classes
                + ". Explain all of its outputs to judge it by its classes");
      }
    }
    return (index, outputs) -> loss(kind, truth[index], outputs);
  }

  private static double loss(Kind kind, int truth, double[] outputs) {
    return switch (kind) {
      case LOG_LOSS -> -Math.log(Math.max(Math.ulp(1.0), outputs[truth]));
      case BRIER -> brier(truth, outputs);
      case ERROR -> mostProbable(outputs) == truth ? 0 : 1;
    };
  }

  private static double brier(int truth, double[] outputs) {
    double sum = 0;
    for (int j = 0; j < outputs.length; j++) {
      double error = outputs[j] - (j == truth ? 1 : 0);
      sum += error * error;
    }
    return sum;
  }

  private static int mostProbable(double[] outputs) {
    int best = 0;
    for (int j = 1; j < outputs.length; j++) {
      best = outputs[j] > outputs[best] ? j : best;
    }
    return best;
  }

  /**
   * The squared error of the first output.
   *
   * @param truth by case; copied
   * @return the loss
   */
  static CaseLoss squaredError(double... truth) {
    double[] copy = truth.clone();
    return (index, outputs) -> {
      if (index >= copy.length) {
        throw new InvalidInputException(
            "case " + index + " has no true value; " + copy.length + " were given");
      }
      return (outputs[0] - copy[index]) * (outputs[0] - copy[index]);
    };
  }
}
