package io.lepton.experiment;

import io.lepton.experiment.Metric.Aggregation;
import io.lepton.experiment.Metric.Kind;
import io.lepton.stats.aggregate.Capping;
import io.lepton.stats.aggregate.Moments;
import io.lepton.stats.aggregate.MomentsBuilder;
import io.lepton.stats.aggregate.UnitStatistics;
import io.lepton.stats.aggregate.ValueCounts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** From units to the sums of one metric. Limits are decided from the units of all arms. */
final class Gathering {
  static final String NOT_GIVEN = "(not given)";

  private final Metric metric;
  private final List<ObservedUnit> units;
  private final int arms;
  private final int slot;
  private final int denominator;
  private final int[] covariates;
  private final Capping.Limits limits;

  Gathering(
      Metric metric,
      List<ObservedUnit> units,
      int arms,
      int slot,
      int denominator,
      int[] covariates) {
    this.metric = metric;
    this.units = units;
    this.arms = arms;
    this.slot = slot;
    this.denominator = denominator;
    this.covariates = covariates;
    Capping capping = metric.options().capping();
    this.limits =
        capping.wantsValues() && units.isEmpty()
            ? new Capping.Limits(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)
            : capping.decide(capping.wantsValues() ? raw(units) : ValueCounts.of());
  }

  private ValueCounts raw(List<ObservedUnit> group) {
    return ValueCounts.of(
        group.stream().mapToDouble(unit -> unit.value(slot, metric.aggregation())).toArray());
  }

  List<UnitStatistics> overall() {
    return of(units);
  }

  SortedMap<String, List<UnitStatistics>> bySegment(String segment) {
    SortedMap<String, List<ObservedUnit>> groups = new TreeMap<>();
    for (ObservedUnit unit : units) {
      String value = Objects.requireNonNullElse(unit.attributes.segment(segment), NOT_GIVEN);
      groups.computeIfAbsent(value, key -> new ArrayList<>()).add(unit);
    }
    SortedMap<String, List<UnitStatistics>> statistics = new TreeMap<>();
    groups.forEach((value, group) -> statistics.put(value, of(group)));
    return statistics;
  }

  private List<UnitStatistics> of(List<ObservedUnit> group) {
    int own = metric.kind() == Kind.RATIO ? 2 : 1;
    double[] row = new double[own + 2 * covariates.length];
    List<MomentsBuilder> builders = builders(arms, row.length);
    for (ObservedUnit unit : group) {
      row[0] = limits.apply(unit.value(slot, metric.aggregation()));
      if (own == 2) {
        row[1] = unit.value(denominator, Aggregation.SUM);
      }
      for (int i = 0; i < covariates.length; i++) {
        boolean known = unit.attributes.hasCovariate(covariates[i]);
        row[own + 2 * i] = known ? unit.attributes.covariate(covariates[i]) : 0;
        row[own + 2 * i + 1] = known ? 0 : 1;
      }
      builders.get(unit.arm).add(row);
    }
    return IntStream.range(0, arms)
        .mapToObj(
            arm ->
                new UnitStatistics(
                    builders.get(arm).build(),
                    metric.kind() == Kind.QUANTILE
                        ? raw(group.stream().filter(unit -> unit.arm == arm).toList())
                        : null))
        .toList();
  }

  static List<Moments> byDay(
      List<ObservedUnit> units, int arms, int slot, Aggregation aggregation, int days) {
    List<MomentsBuilder> builders = builders(arms, days);
    double[] row = new double[days];
    for (ObservedUnit unit : units) {
      Arrays.setAll(row, day -> unit.onDay(slot, day, aggregation));
      builders.get(unit.arm).add(row);
    }
    return builders.stream().map(MomentsBuilder::build).toList();
  }

  private static List<MomentsBuilder> builders(int arms, int variables) {
    return Stream.generate(() -> new MomentsBuilder(variables))
        .limit(arms)
        .collect(Collectors.toUnmodifiableList());
  }
}
