package io.lepton.experiment;

import io.lepton.error.InvalidInputException;
import io.lepton.experiment.Metric.Aggregation;
import io.lepton.experiment.Metric.Kind;
import io.lepton.stats.aggregate.Effect;
import io.lepton.stats.aggregate.EffectTrend;
import io.lepton.stats.aggregate.Moments;
import io.lepton.stats.multiple.PValueAdjustment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a treatment's effect on a metric develops with the days since exposure, by {@link
 * EffectTrend}. A slope against the effect says that some of it is novelty and will fade.
 *
 * @param treatment the arm compared with the control
 * @param metric what was measured, as each unit's number of each day
 * @param units observed for all of the days, of both arms
 * @param trend the effect of each day and the slope; null where an arm has fewer than two units
 * @param adjustedPValue of no slope, corrected for the number of treatments (Holm); null where
 *     there is no slope
 */
public record NoveltyCheck(
    Variant treatment,
    Metric metric,
    long units,
    @Nullable EffectTrend trend,
    @Nullable Double adjustedPValue) {
  /**
   * The trend.
   *
   * @return empty where an arm has fewer than two units that were observed for all days
   */
  public Optional<EffectTrend> findTrend() {
    return Optional.ofNullable(trend);
  }

  private Optional<Effect> findSlope() {
    return findTrend().flatMap(EffectTrend::findSlope);
  }

  static List<NoveltyCheck> all(Design design, Observations observations, Metric metric, int days) {
    requireDays(metric, days);
    return all(design.treatments(), metric, observations.byDay(metric, days));
  }

  static void requireDays(Metric metric, int days) {
    if (days < 2 || days > ObservedUnit.MOST_DAYS) {
      throw new InvalidInputException(
          days + " days; expected 2 to " + ObservedUnit.MOST_DAYS + " since exposure");
    }
    boolean plain = metric.options().window() == null && !metric.options().capping().limits();
    if (metric.aggregation() == Aggregation.MEAN || metric.kind() == Kind.RATIO || !plain) {
      throw new InvalidInputException(
          "metric \""
              + metric.name()
              + "\" has no number of each unit on each day; expected a plain share, sum or count");
    }
  }

  static List<NoveltyCheck> all(List<Variant> treatments, Metric metric, List<Moments> byDay) {
    List<NoveltyCheck> checks = new ArrayList<>();
    for (int arm = 1; arm < byDay.size(); arm++) {
      Moments control = byDay.get(0);
      Moments treatment = byDay.get(arm);
      EffectTrend trend =
          control.n() < 2 || treatment.n() < 2 ? null : EffectTrend.of(treatment, control);
      checks.add(
          new NoveltyCheck(
              treatments.get(arm - 1), metric, control.n() + treatment.n(), trend, null));
    }
    double[] pValues =
        checks.stream().mapToDouble(c -> c.findSlope().map(Effect::pValue).orElse(1.0)).toArray();
    double[] adjusted = PValueAdjustment.HOLM.adjust(pValues);
    List<NoveltyCheck> all = new ArrayList<>();
    for (int i = 0; i < adjusted.length; i++) {
      NoveltyCheck c = checks.get(i);
      Double p = c.findSlope().isEmpty() ? null : (Double) adjusted[i];
      all.add(new NoveltyCheck(c.treatment, c.metric, c.units, c.trend, p));
    }
    return all;
  }
}
