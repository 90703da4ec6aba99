package io.lepton.experiment;

import io.lepton.experiment.AnalysisPlan.FixedHorizon;
import io.lepton.experiment.AnalysisPlan.GroupSequential;
import io.lepton.experiment.Entry.Looked;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the plan allows at one moment.
 *
 * @param fraction of the planned information that is there; 1 exactly when every arm has its
 *     planned units
 * @param looks that were taken so far, this one included if it is one
 * @param verdictAllowed whether a finding on the primary metric counts now
 * @param ranLongEnough whether the minimum run time is over
 */
record Moment(double fraction, List<Looked> looks, boolean verdictAllowed, boolean ranLongEnough) {
  /** Below this many units an arm's estimate is not nearly normal, whatever the metric. */
  static final long BURN_IN = 100;

  /** For when the information is there but not yet in each arm. */
  private static final double NEARLY = 0.999;

  /** Looks that are nearer than this to the one before would spend next to nothing. */
  static final double APART = 0.001;

  /**
   * A moment at which no planned look is taken.
   *
   * @param units of the primary metric, by arm
   */
  static Moment of(Design design, long[] units, List<Looked> looks, Instant now) {
    double fraction = fraction(design, units);
    boolean longEnough = ranLongEnough(design, now);
    AnalysisPlan.Method method = design.plan().method();
    boolean allowed =
        switch (Kind.of(method)) {
          case FIXED -> fraction >= 1 && longEnough;
          case PLANNED -> false;
          case ANY -> longEnough && (fraction >= 1 || least(units) >= BURN_IN);
        };
    return new Moment(fraction, looks, allowed, longEnough);
  }

  /** The moment of the last of these looks. */
  static Moment ofLook(Design design, List<Looked> looks) {
    Looked last = looks.get(looks.size() - 1);
    return new Moment(last.fraction(), looks, true, ranLongEnough(design, last.time()));
  }

  private enum Kind {
    FIXED,
    PLANNED,
    ANY;

    static Kind of(AnalysisPlan.Method method) {
      if (method instanceof FixedHorizon) {
        return FIXED;
      }
      return method instanceof GroupSequential ? PLANNED : ANY;
    }
  }

  private static boolean ranLongEnough(Design design, Instant now) {
    return design.plan().minimumRunTime().compareTo(Duration.between(design.started(), now)) <= 0;
  }

  static long least(long[] counts) {
    long least = Long.MAX_VALUE;
    for (long count : counts) {
      least = Math.min(least, count);
    }
    return least;
  }

  /** The smallest over the treatments; information is 1 / (1/n + 1/m). */
  private static double fraction(Design design, long[] units) {
    boolean complete = true;
    double least = Double.POSITIVE_INFINITY;
    for (int arm = 0; arm < units.length; arm++) {
      long planned = design.requiredUnits().get(arm);
      complete &= units[arm] >= planned;
      if (arm > 0) {
        double now = information(units[0], units[arm]);
        double all = information(design.requiredUnits().get(0), planned);
        least = Math.min(least, now / all);
      }
    }
    return complete ? Math.max(1, least) : Math.min(least, NEARLY);
  }

  private static double information(long control, long treatment) {
    return control == 0 || treatment == 0 ? 0 : 1 / (1.0 / control + 1.0 / treatment);
  }

  /** Whether this is the last moment that was planned, and its verdict counts. */
  boolean isLast() {
    return verdictAllowed && fraction >= 1 && ranLongEnough;
  }

  /** The look that {@link Experiment#decide} should take now, if one is due. */
  Optional<Looked> dueLook(Design design, long through, Instant now) {
    if (!(design.plan().method() instanceof GroupSequential plan) || !ranLongEnough) {
      return Optional.empty();
    }
    double seen = looks.isEmpty() ? 0 : looks.get(looks.size() - 1).fraction();
    boolean due =
        seen < 1
            && fraction >= seen + APART
            && plan.fractions().stream().anyMatch(at -> at > seen && fraction >= at);
    return due
        ? Optional.of(new Looked(looks.size() + 1, fraction, through, now))
        : Optional.empty();
  }

  /** The share at which the next planned look is due. */
  static double nextLook(GroupSequential plan, List<Looked> looks) {
    double seen = looks.isEmpty() ? 0 : looks.get(looks.size() - 1).fraction();
    return plan.fractions().stream().filter(at -> at > seen).findFirst().orElse(1.0);
  }
}
