package io.lepton.train;

import io.lepton.data.CleaningReport;
import io.lepton.data.Dataset;
import io.lepton.error.InvalidInputException;
import io.lepton.metric.ClassificationResult;
import io.lepton.model.Evaluation;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Prediction;
import io.lepton.model.Prediction.Anomaly;
import io.lepton.spi.Predictor;
import io.lepton.train.djl.DjlPyTorchEngine;
import io.lepton.train.internal.ModelConfig;
import io.lepton.train.internal.ModelOutput;
import java.util.List;
import java.util.Set;

/** A trained anomaly detector. Immutable and thread-safe; it holds nothing to be closed. */
public final class TrainedDetector implements TrainedModel<Dataset> {
  private static final Set<String> OF_PROBABILITIES =
      Set.of("log_loss", "brier", "expected_calibration_error");

  private final ModelSnapshot snapshot;
  private final History history;
  private final CleaningReport report;

  TrainedDetector(ModelSnapshot snapshot, History history, CleaningReport report) {
    this.snapshot = snapshot;
    this.history = history;
    this.report = report;
  }

  @Override
  public ModelSnapshot snapshot() {
    return snapshot;
  }

  @Override
  public History history() {
    return history;
  }

  /**
   * What cleaning changed in the training data.
   *
   * @return the report
   */
  public CleaningReport cleaningReport() {
    return report;
  }

  /**
   * The score from which on a row counts as an anomaly.
   *
   * @return at least 0
   */
  public double threshold() {
    return ((ModelOutput.Reconstruction) ModelConfig.read(snapshot).output()).threshold();
  }

  @Override
  public Predictor predictor() {
    return new DjlPyTorchEngine().load(snapshot);
  }

  /**
   * The scores of rows.
   *
   * @param data with the columns of the training data
   * @return one a row, at least 0, the higher the stranger
   * @throws InvalidInputException if a row does not suit the model
   */
  public double[] scores(Dataset data) {
    try (Predictor predictor = predictor()) {
      List<Prediction> predictions = predictor.predict(data.toRows());
      return predictions.stream().mapToDouble(p -> ((Anomaly) p).score()).toArray();
    }
  }

  /**
   * Scores data of which the anomalies are known.
   *
   * @param data with a label of two values
   * @param anomaly the label of anomalies
   * @return the result; its probability s / (s + threshold) is one half at the threshold, and ranks
   *     as the score s does, but is not calibrated
   * @throws InvalidInputException if there are no rows, there are more than two labels, or a row
   *     does not suit the model
   * @throws io.lepton.error.NotFoundException if there is no label
   */
  public ClassificationResult score(Dataset data, String anomaly) {
    LabelledTraining.requireRows(data.name(), data.rows());
    List<String> others =
        data.classCounts().keySet().stream().filter(c -> !c.equals(anomaly)).toList();
    if (others.size() != 1) {
      throw new InvalidInputException(
          "beside \""
              + anomaly
              + "\", "
              + data.name()
              + " has the labels "
              + others
              + "; expected one");
    }
    double[] scores = scores(data);
    double threshold = Math.max(threshold(), Double.MIN_NORMAL);
    double[][] probabilities = new double[scores.length][];
    int[] actual = new int[scores.length];
    for (int i = 0; i < scores.length; i++) {
      double share = scores[i] / (scores[i] + threshold);
      probabilities[i] = new double[] {1 - share, share};
      actual[i] = data.label(i).equals(anomaly) ? 1 : 0;
    }
    return ClassificationResult.of(
        data.reference(), List.of(others.get(0), anomaly), anomaly, actual, probabilities);
  }

  /**
   * Measures the model on data whose label has two values, of which the rarer one, or of equally
   * frequent ones the second in sorted order, is that of anomalies.
   *
   * @param data at least one row
   * @return accuracy, precision, recall, F1 and areas; not what needs calibrated probabilities
   * @throws InvalidInputException as {@link #score}
   */
  @Override
  public Evaluation evaluate(Dataset data) {
    LabelledTraining.requireRows(data.name(), data.rows());
    String rarest = null;
    for (var entry : data.classCounts().entrySet()) {
      if (rarest == null || entry.getValue() <= data.classCounts().getOrDefault(rarest, 0L)) {
        rarest = entry.getKey();
      }
    }
    if (rarest == null) {
      throw new InvalidInputException(data.name() + " has no labels");
    }
    return evaluate(data, rarest);
  }

  /**
   * Measures the model.
   *
   * @param data with a label of two values
   * @param anomaly the label of anomalies
   * @return accuracy, precision, recall, F1 and areas; not what needs calibrated probabilities
   * @throws InvalidInputException as {@link #score}
   */
  public Evaluation evaluate(Dataset data, String anomaly) {
    Evaluation all = score(data, anomaly).evaluation();
    return new Evaluation(
        all.data(),
        all.measures().stream().filter(m -> !OF_PROBABILITIES.contains(m.metric())).toList());
  }
}
