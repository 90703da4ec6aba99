package io.lepton.experiment;

import io.lepton.error.CorruptDataException;
import io.lepton.experiment.Entry.Exposure;
import io.lepton.experiment.Entry.Outcome;
import io.lepton.experiment.ExperimentStore.Stored;
import io.lepton.experiment.Metric.Aggregation;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is known of the units after some part of the log: a pure fold, in log order, so that the
 * same part gives the same bits in every process. Not thread-safe.
 */
final class Observations {
  private final Design design;
  private final List<Metric> metrics;
  private final Map<String, Integer> armIndex = new HashMap<>();
  private final Map<String, Integer> metricIndex = new HashMap<>();
  private final Map<String, Unit> units = new LinkedHashMap<>();
  private final long[][] outcomes; // by arm and metric
  private long through;
  private long entries;
  private long unexposed;
  private long beforeExposure;

  private static final class Unit {
    final int arm;
    final Instant exposed;
    final double[] sums;
    final int[] counts;

    Unit(int arm, Instant exposed, int metrics) {
      this.arm = arm;
      this.exposed = exposed;
      this.sums = new double[metrics];
      this.counts = new int[metrics];
    }

    double value(int metric, Aggregation aggregation) {
      return switch (aggregation) {
        case ANY -> sums[metric] > 0 ? 1 : 0;
        case SUM -> sums[metric];
        case MEAN -> sums[metric] / counts[metric];
      };
    }
  }

  Observations(Design design) {
    this.design = design;
    this.metrics = design.metrics();
    for (int i = 0; i < design.variants().size(); i++) {
      armIndex.put(design.variants().get(i).name(), i);
    }
    for (int i = 0; i < metrics.size(); i++) {
      metricIndex.put(metrics.get(i).name(), i);
    }
    outcomes = new long[armIndex.size()][metrics.size()];
  }

  void add(Stored stored) {
    if (stored.entry() instanceof Exposure exposure) {
      int arm = index(armIndex, "arm", exposure.variant(), stored);
      units.putIfAbsent(exposure.unit(), new Unit(arm, exposure.time(), metrics.size()));
      entries++;
    } else if (stored.entry() instanceof Outcome outcome) {
      add(outcome, index(metricIndex, "metric", outcome.metric(), stored));
      entries++;
    }
    through = stored.sequence();
  }

  private void add(Outcome outcome, int metric) {
    Unit unit = units.get(outcome.unit());
    if (unit == null) {
      unexposed++;
      return;
    }
    // Only a time the caller gave can count against an outcome: the log's own times come from
    // several clocks, while its order is sure.
    Instant occurred = outcome.occurred();
    if (occurred != null && occurred.isBefore(unit.exposed)) {
      beforeExposure++;
      return;
    }
    unit.sums[metric] += outcome.value();
    unit.counts[metric]++;
    outcomes[unit.arm][metric]++;
  }

  private int index(Map<String, Integer> known, String what, String name, Stored stored) {
    Integer index = known.get(name);
    if (index == null) {
      throw new CorruptDataException(
          "experiment \""
              + design.name()
              + "\", entry "
              + stored.sequence()
              + " names the "
              + what
              + " \""
              + name
              + "\", which the design does not have; it has "
              + known.keySet());
    }
    return index;
  }

  /** Each arm's units, by arm. */
  long[] exposed() {
    long[] counts = new long[armIndex.size()];
    units.values().forEach(unit -> counts[unit.arm]++);
    return counts;
  }

  /** Each unit's number, by arm. */
  List<double[]> values(Metric metric) {
    int index = metrics.indexOf(metric);
    long[] sizes = new long[armIndex.size()];
    units.values().stream()
        .filter(unit -> isCounted(unit, metric, index))
        .forEach(unit -> sizes[unit.arm]++);
    List<double[]> values =
        Arrays.stream(sizes).mapToObj(size -> new double[Math.toIntExact(size)]).toList();
    int[] filled = new int[sizes.length];
    for (Unit unit : units.values()) {
      if (isCounted(unit, metric, index)) {
        values.get(unit.arm)[filled[unit.arm]++] = unit.value(index, metric.aggregation());
      }
    }
    return values;
  }

  private static boolean isCounted(Unit unit, Metric metric, int index) {
    return metric.aggregation() != Aggregation.MEAN || unit.counts[index] > 0;
  }

  /** The recorded outcomes that count, by arm. */
  long[] outcomes(Metric metric) {
    int index = metrics.indexOf(metric);
    long[] counts = new long[armIndex.size()];
    for (int arm = 0; arm < counts.length; arm++) {
      counts[arm] = outcomes[arm][index];
    }
    return counts;
  }

  /** Sequence of the last entry added, 0 before the first. */
  long through() {
    return through;
  }

  /** Exposures and outcomes added. */
  long entries() {
    return entries;
  }

  /** Outcomes of units that had met no arm when they were recorded. */
  long unexposed() {
    return unexposed;
  }

  /** Outcomes that happened, as their caller said, before the unit met its arm. */
  long beforeExposure() {
    return beforeExposure;
  }
}
