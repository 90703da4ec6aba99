package io.lepton.train;

import io.lepton.data.CleaningReport;
import io.lepton.data.Dataset;
import io.lepton.data.Schema;
import io.lepton.error.InvalidInputException;
import io.lepton.metric.RegressionResult;
import io.lepton.model.Evaluation;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Prediction;
import io.lepton.spi.Predictor;
import io.lepton.train.djl.DjlPyTorchEngine;
import org.jspecify.annotations.Nullable;

/** A trained regressor. Immutable and thread-safe; it holds nothing that needs closing. */
public final class TrainedRegressor implements TrainedModel<Dataset> {
  private final ModelSnapshot snapshot;
  private final History history;
  private final CleaningReport report;
  private final String target;
  private final @Nullable String weights; // a column that the model does not know

  TrainedRegressor(
      ModelSnapshot snapshot,
      History history,
      CleaningReport report,
      String target,
      @Nullable String weights) {
    this.snapshot = snapshot;
    this.history = history;
    this.report = report;
    this.target = target;
    this.weights = weights;
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

  @Override
  public Predictor predictor() {
    return new DjlPyTorchEngine().load(snapshot);
  }

  /**
   * Predicts data whose target is known.
   *
   * @param data with the target, at least one row
   * @return true and predicted numbers
   * @throws InvalidInputException if there are no rows, a target is missing, or a row does not suit
   *     the model
   */
  public RegressionResult score(Dataset data) {
    if (data.rows() == 0) {
      throw new InvalidInputException(data.name() + " has no rows; expected at least one");
    }
    Dataset labelled = TabularData.withTarget(unweighted(data), target);
    double[] predicted;
    try (Predictor predictor = predictor()) {
      predicted =
          predictor.predict(labelled.toRows()).stream()
              .mapToDouble(p -> ((Prediction.Regression) p).value())
              .toArray();
    }
    return RegressionResult.of(data.reference(), TabularData.targets(labelled), predicted);
  }

  private Dataset unweighted(Dataset data) {
    return data.schema().fields().stream()
        .map(Schema.Field::name)
        .filter(name -> name.equals(weights))
        .findFirst()
        .map(data::without)
        .orElse(data);
  }

  /**
   * {@inheritDoc}
   *
   * @return {@code rmse} and {@code mae} in the target's unit, and {@code r2}
   */
  @Override
  public Evaluation evaluate(Dataset data) {
    return score(data).evaluation();
  }
}
