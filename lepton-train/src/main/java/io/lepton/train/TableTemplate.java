package io.lepton.train;

import io.lepton.data.Dataset;
import io.lepton.error.InvalidInputException;

/**
 * A template that learns what one column of a table says from the others, where some rows may count
 * more than others.
 *
 * @param <T> the template's own type
 */
public abstract sealed class TableTemplate<T extends TableTemplate<T>> extends Template<T, Dataset>
    permits TabularClassifier, TabularRegressor, TextClassifier, EncodedTextClassifier {
  TableTemplate(Recipe recipe) {
    super(recipe);
  }

  /**
   * Sets how much each row of the training data counts in the loss, such as by {@link
   * io.lepton.metric.fairness.Reweighing}. A step takes the mean over the sum of its rows' weights;
   * what is measured on validation data stays unweighted, and so does what is fitted before the
   * training: cleaning, encoding, vocabulary. The lineage keeps a fingerprint.
   *
   * @param values one for each row, finite and at least 0, not all 0; by default all count the same
   * @return a new definition; training refuses data with another number of rows
   * @throws InvalidInputException if a weight is negative or not finite, or all are 0
   */
  public T weights(double... values) {
    return with(recipe.weights(RowWeights.of(values)));
  }
}
