package io.lepton.stats.power;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.internal.Checks;

/**
 * Randomisation of whole clusters, such as schools or shops, whose units resemble each other. A
 * unit then counts for less by the design effect {@code 1 + ((1 + CV²) m − 1) ICC} (Eldridge, Ashby
 * and Kerry 2006); with clusters of one size it is Kish's {@code 1 + (m − 1) ICC}.
 *
 * @param meanSize mean number of units of a cluster, at least 1
 * @param intraclassCorrelation share of the variance that lies between clusters, from 0 to 1
 * @param sizeVariation standard deviation of the clusters' sizes by their mean, 0 or more
 */
public record ClusterDesign(double meanSize, double intraclassCorrelation, double sizeVariation) {
  static final ClusterDesign NONE = new ClusterDesign(1, 0, 0);

  /** {@inheritDoc} */
  public ClusterDesign {
    if (!(Checks.finite("mean size of clusters", meanSize) >= 1)) {
      throw new InvalidInputException(
          "mean size of clusters is " + meanSize + "; expected 1 or more");
    }
    if (!(intraclassCorrelation >= 0 && intraclassCorrelation <= 1)) {
      throw new InvalidInputException(
          "intraclass correlation is " + intraclassCorrelation + "; expected from 0 to 1");
    }
    if (!(Checks.finite("variation of cluster sizes", sizeVariation) >= 0)) {
      throw new InvalidInputException(
          "variation of cluster sizes is " + sizeVariation + "; expected 0 or more");
    }
  }

  /**
   * Clusters of one size.
   *
   * @param size of each, at least 1
   * @param intraclassCorrelation from 0 to 1
   * @return the design
   */
  public static ClusterDesign of(double size, double intraclassCorrelation) {
    return new ClusterDesign(size, intraclassCorrelation, 0);
  }

  /**
   * By how much the variance of a mean is larger than with as many independent units.
   *
   * @return 1 or more
   */
  public double designEffect() {
    return 1 + ((1 + sizeVariation * sizeVariation) * meanSize - 1) * intraclassCorrelation;
  }
}
