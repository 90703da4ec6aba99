package io.lepton.experiment;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What was known of a unit before it met its arm. The first value given stays. */
final class Attributes {
  private final double[] covariates; // NaN where none was given
  private final Map<String, String> segments = new HashMap<>(2);

  Attributes(int covariates) {
    this.covariates = new double[covariates];
    Arrays.fill(this.covariates, Double.NaN);
  }

  void covariate(int index, double value) {
    if (Double.isNaN(covariates[index])) {
      covariates[index] = value;
    }
  }

  void segment(String name, String value) {
    segments.putIfAbsent(name, value);
  }

  boolean hasCovariate(int index) {
    return !Double.isNaN(covariates[index]);
  }

  double covariate(int index) {
    return covariates[index];
  }

  Set<String> segments() {
    return segments.keySet();
  }

  @Nullable String segment(String name) {
    return segments.get(name);
  }
}
