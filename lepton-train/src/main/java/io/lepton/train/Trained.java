package io.lepton.train;

import io.lepton.bytes.ByteSource;
import io.lepton.data.CleaningReport;
import io.lepton.data.Dataset;
import io.lepton.data.FittedCleaning;
import io.lepton.error.InvalidInputException;
import io.lepton.metric.ClassificationResult;
import io.lepton.model.DataProfile;
import io.lepton.model.Evaluation;
import io.lepton.model.ModelSnapshot;
import io.lepton.spi.Predictor;
import io.lepton.train.djl.DjlPyTorchEngine;
import io.lepton.train.djl.TabularPredictor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A trained classifier. Immutable and thread-safe; it holds nothing that needs closing. */
public final class Trained implements TrainedModel<Dataset> {
  private final ModelSnapshot snapshot;
  private final List<String> classes;
  private final FittedCleaning cleaning;
  private final @Nullable String positive;
  private final History history;
  private final CleaningReport report;

  Trained(
      ModelSnapshot snapshot,
      List<String> classes,
      FittedCleaning cleaning,
      @Nullable String positive,
      History history,
      CleaningReport report) {
    this.snapshot = snapshot;
    this.classes = classes;
    this.cleaning = cleaning;
    // As in scikit-learn, the second of two.
    this.positive = positive == null && classes.size() == 2 ? classes.get(1) : positive;
    this.history = history;
    this.report = report;
  }

  /** The same model with another profile. */
  Trained with(DataProfile profile) {
    Map<String, ByteSource> files = new LinkedHashMap<>(snapshot.files());
    files.put(DataProfile.FILE, profile.toJson());
    ModelSnapshot changed =
        new ModelSnapshot(
            snapshot.format(),
            snapshot.config(),
            snapshot.weights(),
            files,
            snapshot.hyperparameters(),
            snapshot.signature(),
            snapshot.lineage());
    return new Trained(changed, classes, cleaning, positive, history, report);
  }

  /**
   * What is saved: everything an engine needs to predict from raw rows, and a {@link DataProfile}
   * of the training data.
   *
   * @return a snapshot of the format {@code lepton.tabular-classifier/1}; with embedded columns, of
   *     {@code lepton.network-model/1}
   */
  @Override
  public ModelSnapshot snapshot() {
    return snapshot;
  }

  /**
   * The classes in the order of probabilities.
   *
   * @return at least two, sorted
   */
  public List<String> classes() {
    return classes;
  }

  /**
   * The class that rates and curves are about.
   *
   * @return one of two classes, or empty with more
   */
  public Optional<String> positive() {
    return Optional.ofNullable(positive);
  }

  /**
   * The course of the training.
   *
   * @return epochs and why it ended
   */
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
   * The cleaning with its fill values and bounds, as saved in the model. Predicting applies it.
   *
   * @return the cleaning
   */
  public FittedCleaning cleaning() {
    return cleaning;
  }

  /**
   * The model, ready to answer, exactly as it will be after it was saved and loaded.
   *
   * @return a new predictor, to be closed
   */
  @Override
  public TabularPredictor predictor() {
    return (TabularPredictor) new DjlPyTorchEngine().load(snapshot);
  }

  /**
   * Predicts data whose labels are known.
   *
   * @param data at least one row
   * @return true classes and probabilities, with measures and curves
   * @throws InvalidInputException if there are no rows, a label is none of the model's classes, or
   *     a row does not suit the model
   */
  public ClassificationResult score(Dataset data) {
    try (Predictor predictor = predictor()) {
      return Scoring.classify(predictor, data, positive);
    }
  }

  /**
   * Measures the model on data whose labels are known.
   *
   * @param data at least one row
   * @return every metric that is defined, with its 95 % interval
   * @throws InvalidInputException as {@link #score}
   */
  @Override
  public Evaluation evaluate(Dataset data) {
    return score(data).evaluation();
  }
}
