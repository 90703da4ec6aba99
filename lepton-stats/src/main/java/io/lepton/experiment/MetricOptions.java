package io.lepton.experiment;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.aggregate.Capping;
import io.lepton.stats.aggregate.RegressionAdjustment.Slopes;
import io.lepton.stats.internal.Checks;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What sets a metric apart from the plain one of its kind; set through the methods of {@link
 * Metric}.
 *
 * @param outcome under which outcomes are recorded, or null for the metric's own name
 * @param denominator of a ratio, under which its denominators are recorded; else null
 * @param quantile of a quantile, between 0 and 1; else null
 * @param window in which outcomes count, or null for any time after exposure
 * @param capping limits on the units' numbers
 * @param covariates known before exposure, for which the comparison is adjusted; may be none
 * @param slopes how it is adjusted: CUPED or with interactions
 * @param strata segment within whose groups the arms are compared, or null
 */
public record MetricOptions(
    @Nullable String outcome,
    @Nullable String denominator,
    @Nullable Double quantile,
    @Nullable Window window,
    Capping capping,
    List<String> covariates,
    Slopes slopes,
    @Nullable String strata) {
  /** Nothing special. */
  public static final MetricOptions NONE =
      new MetricOptions(null, null, null, null, Capping.NONE, List.of(), Slopes.COMMON, null);

  /** {@inheritDoc} */
  public MetricOptions {
    covariates = List.copyOf(covariates);
    Objects.requireNonNull(capping);
    Objects.requireNonNull(slopes);
    if (quantile != null) {
      Checks.inside("quantile", quantile);
    }
    if (Set.copyOf(covariates).size() != covariates.size()) {
      throw new InvalidInputException("covariates " + covariates + "; one is named twice");
    }
  }

  MetricOptions withOutcome(String value) {
    return new MetricOptions(
        value, denominator, quantile, window, capping, covariates, slopes, strata);
  }

  MetricOptions withDenominator(String value) {
    return new MetricOptions(outcome, value, quantile, window, capping, covariates, slopes, strata);
  }

  MetricOptions withQuantile(double value) {
    return new MetricOptions(
        outcome, denominator, value, window, capping, covariates, slopes, strata);
  }

  MetricOptions withWindow(Window value) {
    return new MetricOptions(
        outcome, denominator, quantile, value, capping, covariates, slopes, strata);
  }

  MetricOptions withCapping(Capping value) {
    return new MetricOptions(
        outcome, denominator, quantile, window, value, covariates, slopes, strata);
  }

  MetricOptions withCovariates(List<String> names, Slopes how) {
    return new MetricOptions(outcome, denominator, quantile, window, capping, names, how, strata);
  }

  MetricOptions withStrata(String segment) {
    return new MetricOptions(
        outcome, denominator, quantile, window, capping, covariates, slopes, segment);
  }

  /** Whether the units' numbers are compared as they are. */
  boolean isUnadjusted() {
    return covariates.isEmpty() && strata == null;
  }
}
