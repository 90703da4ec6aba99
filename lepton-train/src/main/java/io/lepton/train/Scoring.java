package io.lepton.train;

import io.lepton.data.Dataset;
import io.lepton.error.InvalidInputException;
import io.lepton.metric.ClassificationResult;
import io.lepton.model.Prediction;
import io.lepton.model.Prediction.Classification;
import io.lepton.spi.Predictor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lets a classifier predict data whose labels are known. */
public final class Scoring {
  private Scoring() {}

  /**
   * Predicts every row and sets the predictions beside the labels.
   *
   * @param predictor of a classifier, such as one loaded from a store
   * @param data with labels, at least one row
   * @param positive the class that rates and curves are about, of two; with more classes it may be
   *     null
   * @return true classes and probabilities
   * @throws InvalidInputException if there are no rows, a label is none of the model's classes, or
   *     a row does not suit the model
   */
  public static ClassificationResult classify(
      Predictor predictor, Dataset data, @Nullable String positive) {
    if (data.rows() == 0) {
      throw new InvalidInputException(data.name() + " has no rows; expected at least one");
    }
    List<Prediction> predictions = predictor.predict(data.toRows());
    List<String> classes = List.copyOf(classification(predictions.get(0)).probabilities().keySet());
    int[] actual = new int[data.rows()];
    double[][] probabilities = new double[data.rows()][];
    for (int row = 0; row < actual.length; row++) {
      actual[row] = code(data, row, classes);
      probabilities[row] =
          classification(predictions.get(row)).probabilities().values().stream()
              .mapToDouble(Double::doubleValue)
              .toArray();
    }
    return ClassificationResult.of(data.reference(), classes, positive, actual, probabilities);
  }

  private static Classification classification(Prediction prediction) {
    return (Classification) prediction; // Prediction is sealed, and as yet there is no other kind
  }

  static int code(Dataset data, int row, List<String> classes) {
    int code = classes.indexOf(data.label(row));
    if (code < 0) {
      throw new InvalidInputException(
          data.name()
              + " row "
              + row
              + " has the label \""
              + data.label(row)
              + "\"; the model knows only "
              + classes);
    }
    return code;
  }
}
