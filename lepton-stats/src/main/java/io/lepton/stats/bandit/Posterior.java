package io.lepton.stats.bandit;

/** What is believed of an arm's mean, on a scale where it is smooth; all arms on the same scale. */
interface Posterior {
  /** Where most of it lies. */
  double centre();

  /** Its width. */
  double scale();

  double density(double u);

  double cumulative(double u);
}
