package io.lepton.experiment;

import io.lepton.experiment.AnalysisPlan.GroupSequential;
import io.lepton.experiment.Entry.Looked;
import io.lepton.stats.Alternative;
import io.lepton.stats.aggregate.Effect;
import io.lepton.stats.sequential.FutilityBounds;
import io.lepton.stats.sequential.FutilityBounds.Rule;
import io.lepton.stats.sequential.Look;
import io.lepton.stats.sequential.Monitoring;
import io.lepton.stats.sequential.SequentialDecision;
import java.util.ArrayList;
import java.util.List;

/**
 * By the boundary of the last look; between looks, by that of a look now. Repeated intervals and
 * p-values hold at all looks together, so it does not matter whether an earlier one should have
 * stopped.
 */
final class PlannedJudge implements Judge {
  private final GroupSequential plan;
  private final List<Double> fractions = new ArrayList<>();
  private final boolean atLook;

  PlannedJudge(GroupSequential plan, Moment moment) {
    this.plan = plan;
    this.atLook = moment.verdictAllowed();
    moment.looks().stream().map(Looked::fraction).forEach(fractions::add);
    double last = fractions.isEmpty() ? 0 : fractions.get(fractions.size() - 1);
    if (!moment.verdictAllowed() && last < 1 && moment.fraction() > last + Moment.APART) {
      fractions.add(moment.fraction());
    }
  }

  @Override
  public Evidence judge(Contrast contrast, double level) {
    Effect effect = contrast.effect();
    if (effect == null || fractions.isEmpty()) {
      return Judge.nothing(contrast, level);
    }
    io.lepton.stats.sequential.GroupSequential looks =
        io.lepton.stats.sequential.GroupSequential.withDefaults()
            .withAlpha(1 - level)
            .with(plan.spending());
    List<Look> seen = looks(effect.estimate(), effect.standardError());
    Monitoring monitoring = looks.analyse(seen);
    return new Evidence(
        contrast.test() + ", group sequential",
        monitoring.repeatedInterval(),
        looks.repeatedPValue(seen),
        null,
        null,
        atLook && monitoring.decision() == SequentialDecision.REJECT
            ? monitoring.adjusted().orElse(null)
            : null);
  }

  /** Only the times of the looks before count, so these show nothing. */
  private List<Look> looks(double estimate, double standardError) {
    List<Look> looks = new ArrayList<>();
    for (double fraction : fractions.subList(0, fractions.size() - 1)) {
      looks.add(new Look(fraction, 0, 1));
    }
    looks.add(new Look(fractions.get(fractions.size() - 1), estimate, standardError));
    return looks;
  }

  /** Whether a gain as large as planned is no longer to be expected. */
  boolean isFutile(double gain, double standardError, double alpha, double power) {
    if (plan.futility() == null) {
      return false;
    }
    io.lepton.stats.sequential.GroupSequential oneSided =
        io.lepton.stats.sequential.GroupSequential.withDefaults()
            .withAlpha(alpha / 2)
            .with(Alternative.GREATER)
            .with(plan.spending())
            .withFractions(plan.fractions().stream().mapToDouble(f -> f).toArray())
            .with(new FutilityBounds(plan.futility(), power, Rule.NON_BINDING));
    return oneSided.analyse(looks(gain, standardError)).decision()
        == SequentialDecision.STOP_FOR_FUTILITY;
  }
}
