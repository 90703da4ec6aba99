package io.lepton.data;

import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How to clean data before a model sees it: what to do about missing values, outliers and repeated
 * rows. It is fitted on training data ({@link #fit}), which fixes fill values and bounds, and then
 * applied to anything. Immutable.
 */
public final class Cleaning {
  private static final Cleaning NONE = builder().build();

  private final Map<ColumnType, Missing> missingByType;
  private final Map<String, Missing> missingByColumn;
  private final Map<String, Outliers> outliersByColumn;
  private final @Nullable Outliers outliers;
  private final WholeRows.Duplicates duplicates;
  private final @Nullable IsolationForest isolation;
  private final double isolationShare;

  private Cleaning(Builder builder) {
    missingByType = new EnumMap<>(builder.missingByType);
    missingByColumn = new LinkedHashMap<>(builder.missingByColumn);
    outliersByColumn = new LinkedHashMap<>(builder.outliersByColumn);
    outliers = builder.outliers;
    duplicates = builder.duplicates;
    isolation = builder.isolation;
    isolationShare = builder.isolationShare;
  }

  /**
   * No cleaning: a missing value is an error, outliers stay.
   *
   * @return the cleaning
   */
  public static Cleaning none() {
    return NONE;
  }

  /**
   * Starts a cleaning.
   *
   * @return a builder under which a missing value is an error and outliers stay
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Finds fill values and bounds. Bounds come from the values as they are; fill values from those
   * left after outliers were clipped or their rows dropped.
   *
   * @param train at least one row
   * @return the cleaning, ready to be applied
   * @throws NotFoundException if a column named in the cleaning is not there
   * @throws InvalidInputException if there are no rows, a column has no value at all, or a strategy
   *     does not fit its column's type
   */
  public FittedCleaning fit(Dataset train) {
    missingByColumn.keySet().forEach(train::column);
    outliersByColumn.keySet().forEach(train::column);
    if (train.rows() == 0) {
      throw new InvalidInputException(train.name() + " has no rows; nothing can be fitted to it");
    }
    List<CleaningRule> rules = new ArrayList<>();
    for (Schema.Field field : train.schema().features()) {
      rules.add(rule(train.column(field.name())));
    }
    WholeRows whole = WholeRows.NONE.with(duplicates);
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (CleaningRule rule : rules) {
      if (rule.missing() == Missing.Strategy.NEIGHBOURS) {
        counts.put(rule.column(), neighbours(train.column(rule.column())));
      }
    }
    if (!counts.isEmpty()) {
      whole = whole.with(Neighbours.fit(FittedCleaning.clip(train, rules), counts));
    }
    if (isolation != null) {
      Dataset filled = new FittedCleaning(rules, whole).applyToTraining(train).data();
      whole = whole.with(IsolatedRows.fit(isolation, isolationShare, filled));
    }
    return new FittedCleaning(rules, whole);
  }

  private int neighbours(Column column) {
    return ((Double) Objects.requireNonNull(missing(column).constant())).intValue();
  }

  private Missing missing(Column column) {
    return missingByColumn.getOrDefault(
        column.name(), missingByType.getOrDefault(column.type(), Missing.refuse()));
  }

  private CleaningRule rule(Column column) {
    if (column.missingCount() == column.size()) {
      throw new InvalidInputException(
          "column \""
              + column.name()
              + "\" has no value in any training row; leave it out with without(\""
              + column.name()
              + "\")");
    }
    Outliers rule = outliersByColumn.get(column.name());
    if (rule != null && column.type() != ColumnType.NUMERIC) {
      throw new InvalidInputException(
          "outliers of column \"" + column.name() + "\", which is " + column.type());
    }
    if (rule == null && column.type() == ColumnType.NUMERIC) {
      rule = outliers;
    }
    return CleaningFit.rule(column, missing(column), rule);
  }

  /** Collects a cleaning. Not thread-safe. */
  public static final class Builder {
    private final Map<ColumnType, Missing> missingByType = new EnumMap<>(ColumnType.class);
    private final Map<String, Missing> missingByColumn = new LinkedHashMap<>();
    private final Map<String, Outliers> outliersByColumn = new LinkedHashMap<>();
    private @Nullable Outliers outliers;
    private WholeRows.Duplicates duplicates = WholeRows.Duplicates.KEEP;
    private @Nullable IsolationForest isolation;
    private double isolationShare;

    private Builder() {}

    /**
     * Says what to do about missing values in all columns of a type.
     *
     * @param type of columns
     * @param strategy that fits the type
     * @return this
     */
    public Builder missing(ColumnType type, Missing strategy) {
      missingByType.put(type, Objects.requireNonNull(strategy));
      return this;
    }

    /**
     * Says what to do about missing values in one column.
     *
     * @param column name
     * @param strategy that fits the column's type
     * @return this
     */
    public Builder missing(String column, Missing strategy) {
      missingByColumn.put(column, Objects.requireNonNull(strategy));
      return this;
    }

    /**
     * Says what to do about outliers in all numeric columns.
     *
     * @param rule and action
     * @return this
     */
    public Builder outliers(Outliers rule) {
      outliers = Objects.requireNonNull(rule);
      return this;
    }

    /**
     * Says what to do about outliers in one column.
     *
     * @param column name of a numeric column
     * @param rule and action
     * @return this
     */
    public Builder outliers(String column, Outliers rule) {
      outliersByColumn.put(column, Objects.requireNonNull(rule));
      return this;
    }

    /**
     * Leaves rows that repeat an earlier one in every column, the label included, out of training.
     *
     * @return this
     */
    public Builder dropDuplicates() {
      duplicates = WholeRows.Duplicates.DROP;
      return this;
    }

    /**
     * Leaves the rows that are easiest to tell from all others out of training; a row to predict
     * for is taken as it is. The forest sees the numeric columns after all other cleaning, and is
     * saved with the model.
     *
     * @param forest to be grown
     * @param share of the training rows to leave out, above 0 and at most 0.5
     * @return this
     * @throws InvalidInputException if the share is out of range
     */
    public Builder isolate(IsolationForest forest, double share) {
      if (!(share > 0 && share <= 0.5)) {
        throw new InvalidInputException(
            "share " + share + " of rows to leave out; expected above 0 and at most 0.5");
      }
      isolation = Objects.requireNonNull(forest);
      isolationShare = share;
      return this;
    }

    /**
     * The cleaning collected so far.
     *
     * @return an immutable cleaning
     */
    public Cleaning build() {
      return new Cleaning(this);
    }
  }
}
