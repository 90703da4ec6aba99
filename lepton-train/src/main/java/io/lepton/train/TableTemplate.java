package io.lepton.train;

import io.lepton.data.ColumnType;
import io.lepton.data.Dataset;
import io.lepton.data.Schema;
import io.lepton.error.InvalidInputException;
import org.jspecify.annotations.Nullable;

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

  /**
   * Sets the column that says how much each row counts, in place of {@link #weights}. It is nothing
   * to learn from: the model neither sees nor asks for it. The lineage names it.
   *
   * @param column a numeric one of the schema; each value finite and at least 0, not all 0
   * @return a new definition
   * @throws InvalidInputException if the column is not numeric
   * @throws io.lepton.error.NotFoundException if there is no such column
   */
  public T weightColumn(String column) {
    if (schema().field(column).type() != ColumnType.NUMERIC) {
      throw new InvalidInputException(
          "column \""
              + column
              + "\" is "
              + schema().field(column).type()
              + "; expected NUMERIC for weights");
    }
    return with(recipe.weightColumn(column));
  }

  abstract Schema schema();

  @Nullable RowWeights weightsOf(Dataset train) {
    String column = recipe.weightColumn();
    return column == null ? recipe.weights() : RowWeights.of(train, column);
  }

  /** What there is to learn from, and the truth. */
  Dataset unweighted(Dataset data) {
    String column = recipe.weightColumn();
    return column == null ? data : data.without(column);
  }
}
