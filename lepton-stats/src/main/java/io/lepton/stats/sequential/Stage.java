package io.lepton.stats.sequential;

import io.lepton.stats.internal.Normal;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;

/**
 * Where the score may be when a look did not stop: Brownian motion B without drift at time t, cut
 * to the region that goes on (Armitage, McPherson and Rowe 1969). Its density is known at the nodes
 * of 16-point Gauss-Legendre rules, each over at most five standard deviations of the smooth
 * factor, where a rule's error is below 1e-14.
 *
 * <p>What holds for drift δ follows without another integration: the density is that without drift
 * times {@code exp(δb − δ²t/2)}. Statistics are {@code z = b/√t}.
 */
final class Stage {
  /** Standard deviations beyond which a normal variable does not matter: 1e-17. */
  private static final double TAIL = 8.5;

  private static final double PANEL = 5;
  private static final GaussIntegrator RULE = new GaussIntegratorFactory().legendre(16);

  private final double time;
  private final double[] places;
  private final double[] masses;

  private Stage(double time, double[] places, double[] masses) {
    this.time = time;
    this.places = places;
    this.masses = masses;
  }

  /** Before the first look. */
  static Stage start() {
    return new Stage(0, new double[1], new double[] {1});
  }

  /** Probability under a drift to come here and to be at or above z at a later time. */
  double above(double later, double z, double drift) {
    double gap = later - time;
    double edge = z * Math.sqrt(later) - drift * gap;
    double spread = Math.sqrt(gap);
    return sum(drift, place -> Normal.upperTail((edge - place) / spread));
  }

  /** Probability under a drift to come here and to be below z at a later time. */
  double below(double later, double z, double drift) {
    double gap = later - time;
    double edge = z * Math.sqrt(later) - drift * gap;
    double spread = Math.sqrt(gap);
    return sum(drift, place -> Normal.cumulative((edge - place) / spread));
  }

  /** Probability under a drift to come here. */
  double reached(double drift) {
    return sum(drift, place -> 1);
  }

  private double sum(double drift, DoubleUnaryOperator factor) {
    double sum = 0;
    for (int i = 0; i < places.length; i++) {
      double tilt = Math.exp(drift * (places[i] - 0.5 * drift * time));
      sum += masses[i] * tilt * factor.applyAsDouble(places[i]);
    }
    return sum;
  }

  /**
   * What goes on after a look.
   *
   * @param following time of the look after it, which says how fine the nodes must be
   * @param drifts that will be asked for, furthest below and above zero
   */
  Stage next(double later, double low, double high, double following, Drifts drifts) {
    double root = Math.sqrt(later);
    double from = Math.max(low * root, drifts.low() * later - TAIL * root);
    double to = Math.min(high * root, drifts.high() * later + TAIL * root);
    if (!(from < to) || places.length == 0) {
      return new Stage(later, new double[0], new double[0]);
    }
    double gap = later - time;
    double smooth = 1 / Math.sqrt(1 / gap + 1 / (following - later));
    int panels = (int) Math.ceil((to - from) / (PANEL * smooth));
    double half = (to - from) / panels / 2;
    int order = RULE.getNumberOfPoints();
    double[] nextPlaces = new double[panels * order];
    double[] nextMasses = new double[panels * order];
    // beyond this many deviations of a step nothing arrives, not even at the edges
    double reach =
        (9 + Math.max(Math.abs(from), Math.abs(to)) * Math.sqrt(gap) / later) * Math.sqrt(gap);
    for (int panel = 0; panel < panels; panel++) {
      double middle = from + (2 * panel + 1) * half;
      for (int i = 0; i < order; i++) {
        int node = panel * order + i;
        nextPlaces[node] = middle + half * RULE.getPoint(i);
        nextMasses[node] = half * RULE.getWeight(i) * density(nextPlaces[node], gap, reach);
      }
    }
    return new Stage(later, nextPlaces, nextMasses);
  }

  private double density(double place, double gap, double reach) {
    double sum = 0;
    for (int i = 0; i < places.length; i++) {
      double distance = place - places[i];
      if (Math.abs(distance) <= reach) {
        sum += masses[i] * Math.exp(-0.5 * distance * distance / gap);
      }
    }
    return sum / Math.sqrt(2 * Math.PI * gap);
  }

  /** Drifts furthest below and above zero that a stage must hold. */
  record Drifts(double low, double high) {
    static final Drifts NONE = new Drifts(0, 0);

    static Drifts upTo(double drift) {
      return new Drifts(Math.min(0, drift), Math.max(0, drift));
    }
  }
}
