package io.lepton.spi;

import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.model.Prediction;
import io.lepton.model.Row;
import io.lepton.model.Signature;
import java.util.List;

/**
 * A model ready to answer. {@link #predict} MUST be safe for use by many threads and MUST give one
 * prediction for each row in order, the same to the bit for a row whatever rows stand beside it.
 */
public interface Predictor extends AutoCloseable {
  /**
   * What it expects of a row.
   *
   * @return the model's signature
   */
  Signature signature();

  /**
   * Predicts for raw rows; the model's own encoding is applied.
   *
   * @param rows any number
   * @return one prediction a row, in order
   * @throws InvalidInputException if a row lacks a required value, has an unknown one, or one of
   *     the wrong type; the message names the row's index and the value, and nothing is predicted
   * @throws EngineException if the engine failed, or the predictor was closed
   */
  List<Prediction> predict(List<Row> rows);

  /**
   * Frees native memory. Calls under way finish first; later ones fail. Closing twice does nothing.
   */
  @Override
  void close();
}
