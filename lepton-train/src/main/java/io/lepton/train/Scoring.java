package io.lepton.train;

import io.lepton.data.Dataset;
import io.lepton.error.InvalidInputException;
import io.lepton.metric.ClassificationResult;
import io.lepton.model.DataReference;
import io.lepton.model.Prediction;
import io.lepton.model.Prediction.Classification;
import io.lepton.model.Row;
import io.lepton.spi.Predictor;
import io.lepton.train.TrainedClassifier.Cases;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lets a classifier predict data whose labels are known. */
public final class Scoring {
  private static final int BLOCK = 256; // rows held at once

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
    return classify(predictor, new TableCases(null), data, positive);
  }

  static <D> ClassificationResult classify(
      Predictor predictor, Cases<D> cases, D data, @Nullable String positive) {
    DataReference reference = cases.reference(data);
    int rows = cases.rows(data);
    LabelledTraining.requireRows(reference.name(), rows);
    List<String> classes = List.of();
    double[][] probabilities = new double[rows][];
    for (int from = 0; from < rows; from += BLOCK) {
      List<Row> block = new ArrayList<>();
      for (int row = from; row < Math.min(rows, from + BLOCK); row++) {
        block.add(cases.row(data, row));
      }
      int at = from;
      for (Prediction prediction : predictor.predict(block)) {
        Map<String, Double> said = ((Classification) prediction).probabilities();
        classes = List.copyOf(said.keySet());
        probabilities[at++] = said.values().stream().mapToDouble(Double::doubleValue).toArray();
      }
    }
    int[] actual =
        TrainedClassifier.codes(reference.name(), rows, classes, row -> cases.label(data, row));
    return ClassificationResult.of(reference, classes, positive, actual, probabilities);
  }
}
