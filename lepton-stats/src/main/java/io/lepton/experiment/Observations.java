package io.lepton.experiment;

import io.lepton.error.CorruptDataException;
import io.lepton.experiment.Entry.Covariate;
import io.lepton.experiment.Entry.Exposure;
import io.lepton.experiment.Entry.Outcome;
import io.lepton.experiment.Entry.Segment;
import io.lepton.experiment.ExperimentStore.Stored;
import io.lepton.stats.aggregate.Moments;
import io.lepton.stats.aggregate.UnitStatistics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the units after some part of the log: a pure fold, in log order, so that the
 * same part gives the same bits in every process. Not thread-safe.
 */
final class Observations {
  /** An outcome that was recorded longer than this after it happened counts as late. */
  static final Duration LATE = Duration.ofDays(1);

  /** A metric that an outcome belongs to, and where its sums lie in a unit. */
  private record Use(int metric, int slot) {}

  private final Design design;
  private final List<Metric> metrics;
  private final Map<String, Integer> armIndex = new HashMap<>();
  private final Map<String, Integer> covariateIndex = new LinkedHashMap<>();
  private final Map<String, List<Use>> uses = new LinkedHashMap<>();
  private final Map<String, ObservedUnit> units = new LinkedHashMap<>();
  private final Map<String, Attributes> unmet = new HashMap<>();
  private final long[][] outcomes; // by arm and metric
  private final int slots;
  private @Nullable Instant latest;
  private long through;
  private long entries;
  private long unexposed;
  private long beforeExposure;
  private long outsideWindow;
  private long late;
  private long attributesTooLate;

  Observations(Design design) {
    this.design = design;
    this.metrics = design.metrics();
    for (int i = 0; i < design.variants().size(); i++) {
      armIndex.put(design.variants().get(i).name(), i);
    }
    int slot = metrics.size();
    for (int i = 0; i < metrics.size(); i++) {
      List<String> names = metrics.get(i).outcomes();
      use(names.get(0), new Use(i, i));
      if (names.size() > 1) {
        use(names.get(1), new Use(i, slot++));
      }
      metrics
          .get(i)
          .options()
          .covariates()
          .forEach(name -> covariateIndex.putIfAbsent(name, covariateIndex.size()));
    }
    slots = slot;
    outcomes = new long[armIndex.size()][metrics.size()];
  }

  private void use(String outcome, Use use) {
    uses.computeIfAbsent(outcome, name -> new ArrayList<>()).add(use);
  }

  void add(Stored stored) {
    Entry entry = stored.entry();
    if (entry instanceof Exposure exposure) {
      int arm = known(armIndex, "arm", exposure.variant(), stored);
      Attributes given = unmet.remove(exposure.unit());
      Attributes attributes = given == null ? new Attributes(covariateIndex.size()) : given;
      units.putIfAbsent(exposure.unit(), new ObservedUnit(arm, exposure.time(), attributes, slots));
      entries++;
    } else if (entry instanceof Outcome outcome) {
      add(outcome, known(uses, "metric", outcome.metric(), stored));
      entries++;
    } else if (entry instanceof Covariate given) {
      int index = known(covariateIndex, "covariate", given.name(), stored);
      addAttribute(given.unit(), given.asOf(), each -> each.covariate(index, given.value()));
    } else if (entry instanceof Segment given) {
      addAttribute(given.unit(), given.asOf(), each -> each.segment(given.name(), given.value()));
    }
    if (latest == null || entry.time().isAfter(latest)) {
      latest = entry.time();
    }
    through = stored.sequence();
  }

  /**
   * What was recorded before the exposure was known before it. Later, the caller's word that it was
   * is needed: a value taken after the unit met its arm may be the arm's doing.
   */
  private void addAttribute(String id, @Nullable Instant asOf, Consumer<Attributes> add) {
    ObservedUnit unit = units.get(id);
    if (unit == null) {
      add.accept(unmet.computeIfAbsent(id, key -> new Attributes(covariateIndex.size())));
    } else if (asOf != null && !asOf.isAfter(unit.exposed)) {
      add.accept(unit.attributes);
    } else {
      attributesTooLate++;
    }
  }

  private void add(Outcome outcome, List<Use> usedBy) {
    ObservedUnit unit = units.get(outcome.unit());
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
    if (occurred != null && occurred.plus(LATE).isBefore(outcome.time())) {
      late++;
    }
    Instant at = occurred == null ? outcome.time() : occurred;
    for (Use use : usedBy) {
      Window window = metrics.get(use.metric()).options().window();
      if (window == null || window.contains(unit.exposed, at)) {
        unit.add(use.slot(), outcome.value(), at);
        outcomes[unit.arm][use.metric()]++;
      } else {
        outsideWindow++;
      }
    }
  }

  private <T> T known(Map<String, T> known, String what, String name, Stored stored) {
    T found = known.get(name);
    if (found == null) {
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
    return found;
  }

  /** Each arm's units, by arm. */
  long[] exposed() {
    long[] counts = new long[armIndex.size()];
    units.values().forEach(unit -> counts[unit.arm]++);
    return counts;
  }

  /** Units whose window for a metric is not over, by arm. */
  long[] immature(Metric metric) {
    long[] counts = new long[armIndex.size()];
    units.values().stream()
        .filter(unit -> !isOver(unit, metric))
        .forEach(unit -> counts[unit.arm]++);
    return counts;
  }

  private boolean isOver(ObservedUnit unit, Metric metric) {
    Window window = metric.options().window();
    return window == null || (latest != null && window.isOver(unit.exposed, latest));
  }

  /** One metric's units, by arm. */
  List<UnitStatistics> statistics(Metric metric) {
    return gathering(metric).overall();
  }

  /** One metric's units, by segment and arm; those of which the segment is not known are apart. */
  SortedMap<String, List<UnitStatistics>> statistics(Metric metric, String segment) {
    return gathering(metric).bySegment(segment);
  }

  private Gathering gathering(Metric metric) {
    int index = metrics.indexOf(metric);
    List<ObservedUnit> counted =
        units.values().stream()
            .filter(unit -> isOver(unit, metric))
            .filter(
                unit -> metric.aggregation() != Metric.Aggregation.MEAN || unit.hasOutcome(index))
            .toList();
    int denominator = index;
    if (metric.kind() == Metric.Kind.RATIO) {
      denominator =
          uses.getOrDefault(metric.outcomes().get(1), List.of()).stream()
              .filter(use -> use.metric() == index && use.slot() != index)
              .findFirst()
              .orElseThrow()
              .slot();
    }
    int[] covariates =
        metric.options().covariates().stream()
            .mapToInt(name -> covariateIndex.getOrDefault(name, -1))
            .toArray();
    return new Gathering(metric, counted, armIndex.size(), index, denominator, covariates);
  }

  /** Each day's numbers of the units that were observed for all of these days, by arm. */
  List<Moments> byDay(Metric metric, int days) {
    int index = metrics.indexOf(metric);
    Duration whole = Duration.ofDays(days);
    List<ObservedUnit> observed =
        units.values().stream()
            .filter(unit -> latest != null && !unit.exposed.plus(whole).isAfter(latest))
            .toList();
    return Gathering.byDay(observed, armIndex.size(), index, metric.aggregation(), days);
  }

  /** The effect of each day; none where units have no number of each day. */
  List<DayEffects> dayEffects(Metric metric) {
    if (latest == null || !DayGathering.suits(metric)) {
      return List.of();
    }
    return new DayGathering(
            metric, metrics.indexOf(metric), armIndex.size(), units.values(), latest)
        .effects(design.treatments());
  }

  /** Names of the segments that were given of any exposed unit. */
  Set<String> segments() {
    Set<String> names = new LinkedHashSet<>();
    units.values().forEach(unit -> names.addAll(unit.attributes.segments()));
    return names;
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

  /** Outcomes outside of a metric's window, once for each such metric. */
  long outsideWindow() {
    return outsideWindow;
  }

  /** Outcomes that are counted though they were recorded more than {@link #LATE} after the fact. */
  long late() {
    return late;
  }

  /** Covariates and segments given after exposure, and therefore not used. */
  long attributesTooLate() {
    return attributesTooLate;
  }
}
