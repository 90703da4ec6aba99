package io.lepton.stats.resample;

/** A smooth function of the means of the columns of one or two arms. */
enum MeanStatistic {
  /** Of one column. */
  MEAN {
    @Override
    double of(double[][] means) {
      return means[0][0];
    }

    @Override
    double[][] gradient(double[][] means) {
      return new double[][] {{1}};
    }
  },
  /** First arm less second. */
  DIFFERENCE {
    @Override
    double of(double[][] means) {
      return means[0][0] - means[1][0];
    }

    @Override
    double[][] gradient(double[][] means) {
      return new double[][] {{1}, {-1}};
    }
  },
  /** First arm relative to second, less one. */
  LIFT {
    @Override
    double of(double[][] means) {
      return means[0][0] / means[1][0] - 1;
    }

    @Override
    double[][] gradient(double[][] means) {
      double base = means[1][0];
      return new double[][] {{1 / base}, {-means[0][0] / (base * base)}};
    }
  },
  /** Of two columns of one arm. */
  RATIO {
    @Override
    double of(double[][] means) {
      return means[0][0] / means[0][1];
    }

    @Override
    double[][] gradient(double[][] means) {
      return new double[][] {ofRatio(means[0], 1)};
    }
  },
  /** Ratio of the first arm less that of the second. */
  RATIO_DIFFERENCE {
    @Override
    double of(double[][] means) {
      return means[0][0] / means[0][1] - means[1][0] / means[1][1];
    }

    @Override
    double[][] gradient(double[][] means) {
      return new double[][] {ofRatio(means[0], 1), ofRatio(means[1], -1)};
    }
  };

  abstract double of(double[][] means);

  abstract double[][] gradient(double[][] means);

  private static double[] ofRatio(double[] means, int sign) {
    return new double[] {sign / means[1], -sign * means[0] / (means[1] * means[1])};
  }
}
