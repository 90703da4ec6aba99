package io.lepton.data;

import io.lepton.data.Outliers.Action;
import io.lepton.error.InvalidInputException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What was fitted for one column. Part of a saved model.
 *
 * @param column name
 * @param type of the column
 * @param missing what to do about a missing value
 * @param fillNumber what to fill in for a missing number; with {@link Missing.Strategy#NEIGHBOURS}
 *     where there are none, and so {@code fillText}
 * @param fillText what to fill in for a missing category or text, or {@code true} or {@code false}
 * @param low the smallest value that is no outlier, null if there is no bound
 * @param high the largest value that is no outlier, null if there is no bound
 * @param action what to do about an outlier, null if there are no bounds
 */
public record CleaningRule(
    String column,
    ColumnType type,
    Missing.Strategy missing,
    @Nullable Double fillNumber,
    @Nullable String fillText,
    @Nullable Double low,
    @Nullable Double high,
    @Nullable Action action) {

  /** {@inheritDoc} */
  public CleaningRule {
    Objects.requireNonNull(column);
    Objects.requireNonNull(type);
    Objects.requireNonNull(missing);
    boolean fills =
        switch (missing) {
          case REFUSE, DROP_ROW, KEEP -> false;
          case MEAN, MEDIAN, MODE, CONSTANT, NEIGHBOURS -> true;
        };
    boolean numeric = type == ColumnType.NUMERIC;
    boolean lacksFill = fills && (numeric ? fillNumber == null : fillText == null);
    boolean lacksBounds = (action == null) != (low == null || high == null);
    if (lacksFill || lacksBounds || (low != null && high != null && !(low <= high))) {
      throw new InvalidInputException(
          "cleaning rule of column \""
              + column
              + "\" does not hold together: "
              + missing
              + " with "
              + fillNumber
              + " or "
              + fillText
              + ", bounds "
              + low
              + " and "
              + high);
    }
  }

  /**
   * Whether a row to be predicted may lack the value.
   *
   * @return true if a missing value is filled in or kept
   */
  public boolean allowsMissing() {
    return missing != Missing.Strategy.REFUSE && missing != Missing.Strategy.DROP_ROW;
  }

  /**
   * What the model sees instead of a value.
   *
   * @param value of the column's type, or null if it is missing
   * @return the value filled in or clipped, or null if it stays missing
   */
  public @Nullable Object clean(@Nullable Object value) {
    if (value == null) {
      if (type == ColumnType.BOOLEAN && fillText != null) {
        return Boolean.valueOf(fillText);
      }
      return fillNumber != null ? (Object) fillNumber : fillText;
    }
    if (action == Action.CLIP && isOutlier(value)) {
      return (Double) value < Objects.requireNonNull(low) ? low : high;
    }
    return value;
  }

  /**
   * What the model sees instead of a value of a row to be predicted.
   *
   * @param value as the application sent it, or null if it is missing
   * @param where names the row, for the message
   * @return as {@link #clean}
   * @throws InvalidInputException if the value is missing and may not be, is of another type than
   *     the column's, or is not finite
   */
  public @Nullable Object cleanForPrediction(@Nullable Object value, String where) {
    if (value == null) {
      if (!allowsMissing()) {
        throw new InvalidInputException(
            where + " lacks a value for \"" + column + "\", which the model requires");
      }
      return clean(null);
    }
    return clean(ColumnBuilder.checked(new Schema.Field(column, type), value, where));
  }

  boolean isOutlier(@Nullable Object value) {
    return value instanceof Double number
        && low != null
        && high != null
        && (number < low || number > high);
  }
}
