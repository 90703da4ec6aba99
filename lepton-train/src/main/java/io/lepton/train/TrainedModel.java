package io.lepton.train;

import io.lepton.model.Evaluation;
import io.lepton.model.ModelSnapshot;
import io.lepton.spi.Predictor;

/**
 * What a template ends in. Immutable and thread-safe; it holds nothing that needs closing.
 *
 * @param <D> the data it is evaluated on
 */
public sealed interface TrainedModel<D>
    permits TrainedClassifier, TrainedRegressor, TrainedRecommender, TrainedDetector {
  /**
   * What is saved: everything an engine needs to predict from raw rows.
   *
   * @return a snapshot
   */
  ModelSnapshot snapshot();

  /**
   * The course of the training.
   *
   * @return epochs and why it ended
   */
  History history();

  /**
   * The model, ready to answer, exactly as it will be after it was saved and loaded.
   *
   * @return a new predictor, to be closed
   */
  Predictor predictor();

  /**
   * Measures the model.
   *
   * @param data of which the truth is known
   * @return every metric that is defined, with its 95 % interval
   * @throws io.lepton.error.InvalidInputException if the data does not suit the model
   */
  Evaluation evaluate(D data);
}
