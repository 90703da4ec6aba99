package io.lepton.experiment;

import io.lepton.experiment.BanditEntry.Chosen;
import io.lepton.experiment.BanditReport.Allocation;
import io.lepton.experiment.BanditReport.Alternative;
import io.lepton.stats.bandit.AdaptiveEstimate;
import io.lepton.stats.bandit.ArmStatistics;
import io.lepton.stats.bandit.BanditState;
import io.lepton.stats.bandit.BestArmStopping;
import io.lepton.stats.bandit.LoggedChoice;
import io.lepton.stats.bandit.LoggedDecision;
import io.lepton.stats.bandit.OffPolicyEvaluation;
import io.lepton.stats.bandit.Regret;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the report of a live bandit from its log alone. */
final class BanditAnalysis {
  private static final double LEVEL = 0.95;
  private static final int STEPS = 40;

  private final BanditDesign design;
  private final List<LoggedDecision> log = new ArrayList<>();
  private final BanditJournal journal;
  private final BanditState learned;

  private BanditAnalysis(ExperimentStore store, BanditDesign design) {
    this.design = design;
    journal = new BanditJournal(store, design, log::add).follow();
    learned = journal.learned();
  }

  static BanditReport report(ExperimentStore store, BanditDesign design, Instant now) {
    return new BanditAnalysis(store, design).report(now);
  }

  private BanditReport report(Instant now) {
    int[] chosen = chosen();
    boolean plain = !design.policy().contextual() && learned.totalPulls() > 0;
    return new BanditReport(
        design,
        now,
        journal.through(),
        arms(chosen),
        journal.waiting(),
        journal.late(),
        allocation(chosen),
        plain && areInUnit() ? Regret.estimate(learned, LEVEL) : null,
        plain && BanditBelief.areRates(learned)
            ? BestArmStopping.withRisk(1 - LEVEL).look(learned)
            : null,
        alternatives(),
        journal.ended());
  }

  /** The arm of each choice, in log order. */
  private int[] chosen() {
    List<String> names = design.arms().stream().map(Variant::name).toList();
    return journal.choices().stream().map(Chosen::arm).mapToInt(names::indexOf).toArray();
  }

  /** No sum of squares of numbers from 0 to 1 is above their sum; of others some are let pass. */
  private boolean areInUnit() {
    return log.stream().allMatch(line -> line.reward() >= 0 && line.reward() <= 1);
  }

  private List<BanditArm> arms(int[] chosen) {
    BanditBelief belief = BanditBelief.of(design.policy(), learned);
    List<BanditArm> arms = new ArrayList<>();
    for (int i = 0; i < design.arms().size(); i++) {
      int arm = i;
      ArmStatistics sums = learned.arms().get(i);
      arms.add(
          new BanditArm(
              design.arms().get(i),
              Arrays.stream(chosen).filter(each -> each == arm).count(),
              sums.pulls(),
              sums.pulls() == 0 ? null : sums.mean(),
              belief.posteriors().isEmpty() ? null : belief.posteriors().get(i),
              belief.best().isEmpty() ? null : belief.best().get(i),
              sums.pulls() == 0 || log.size() < 2
                  ? null
                  : AdaptiveEstimate.withDefaults().withLevel(LEVEL).estimate(log, i),
              log.stream().mapToDouble(line -> line.propensities().get(arm)).min().orElse(1)));
    }
    return arms;
  }

  private List<Allocation> allocation(int[] chosen) {
    List<Allocation> steps = new ArrayList<>();
    int size = Math.max(1, (chosen.length + STEPS - 1) / STEPS);
    for (int from = 0; from < chosen.length; from += size) {
      int to = Math.min(chosen.length, from + size);
      double[] shares = new double[design.arms().size()];
      for (int i = from; i < to; i++) {
        shares[chosen[i]] += 1.0 / (to - from);
      }
      steps.add(new Allocation(to, Arrays.stream(shares).boxed().toList()));
    }
    return steps;
  }

  private List<Alternative> alternatives() {
    int k = design.arms().size();
    List<Alternative> alternatives = new ArrayList<>();
    for (int arm = 0; arm < k; arm++) {
      double[] target = new double[k];
      target[arm] = 1;
      alternatives.add(alternative("always " + design.arms().get(arm), target));
    }
    double[] even = new double[k];
    Arrays.fill(even, 1.0 / k);
    alternatives.add(alternative("all arms evenly", even));
    return alternatives;
  }

  private Alternative alternative(String name, double[] target) {
    List<LoggedChoice> lines = log.stream().map(line -> line.under(target)).toList();
    if (lines.size() < 2 || log.stream().noneMatch(line -> target[line.arm()] > 0)) {
      return new Alternative(name, null, null, null);
    }
    OffPolicyEvaluation method = OffPolicyEvaluation.withDefaults().withLevel(LEVEL);
    return new Alternative(
        name, method.ips(lines), method.snips(lines), method.doublyRobust(lines));
  }

  /** Whether an arm can hardly be estimated, since it could hardly be chosen. */
  static boolean isThin(@Nullable BanditArm arm) {
    return arm != null
        && (arm.value() == null
            || arm.leastPropensity() < 0.001
            || arm.value().effectiveCases() < 100);
  }
}
