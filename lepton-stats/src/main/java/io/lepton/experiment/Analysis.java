package io.lepton.experiment;

import io.lepton.experiment.ArmSummary.MetricSummary;
import io.lepton.experiment.Entry.Looked;
import io.lepton.experiment.Metric.Aggregation;
import io.lepton.model.Interval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** From the units' numbers to a report, as the plan allows at a moment. */
final class Analysis {
  private final Design design;
  private final Observations observations;
  private final List<Samples> samples;
  private final Moment moment;
  private final Judge judge;
  private final Judge guardrailJudge;

  private Analysis(Design design, Observations observations, List<Samples> samples, Moment moment) {
    this.design = design;
    this.observations = observations;
    this.samples = samples;
    this.moment = moment;
    this.judge = Judge.of(design, moment);
    this.guardrailJudge = Judge.ofGuardrails(design, moment);
  }

  private static List<Samples> samples(Design design, Observations observations) {
    return design.metrics().stream().map(metric -> Samples.of(metric, observations)).toList();
  }

  /** What is known now; at a moment that is no planned look. */
  static Report report(Design design, Journal.View view, Instant now) {
    List<Samples> samples = samples(design, view.observations());
    Decision decision = view.decision();
    List<Looked> looks =
        decision == null
            ? view.looks()
            : view.looks().stream().filter(look -> look.through() <= decision.through()).toList();
    boolean decidedAtLook =
        decision != null
            && !looks.isEmpty()
            && looks.get(looks.size() - 1).through() == decision.through();
    Moment moment =
        decidedAtLook
            ? Moment.ofLook(design, looks)
            : Moment.of(design, samples.get(0).sizes(), looks, now);
    return report(design, view, samples, moment, now);
  }

  /** The planned look that is due, if one is. */
  static Optional<Looked> dueLook(Design design, Journal.View view, Instant now) {
    if (view.decision() != null) {
      return Optional.empty();
    }
    long[] units = Samples.of(design.primary(), view.observations()).sizes();
    return Moment.of(design, units, view.looks(), now)
        .dueLook(design, view.observations().through(), now);
  }

  /** What a report of now decides. */
  static Decision decision(Design design, Journal.View view, Instant now) {
    Decision made = view.decision();
    if (made != null) {
      return made;
    }
    List<Samples> samples = samples(design, view.observations());
    Moment moment = Moment.of(design, samples.get(0).sizes(), view.looks(), now);
    return decision(design, view, findings(design, view, samples, moment), now);
  }

  /** What was to be decided at the last planned look, by the observations up to it. */
  static Decision decisionOfLook(Design design, Journal.View view) {
    List<Samples> samples = samples(design, view.observations());
    Moment moment = Moment.ofLook(design, view.looks());
    Instant then = view.looks().get(view.looks().size() - 1).time();
    return decision(design, view, findings(design, view, samples, moment), then);
  }

  private static Decision decision(
      Design design, Journal.View view, Findings findings, Instant now) {
    Decision made = view.decision();
    return made != null
        ? made
        : DecisionRule.decide(design, findings, view.observations().through(), now);
  }

  private static Findings findings(
      Design design, Journal.View view, List<Samples> samples, Moment moment) {
    return new Analysis(design, view.observations(), samples, moment).findings();
  }

  private static Report report(
      Design design, Journal.View view, List<Samples> samples, Moment moment, Instant now) {
    Observations observations = view.observations();
    Findings findings = findings(design, view, samples, moment);
    return new Report(
        design,
        now,
        observations.through(),
        findings.arms(),
        findings.sampleRatios(),
        findings.comparisons(),
        findings.guardrails(),
        view.path().points(),
        observations.dayEffects(design.primary()),
        new Report.Excluded(
            observations.unexposed(),
            observations.beforeExposure(),
            observations.outsideWindow(),
            observations.attributesTooLate(),
            view.afterDecision(),
            observations.late()),
        decision(design, view, findings, now));
  }

  private Findings findings() {
    List<Comparison> comparisons =
        Comparisons.of(design, judge).compare(samples.get(0), design.treatments());
    return new Findings(
        arms(), sampleRatios(), comparisons, guardrails(), moment, futile(comparisons));
  }

  private List<ArmSummary> arms() {
    long[] exposed = observations.exposed();
    return IntStream.range(0, exposed.length)
        .mapToObj(
            arm ->
                new ArmSummary(
                    design.variants().get(arm),
                    exposed[arm],
                    design.requiredUnits().get(arm),
                    samples.stream().map(sample -> summary(sample, arm)).toList()))
        .toList();
  }

  private MetricSummary summary(Samples sample, int arm) {
    return new MetricSummary(
        sample.metric(),
        observations.outcomes(sample.metric())[arm],
        sample.measure(arm, 1 - design.alpha()));
  }

  private List<SampleRatio> sampleRatios() {
    List<SampleRatio> ratios = new ArrayList<>();
    ratios.add(sampleRatio("exposed units", observations.exposed()));
    for (Samples sample : samples) {
      if (sample.metric().aggregation() == Aggregation.MEAN) {
        ratios.add(sampleRatio("units with \"" + sample.metric().name() + "\"", sample.sizes()));
      }
    }
    return ratios;
  }

  private SampleRatio sampleRatio(String of, long[] units) {
    double[] weights = design.variants().stream().mapToDouble(Variant::weight).toArray();
    return design.plan().method() instanceof AnalysisPlan.FixedHorizon
        ? SampleRatio.of(of, units, weights)
        : SampleRatio.atAnyLook(of, units, weights);
  }

  private Set<Variant> futile(List<Comparison> comparisons) {
    Set<Variant> futile = new HashSet<>();
    if (moment.verdictAllowed() && judge instanceof PlannedJudge planned) {
      for (Comparison comparison : comparisons) {
        double gain = design.primary().gain(comparison.difference());
        double alpha = 1 - design.intervalLevel();
        if (comparison.standardError() > 0
            && planned.isFutile(gain, comparison.standardError(), alpha, design.power())) {
          futile.add(comparison.treatment());
        }
      }
    }
    return futile;
  }

  private List<GuardrailCheck> guardrails() {
    List<GuardrailCheck> checks = new ArrayList<>();
    for (int arm = 1; arm < design.variants().size(); arm++) {
      for (Samples sample : samples.subList(1, samples.size())) {
        checks.add(guardrail(arm, sample));
      }
    }
    return checks;
  }

  private GuardrailCheck guardrail(int arm, Samples sample) {
    Variant treatment = design.variants().get(arm);
    Contrast contrast = sample.againstControl(arm, design.intervalLevel());
    boolean early = !moment.verdictAllowed() && Moment.least(sample.sizes()) < Moment.BURN_IN;
    if (contrast == null || early) {
      return new GuardrailCheck(
          treatment, sample.metric(), null, null, GuardrailCheck.Status.INCONCLUSIVE);
    }
    Interval interval = guardrailJudge.judge(contrast, design.intervalLevel()).interval();
    return GuardrailCheck.of(treatment, sample.metric(), contrast.difference(), interval);
  }
}
