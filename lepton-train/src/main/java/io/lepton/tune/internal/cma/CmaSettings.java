package io.lepton.tune.internal.cma;

/**
 * The constants of covariance matrix adaptation with their defaults (Hansen 2016, "The CMA
 * evolution strategy: a tutorial", arXiv:1604.00772v2, table 1), negative weights included; of the
 * separable variant, learning rates are (d + 2)/3 times as high (Ros and Hansen 2008).
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record CmaSettings(
    int dimension,
    int population,
    double[] weights,
    double effective,
    double sigmaRate,
    double sigmaDamping,
    double pathRate,
    double rankOne,
    double rankMu,
    double expectedLength) {

  static CmaSettings of(int d, int population, Covariance covariance) {
    double[] raw = new double[population];
    double positive = 0;
    double positiveSquares = 0;
    double negative = 0;
    double negativeSquares = 0;
    for (int i = 0; i < population; i++) {
      raw[i] = StrictMath.log((population + 1) / 2.0) - StrictMath.log(i + 1.0);
      if (i < population / 2) {
        positive += raw[i];
        positiveSquares += raw[i] * raw[i];
      } else {
        negative += raw[i];
        negativeSquares += raw[i] * raw[i];
      }
    }
    double effective = positive * positive / positiveSquares;
    double effectiveNegative = negative * negative / negativeSquares;
    double faster = covariance == Covariance.DIAGONAL ? (d + 2) / 3.0 : 1;
    double rankOne = Math.min(1, faster * 2 / ((d + 1.3) * (d + 1.3) + effective));
    double rankMu =
        Math.min(
            1 - rankOne,
            faster
                * 2
                * (0.25 + effective + 1 / effective - 2)
                / ((d + 2.0) * (d + 2.0) + effective));
    double bound =
        Math.min(
            1 + rankOne / rankMu,
            Math.min(
                1 + 2 * effectiveNegative / (effective + 2),
                (1 - rankOne - rankMu) / (d * rankMu)));
    double[] weights = new double[population];
    for (int i = 0; i < population; i++) {
      weights[i] = i < population / 2 ? raw[i] / positive : bound * raw[i] / -negative;
    }
    double sigmaRate = (effective + 2) / (d + effective + 5);
    return new CmaSettings(
        d,
        population,
        weights,
        effective,
        sigmaRate,
        1 + 2 * Math.max(0, Math.sqrt((effective - 1) / (d + 1)) - 1) + sigmaRate,
        (4 + effective / d) / (d + 4 + 2 * effective / d),
        rankOne,
        rankMu,
        Math.sqrt(d) * (1 - 1 / (4.0 * d) + 1 / (21.0 * d * d)));
  }

  /** λ = 4 + ⌊3 ln d⌋. */
  static int population(int dimension) {
    return 4 + (int) (3 * StrictMath.log(dimension));
  }

  int parents() {
    return population / 2;
  }
}
