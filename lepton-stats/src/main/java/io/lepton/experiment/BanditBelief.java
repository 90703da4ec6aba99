package io.lepton.experiment;

import io.lepton.model.Interval;
import io.lepton.stats.bandit.ArmStatistics;
import io.lepton.stats.bandit.BanditState;
import io.lepton.stats.bandit.PolicySettings;
import io.lepton.stats.bayes.BestArm;
import io.lepton.stats.bayes.BetaPosterior;
import io.lepton.stats.bayes.NormalPosterior;
import io.lepton.stats.internal.Normal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What is believed of the arms' mean rewards: by the prior of the policy, where it has one; else
 * uniformly of rates, and without a prior of means.
 *
 * @param posteriors 95 %, by arm
 * @param best how probably each arm is the best
 */
record BanditBelief(List<Interval> posteriors, List<Double> best) {
  private static final double LEVEL = 0.95;

  /** Below it the chance to be the best is not computed. */
  private static final double LEAST_SHAPE = 0.05;

  private static final BanditBelief NONE = new BanditBelief(List.of(), List.of());

  /** Of nothing, if too little was learned. */
  static BanditBelief of(PolicySettings policy, BanditState learned) {
    if (learned.totalPulls() == 0 || policy.contextual()) {
      return NONE;
    }
    Map<String, Double> settings = policy.values();
    if (settings.containsKey("noise")) {
      return means(learned.arms().stream().map(arm -> posterior(settings, arm)).toList());
    }
    if (areRates(learned)) {
      return rates(
          settings.getOrDefault("alpha", 1.0), settings.getOrDefault("beta", 1.0), learned);
    }
    if (learned.arms().stream().anyMatch(arm -> !(error(arm) > 0))) {
      return NONE;
    }
    return means(
        learned.arms().stream().map(arm -> NormalPosterior.flat(arm.mean(), error(arm))).toList());
  }

  private static NormalPosterior posterior(Map<String, Double> settings, ArmStatistics arm) {
    NormalPosterior prior =
        new NormalPosterior(
            settings.getOrDefault("priorMean", 0.0), settings.getOrDefault("priorDeviation", 1.0));
    return arm.pulls() == 0
        ? prior
        : prior.observe(
            arm.mean(), settings.getOrDefault("noise", 1.0) / Math.sqrt((double) arm.pulls()));
  }

  /** Whether all rewards were 0 or 1: then, and only then, is every square the reward itself. */
  static boolean areRates(BanditState learned) {
    return learned.arms().stream()
        .allMatch(
            arm ->
                arm.sum() == arm.sumOfSquares()
                    && arm.sum() == Math.rint(arm.sum())
                    && arm.sum() <= arm.pulls());
  }

  private static BanditBelief rates(double alpha, double beta, BanditState learned) {
    List<BetaPosterior> posteriors =
        learned.arms().stream()
            .map(arm -> new BetaPosterior(alpha + arm.sum(), beta + arm.pulls() - arm.sum()))
            .toList();
    if (posteriors.stream().anyMatch(each -> Math.min(each.alpha(), each.beta()) < LEAST_SHAPE)) {
      return NONE;
    }
    return new BanditBelief(
        posteriors.stream().map(each -> each.interval(LEVEL)).toList(),
        BestArm.ofProportions(posteriors));
  }

  private static BanditBelief means(List<NormalPosterior> posteriors) {
    List<Interval> intervals = new ArrayList<>();
    for (NormalPosterior each : posteriors) {
      double reach = each.standardDeviation() * Normal.critical(LEVEL);
      intervals.add(
          new Interval(each.mean() - reach, each.mean() + reach, LEVEL, "normal posterior"));
    }
    return new BanditBelief(intervals, BestArm.ofMeans(posteriors));
  }

  /** Standard error of an arm's mean, 0 if it has fewer than two rewards. */
  private static double error(ArmStatistics arm) {
    long n = arm.pulls();
    if (n < 2) {
      return 0;
    }
    double variance = (arm.sumOfSquares() - arm.sum() * arm.mean()) / (n - 1);
    return Math.sqrt(Math.max(0, variance) / n);
  }
}
