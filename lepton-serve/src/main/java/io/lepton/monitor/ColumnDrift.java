package io.lepton.monitor;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one window says of one column.
 *
 * @param name of the column or of the predicted number
 * @param kind what it is
 * @param verdict drift or not
 * @param reason why, for people
 * @param psi population stability index of the window against training, at least 0; rare cells
 *     pooled
 * @param threshold the index that is taken to matter, in a window and profile of these sizes
 * @param kolmogorovSmirnov largest distance between the distribution functions, from 0 to 1; null
 *     for a category, and for a number of which no value is there to compare
 * @param pValue chance of so large a difference without drift, by the stronger of the column's
 *     tests, corrected for their number
 * @param adjustedPValue the same, corrected for the number of columns (Holm)
 * @param unseen values that training never met to their number of rows; the first {@value
 *     #UNSEEN_LIMIT} different ones of the window
 * @param histogram of training and window
 */
public record ColumnDrift(
    String name,
    Kind kind,
    DriftVerdict verdict,
    String reason,
    double psi,
    double threshold,
    @Nullable Double kolmogorovSmirnov,
    double pValue,
    double adjustedPValue,
    Map<String, Long> unseen,
    DriftHistogram histogram) {

  /** The largest number of different unseen values that is kept. */
  public static final int UNSEEN_LIMIT = 20;

  /** What is watched. */
  public enum Kind {
    /** A number that goes into the model. */
    NUMERIC,
    /** A category or boolean that goes into the model. */
    CATEGORICAL,
    /** A number that comes out of the model. */
    PREDICTION
  }

  /** {@inheritDoc} */
  public ColumnDrift {
    Objects.requireNonNull(name);
    Objects.requireNonNull(kind);
    Objects.requireNonNull(verdict);
    unseen = Collections.unmodifiableMap(new LinkedHashMap<>(unseen));
    Objects.requireNonNull(histogram);
  }

  /** One line, as in {@code Age (numeric): FAIL, PSI 0.312 over 0.131, p 4.1e-09: drifted}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s (%s): %s, PSI %.3f of %.3f, p %.2g: %s",
        name,
        kind.name().toLowerCase(Locale.ROOT),
        verdict,
        psi,
        threshold,
        adjustedPValue,
        reason);
  }
}
