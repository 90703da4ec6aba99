package io.lepton.stats.internal;

/**
 * The upper tail of the standard normal distribution by rational Chebyshev approximations (Cody
 * 1969), to about 1e-15 relative, an order of magnitude faster than the incomplete gamma function:
 * boundaries of sequential plans ask for it millions of times.
 */
final class NormalTail {
  private static final double[] INNER_TOP = {
    0.06568233791820745,
    2.2352520354606837,
    161.02823106855587,
    1067.6894854603709,
    18154.98125334356
  };
  private static final double[] INNER_BOTTOM = {
    1, 47.202581904688245, 976.0985517377767, 10260.932208618979, 45507.78933502673
  };
  private static final double[] MIDDLE_TOP = {
    1.0765576773720192e-8,
    0.39894151208813466,
    8.883149794388377,
    93.50665613217785,
    597.2702763948002,
    2494.5375852903726,
    6848.190450536283,
    11602.65143764735,
    9842.714838383978
  };
  private static final double[] MIDDLE_BOTTOM = {
    1,
    22.266688044328117,
    235.387901782625,
    1519.3775994075547,
    6485.558298266761,
    18615.571640885097,
    34900.95272114598,
    38912.00328609327,
    19685.429676859992
  };
  private static final double[] OUTER_TOP = {
    0.023073441764940174,
    0.215898534057957,
    0.12740116116024736,
    0.022235277870649807,
    0.0014216191932278934,
    2.9112874951168793e-5
  };
  private static final double[] OUTER_BOTTOM = {
    1,
    1.284260096144911,
    0.4682382124808651,
    0.06598813786892856,
    0.0037823963320275824,
    7.297515550839662e-5
  };

  /** The quartile, up to which the distribution is close to a line. */
  private static final double INNER = 0.67448975;

  private static final double OUTER = Math.sqrt(32);
  private static final double LAST = 39;
  private static final double DENSITY_AT_0 = 1 / Math.sqrt(2 * Math.PI);

  private NormalTail() {}

  static double above(double x) {
    double y = Math.abs(x);
    if (y <= INNER) {
      double square = x * x;
      return 0.5 - x * (polynomial(INNER_TOP, square) / polynomial(INNER_BOTTOM, square));
    }
    double tail = y < LAST ? gaussian(y) * mills(y) : 0;
    return Double.isNaN(x) ? x : x > 0 ? tail : 1 - tail;
  }

  /** The tail by exp(−y²/2). */
  private static double mills(double y) {
    if (y <= OUTER) {
      return polynomial(MIDDLE_TOP, y) / polynomial(MIDDLE_BOTTOM, y);
    }
    double inverse = 1 / (y * y);
    return (DENSITY_AT_0
            - inverse * polynomial(OUTER_TOP, inverse) / polynomial(OUTER_BOTTOM, inverse))
        / y;
  }

  /** exp(−y²/2) without the rounding of the square: y is split where its square is exact. */
  private static double gaussian(double y) {
    double coarse = Math.floor(y * 16) / 16;
    return Math.exp(-0.5 * coarse * coarse) * Math.exp(-0.5 * (y - coarse) * (y + coarse));
  }

  private static double polynomial(double[] coefficients, double x) {
    double sum = coefficients[0];
    for (int i = 1; i < coefficients.length; i++) {
      sum = sum * x + coefficients[i];
    }
    return sum;
  }
}
