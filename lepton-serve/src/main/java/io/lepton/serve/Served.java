package io.lepton.serve;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Prediction;
import io.lepton.model.Version;
import java.util.List;

/**
 * The answer to one call, all of it from one version.
 *
 * @param predictions one a row, in order
 * @param version that made them
 */
public record Served(List<Prediction> predictions, Version version) {
  /** {@inheritDoc} */
  public Served {
    predictions = List.copyOf(predictions);
  }

  /**
   * The prediction of a call for one row.
   *
   * @return the only prediction
   * @throws InvalidInputException if the call had another number of rows
   */
  public Prediction prediction() {
    if (predictions.size() != 1) {
      throw new InvalidInputException(
          predictions.size() + " predictions; expected 1, use predictions() for more");
    }
    return predictions.get(0);
  }
}
