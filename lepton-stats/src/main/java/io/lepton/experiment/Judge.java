package io.lepton.experiment;

import io.lepton.experiment.AnalysisPlan.FixedHorizon;
import io.lepton.experiment.AnalysisPlan.GroupSequential;
import io.lepton.model.Interval;
import io.lepton.stats.sequential.AdjustedEstimate;
import org.jspecify.annotations.Nullable;

/** Turns a difference into evidence by the agreed method, as of one moment. */
interface Judge {
  /**
   * What a difference shows.
   *
   * @param test its name
   * @param interval at the level asked
   * @param pValue two-sided, of no difference
   * @param posterior of a Bayesian plan, else null
   * @param finding that follows from the posterior, null where it follows from the p-value
   * @param adjusted what can be said after a planned look that stopped, else null
   */
  record Evidence(
      String test,
      Interval interval,
      double pValue,
      @Nullable Posterior posterior,
      @Nullable Finding finding,
      @Nullable AdjustedEstimate adjusted) {

    static Evidence of(String test, Interval interval, double pValue) {
      return new Evidence(test, interval, pValue, null, null, null);
    }
  }

  /** What holds if this is the only look. */
  Judge ONE_LOOK =
      (contrast, level) -> Evidence.of(contrast.test(), contrast.interval(), contrast.pValue());

  /**
   * Judges one treatment on one metric.
   *
   * @param contrast made for the same level
   * @param level of the interval
   */
  Evidence judge(Contrast contrast, double level);

  /** For findings on the primary metric. */
  static Judge of(Design design, Moment moment) {
    AnalysisPlan.Method method = design.plan().method();
    if (method instanceof FixedHorizon) {
      return ONE_LOOK;
    }
    if (method instanceof GroupSequential group) {
      return new PlannedJudge(group, moment);
    }
    return method instanceof BayesianPlan bayes
        ? new BayesianJudge(bayes, design)
        : atAnyTime(design);
  }

  /** For guardrails, of whose differences a prior says nothing. */
  static Judge ofGuardrails(Design design, Moment moment) {
    if (!moment.verdictAllowed()) {
      return atAnyTime(design);
    }
    return design.plan().method() instanceof BayesianPlan
        ? new BayesianJudge(AnalysisPlan.bayesian(), design)
        : of(design, moment);
  }

  /** Holds at all moments together, whatever the plan: what guardrails stop early by. */
  static Judge atAnyTime(Design design) {
    return new AnyTimeJudge(design);
  }

  /** Of units that are all equal: the spread that an estimate needs is not known. */
  static Evidence nothing(Contrast contrast, double level) {
    Interval anything =
        new Interval(
            Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, level, "no spread is known");
    return Evidence.of(contrast.test(), anything, 1);
  }
}
