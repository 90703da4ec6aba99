package io.lepton.experiment;

import io.lepton.assign.LayerRange;
import io.lepton.error.ConflictException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.error.StorageException;
import io.lepton.experiment.Entry.Decided;
import io.lepton.experiment.Entry.Exposure;
import io.lepton.experiment.Entry.LeftLayer;
import io.lepton.experiment.Entry.Looked;
import io.lepton.experiment.Entry.TrafficRaised;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A running experiment. Safe for use by many threads; any number of processes may run the same
 * experiment on one store. What {@link #assign} and {@link #record} acknowledged by returning is
 * durable. It holds no resources of its own, and the id of each unit it has seen in memory.
 *
 * <pre>{@code
 * Experiment experiment = Experiment.named("credit-v2").control(v1).treatment(v2)
 *     .primary(Metric.proportion("repaid")).baseline(0.70).minimumDetectableEffect(0.02)
 *     .guardrail(Metric.mean("latency_ms").perUnit(Aggregation.MEAN).lowerIsBetter().margin(5))
 *     .start(store);
 * Variant arm = experiment.assign("applicant-42");
 * experiment.record("applicant-42", "repaid", 1);
 * Decision decision = experiment.decide();
 * }</pre>
 */
public final class Experiment {
  private final Design design;
  private final ExperimentStore store;
  private final InstantSource clock;
  private final Traffic traffic;
  private final Journal journal;
  private final Recorder recorder;
  private final Set<String> exposed = ConcurrentHashMap.newKeySet();

  Experiment(Design design, ExperimentStore store, InstantSource clock) {
    this.design = design;
    this.store = store;
    this.clock = clock;
    this.traffic = new Traffic(design, store, clock);
    this.journal = new Journal(store, design);
    this.recorder = new Recorder(store, design, clock);
  }

  /**
   * Begins a definition.
   *
   * @param name unique in the store; as {@link io.lepton.spi.Ref#requireValidName} allows
   * @return a definition to be completed
   */
  public static ExperimentDefinition named(String name) {
    return new ExperimentDefinition(name);
  }

  /**
   * Goes on with an experiment by the system's clock.
   *
   * @param store keeps it
   * @param name of the experiment
   * @return the running experiment
   * @throws NotFoundException if there is none of that name; the message lists those there are
   */
  public static Experiment resume(ExperimentStore store, String name) {
    return resume(store, name, InstantSource.system());
  }

  /**
   * Goes on with an experiment.
   *
   * @param store keeps it
   * @param name of the experiment
   * @param clock tells when things are recorded
   * @return the running experiment
   * @throws NotFoundException if there is none of that name; the message lists those there are
   */
  public static Experiment resume(ExperimentStore store, String name, InstantSource clock) {
    return new Experiment(LogKind.EXPERIMENT.recorded(store, name), store, clock);
  }

  /**
   * What was agreed.
   *
   * @return the design as recorded when the experiment started
   */
  public Design design() {
    return design;
  }

  /**
   * The arm of a unit that now meets it: always the same, see {@link Assignment}. The first call
   * for a unit records its exposure, durably, before it returns. Call it where the arms begin to
   * differ and not earlier: units that were counted without having met their arm hide the effect.
   *
   * <p>A unit that is not in the experiment gets the control, one in the overrides the arm they
   * say; nothing is recorded of either. {@link #enter} tells which it was.
   *
   * @param unit id of what is randomised, 1 to 500 characters
   * @return its arm
   * @throws InvalidInputException if the id is not well-formed
   * @throws StorageException if the exposure could not be recorded; trying again is safe
   */
  public Variant assign(String unit) {
    return enter(unit).variant();
  }

  /**
   * As {@link #assign}, and says whether the unit is in the experiment, and why.
   *
   * @param unit id of what is randomised, 1 to 500 characters
   * @return its arm and the reason
   * @throws InvalidInputException if the id is not well-formed
   * @throws StorageException if the exposure could not be recorded; trying again is safe
   */
  public Placement enter(String unit) {
    return enter(unit, unit);
  }

  /**
   * As {@link #enter(String)}, for a member of a cluster where clusters are randomised: what is
   * exposed is the cluster, and outcomes are recorded of the cluster's id. Overrides are looked up
   * by the member.
   *
   * @param unit id of the member, 1 to 500 characters
   * @param cluster id of its cluster, such as the household, 1 to 500 characters
   * @return the arm and the reason
   * @throws InvalidInputException if an id is not well-formed
   * @throws StorageException if the exposure could not be recorded; trying again is safe
   */
  public Placement enter(String unit, String cluster) {
    Placement placement = traffic.placementOf(unit, cluster);
    if (placement.inExperiment() && !exposed.contains(cluster)) {
      append(new Exposure(cluster, placement.variant().name(), clock.instant()));
      exposed.add(cluster);
    }
    return placement;
  }

  /**
   * The arm of a unit, without recording anything.
   *
   * @param unit id of what is randomised, 1 to 500 characters
   * @return its arm
   * @throws InvalidInputException if the id is not well-formed
   */
  public Variant peek(String unit) {
    return look(unit).variant();
  }

  /**
   * Whether a unit is in the experiment, and with which arm, without recording anything.
   *
   * @param unit id of what is randomised, 1 to 500 characters
   * @return its arm and the reason
   * @throws InvalidInputException if the id is not well-formed
   */
  public Placement look(String unit) {
    return look(unit, unit);
  }

  /**
   * As {@link #look(String)}, for a member of a cluster.
   *
   * @param unit id of the member, 1 to 500 characters
   * @param cluster id of its cluster, 1 to 500 characters
   * @return the arm and the reason
   * @throws InvalidInputException if an id is not well-formed
   */
  public Placement look(String unit, String cluster) {
    return traffic.placementOf(unit, cluster);
  }

  /**
   * Takes more units from now on, durably. Those already in stay in their arms. This process knows
   * at once, others on this store at most ten seconds later: they look again when a unit comes that
   * was outside. Traffic is never lowered: the units taken out would have met their arm and yet be
   * served the control. To stop early, decide.
   *
   * @param share of the units, at least what it is now, at most 1; the same changes nothing
   * @throws InvalidInputException if it is less than now, or outside (0, 1]
   * @throws StorageException if the store failed; trying again is safe
   */
  public void raiseTraffic(double share) {
    TrafficRaised raised = new TrafficRaised(share, clock.instant());
    double now = traffic.read();
    if (share < now) {
      throw new InvalidInputException(
          Design.refused(design.name())
              + "traffic is "
              + now
              + " and cannot be lowered to "
              + share
              + ": units that have met their arm would be taken out of it");
    }
    if (share > now) {
      append(raised);
      traffic.know(share);
    }
  }

  /**
   * The share of the units taken now, as the store has it.
   *
   * @return above 0, at most 1
   * @throws StorageException if the store failed
   */
  public double traffic() {
    return traffic.read();
  }

  /**
   * Gives the experiment's part of its layer back, so that others can claim it. To be called when
   * no process assigns by this experiment any more; without a layer it does nothing.
   *
   * @throws ConflictException if there is no final decision yet: another experiment would get units
   *     that are still in this one
   * @throws StorageException if the store failed; trying again is safe
   */
  public void leaveLayer() {
    LayerRange range = design.randomisation().layer();
    if (range == null) {
      return;
    }
    if (!journal.read(view -> view.decision() != null)) {
      throw new ConflictException(
          Design.refused(design.name())
              + "it cannot leave "
              + range
              + " before its final decision; call decide() once its sample is there");
    }
    append(new LeftLayer(range.layer().name(), clock.instant()));
  }

  /**
   * Records an outcome that happened after the unit met its arm. If this throws a {@link
   * StorageException}, the outcome may or may not be recorded and trying again may count it twice;
   * give an event id where that matters.
   *
   * @param unit id of the unit; an outcome of a unit that was never exposed is kept and counted in
   *     the report, but not analysed
   * @param metric name of the primary metric or of a guardrail
   * @param value 0 or 1 for a proportion, else of size 1e100 at most
   * @throws NotFoundException if the experiment has no such metric; the message lists its own
   * @throws InvalidInputException if the value is NaN, infinite, or does not fit the metric
   * @throws StorageException if the store failed
   */
  public void record(String unit, String metric, double value) {
    recorder.outcome(unit, metric, value);
  }

  /**
   * Records an outcome once, however often it is sent.
   *
   * @param unit id of the unit
   * @param metric name of the primary metric or of a guardrail
   * @param value 0 or 1 for a proportion, else of size 1e100 at most
   * @param eventId names the event in this experiment, 1 to 500 characters; of several outcomes of
   *     one id the first counts
   * @throws NotFoundException if the experiment has no such metric; the message lists its own
   * @throws InvalidInputException if the value is NaN, infinite, or does not fit the metric
   * @throws StorageException if the store failed; trying again with the same id is safe
   */
  public void record(String unit, String metric, double value, String eventId) {
    recorder.outcome(unit, metric, value, eventId, null);
  }

  /**
   * Records an outcome once, with the time it happened. One that happened before the unit met its
   * arm is kept and counted in the report, but not analysed.
   *
   * @param unit id of the unit
   * @param metric name of the primary metric or of a guardrail
   * @param value 0 or 1 for a proportion, else of size 1e100 at most
   * @param eventId names the event in this experiment, 1 to 500 characters; of several outcomes of
   *     one id the first counts
   * @param occurred when it happened
   * @throws NotFoundException if the experiment has no such metric; the message lists its own
   * @throws InvalidInputException if the value is NaN, infinite, or does not fit the metric
   * @throws StorageException if the store failed; trying again with the same id is safe
   */
  public void recordAt(String unit, String metric, double value, String eventId, Instant occurred) {
    recorder.outcome(unit, metric, value, eventId, occurred);
  }

  /**
   * Records a number known of a unit, for metrics that are {@linkplain Metric#adjustedBy adjusted}
   * by it. Call it before {@link #assign}: what is recorded after the unit met its arm may be the
   * arm's doing, is counted and not used. The first value of a unit and name stays.
   *
   * @param unit id of the unit
   * @param name of a covariate that a metric names
   * @param value of size 1e100 at most
   * @throws NotFoundException if no metric names such a covariate; the message lists those there
   *     are
   * @throws InvalidInputException if the value is NaN, infinite or too large
   * @throws StorageException if the store failed; trying again is safe
   */
  public void covariate(String unit, String name, double value) {
    recorder.covariate(unit, name, value, null);
  }

  /**
   * Records a number that was known of a unit at some time, such as from a warehouse; it is used if
   * that was not after the unit's exposure, whenever it is recorded.
   *
   * @param unit id of the unit
   * @param name of a covariate that a metric names
   * @param value of size 1e100 at most
   * @param asOf when it was known
   * @throws NotFoundException if no metric names such a covariate; the message lists those there
   *     are
   * @throws InvalidInputException if the value is NaN, infinite or too large
   * @throws StorageException if the store failed; trying again is safe
   */
  public void covariateAt(String unit, String name, double value, Instant asOf) {
    recorder.covariate(unit, name, value, asOf);
  }

  /**
   * Records a property of a unit, by which effects can be compared between groups of units. Call it
   * before {@link #assign}, as for covariates. The first value of a unit and name stays.
   *
   * @param unit id of the unit
   * @param name such as {@code country}; 1 to 200 characters
   * @param value such as {@code NO}; 1 to 200 characters
   * @throws InvalidInputException if a text is empty, too long or not well-formed
   * @throws StorageException if the store failed; trying again is safe
   */
  public void segment(String unit, String name, String value) {
    recorder.segment(unit, name, value);
  }

  /**
   * Whether the effects on a metric differ between the groups of units that segments make.
   *
   * @param metric name of the primary metric or of a guardrail
   * @param segments at least one name given to {@link #segment}, chosen before looking
   * @return one check a segment and treatment, their p-values corrected for the number of checks
   * @throws NotFoundException if the experiment has no such metric
   * @throws InvalidInputException if no segment is named
   */
  public List<SegmentCheck> segments(String metric, String... segments) {
    Metric of = design.metric(metric);
    return journal.read(
        view -> SegmentCheck.all(design, view.observations(), of, List.of(segments)));
  }

  /**
   * Whether the effect on a metric changes with the days since exposure. Only units that have been
   * exposed for all of these days are looked at.
   *
   * @param metric name of the primary metric or of a guardrail, of which units have a sum each day
   * @param days 2 to 60
   * @return one check a treatment, their p-values corrected for their number
   * @throws NotFoundException if the experiment has no such metric
   * @throws InvalidInputException if the number of days is out of range, or the metric is a ratio,
   *     a quantile, or of each unit's mean
   */
  public List<NoveltyCheck> novelty(String metric, int days) {
    Metric of = design.metric(metric);
    return journal.read(view -> NoveltyCheck.all(design, view.observations(), of, days));
  }

  private void append(Entry entry) {
    store.append(design.name(), List.of(entry));
  }

  /**
   * What is known so far, with the verdict that follows. Reads only what was recorded since the
   * last look. Look as often as you like: nothing is recorded, and between the moments that the
   * plan allows the verdict is at most {@code CONTINUE}. Once {@link #decide} has made the final
   * decision, the report stays the one behind it.
   *
   * @return the report
   * @throws StorageException if the store failed
   */
  public Report report() {
    return journal.read(view -> Analysis.report(design, view, clock.instant()));
  }

  /**
   * Applies the agreed rule. The first final verdict, {@code SHIP} or {@code KEEP_CONTROL}, is
   * recorded and is the experiment's for ever, whoever asks and whatever arrives later. For a fixed
   * horizon, call it once the outcomes of the last units had time to arrive. For a group sequential
   * plan, this takes a planned look once it is due: it is recorded with what was there, so that it
   * can be taken once only, and a process that died before its verdict was recorded is made up for.
   *
   * @return the decision with every reason
   * @throws StorageException if the store failed; trying again is safe
   */
  public Decision decide() {
    Decision decision = decisionNow();
    if (decision.verdict() == Verdict.CONTINUE) {
      decision = atPlannedLook().orElse(decision);
    }
    if (!decision.isFinal()) {
      return decision;
    }
    append(new Decided(decision));
    return decisionNow(); // of several that decide at once, the first in the log
  }

  private Decision decisionNow() {
    return journal.read(view -> Analysis.decision(design, view, clock.instant()));
  }

  /** The final verdict of the last planned look, which is taken now if it is due. */
  private Optional<Decision> atPlannedLook() {
    journal.read(view -> Analysis.dueLook(design, view, clock.instant())).ifPresent(this::append);
    List<Looked> looks = journal.read(Journal.View::looks);
    if (looks.isEmpty()) {
      return Optional.empty();
    }
    long through = looks.get(looks.size() - 1).through();
    Decision decision = journal.readUpTo(through, view -> Analysis.decisionOfLook(design, view));
    return Optional.of(decision).filter(Decision::isFinal);
  }
}
