package io.lepton.experiment;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.aggregate.Effect;
import io.lepton.stats.aggregate.Heterogeneity;
import io.lepton.stats.aggregate.UnitStatistics;
import io.lepton.stats.multiple.PValueAdjustment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Whether a treatment's effect on a metric differs between groups of units, by Cochran's Q. Effects
 * of groups are for looking where a difference is shown, not for finding one: of twenty groups one
 * will look special.
 *
 * @param segment what tells the groups apart, such as {@code country}
 * @param treatment the arm compared with the control
 * @param metric what was measured
 * @param groups in order of their values; units that were given none are a group too
 * @param test of equal effects, or null where fewer than two groups have an effect
 * @param adjustedPValue of the test, corrected for all checks made together (Holm), or null
 *     likewise
 */
public record SegmentCheck(
    String segment,
    Variant treatment,
    Metric metric,
    List<Group> groups,
    @Nullable Heterogeneity test,
    @Nullable Double adjustedPValue) {
  /** {@inheritDoc} */
  public SegmentCheck {
    groups = List.copyOf(groups);
  }

  /**
   * One group of units.
   *
   * @param value of the segment, such as {@code NO}
   * @param units of both arms whose number is known
   * @param effect in this group, or null where there are too few units or no spread
   */
  public record Group(String value, long units, @Nullable Effect effect) {
    /**
     * The effect in this group.
     *
     * @return empty where there are too few units or no spread
     */
    public Optional<Effect> findEffect() {
      return Optional.ofNullable(effect);
    }
  }

  /**
   * The test of equal effects.
   *
   * @return empty where fewer than two groups have an effect
   */
  public Optional<Heterogeneity> findTest() {
    return Optional.ofNullable(test);
  }

  static List<SegmentCheck> all(
      Design design, Observations observations, Metric metric, List<String> segments) {
    if (segments.isEmpty()) {
      throw new InvalidInputException(
          "no segment was named; those recorded are " + observations.segments());
    }
    List<SegmentCheck> checks = new ArrayList<>();
    for (String segment : segments) {
      var byValue = observations.statistics(metric, segment);
      checks.addAll(unadjusted(segment, design.treatments(), metric, byValue));
    }
    return adjusted(checks);
  }

  static List<SegmentCheck> all(
      String segment,
      List<Variant> treatments,
      Metric metric,
      SortedMap<String, List<UnitStatistics>> byValue) {
    return adjusted(unadjusted(segment, treatments, metric, byValue));
  }

  private static List<SegmentCheck> unadjusted(
      String segment,
      List<Variant> treatments,
      Metric metric,
      SortedMap<String, List<UnitStatistics>> byValue) {
    List<SegmentCheck> checks = new ArrayList<>();
    for (int arm = 1; arm <= treatments.size(); arm++) {
      List<Group> groups = new ArrayList<>();
      for (var each : byValue.entrySet()) {
        Samples samples = new Samples(metric, each.getValue());
        long units = samples.sizes()[0] + samples.sizes()[arm];
        groups.add(new Group(each.getKey(), units, samples.effect(arm)));
      }
      checks.add(of(segment, treatments.get(arm - 1), metric, groups));
    }
    return checks;
  }

  private static SegmentCheck of(
      String segment, Variant treatment, Metric metric, List<Group> groups) {
    List<Effect> effects = groups.stream().flatMap(group -> group.findEffect().stream()).toList();
    Heterogeneity test = effects.size() < 2 ? null : Heterogeneity.of(effects);
    return new SegmentCheck(segment, treatment, metric, groups, test, null);
  }

  private static List<SegmentCheck> adjusted(List<SegmentCheck> checks) {
    double[] pValues =
        checks.stream()
            .mapToDouble(c -> c.findTest().map(Heterogeneity::pValue).orElse(1.0))
            .toArray();
    double[] corrected = PValueAdjustment.HOLM.adjust(pValues);
    List<SegmentCheck> adjusted = new ArrayList<>();
    for (int i = 0; i < corrected.length; i++) {
      SegmentCheck c = checks.get(i);
      Double p = c.test == null ? null : (Double) corrected[i];
      adjusted.add(new SegmentCheck(c.segment, c.treatment, c.metric, c.groups, c.test, p));
    }
    return adjusted;
  }
}
