package io.lepton.experiment;

import io.lepton.experiment.ArmSummary.MetricSummary;
import io.lepton.experiment.Metric.Aggregation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Fixed-horizon analysis: from the units' numbers to a report. */
final class Analysis {
  private final Design design;
  private final Observations observations;

  private Analysis(Design design, Observations observations) {
    this.design = design;
    this.observations = observations;
  }

  static Report report(Design design, Journal.View view, Instant now) {
    Observations observations = view.observations();
    Findings findings = new Analysis(design, observations).findings();
    Decision decision = view.decision();
    if (decision == null) {
      decision = DecisionRule.decide(design, findings, observations.through(), now);
    }
    return new Report(
        design,
        now,
        observations.through(),
        findings.arms(),
        findings.sampleRatios(),
        findings.comparisons(),
        findings.guardrails(),
        new Report.Excluded(
            observations.unexposed(), observations.beforeExposure(), view.afterDecision()),
        decision);
  }

  private Findings findings() {
    List<Samples> samples =
        design.metrics().stream().map(metric -> Samples.of(metric, observations)).toList();
    return new Findings(
        arms(samples), sampleRatios(samples), comparisons(samples.get(0)), guardrails(samples));
  }

  private List<ArmSummary> arms(List<Samples> samples) {
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

  private MetricSummary summary(Samples samples, int arm) {
    Metric metric = samples.metric();
    long outcomes = observations.outcomes(metric)[arm];
    return new MetricSummary(metric, outcomes, samples.measure(arm, 1 - design.alpha()));
  }

  private List<SampleRatio> sampleRatios(List<Samples> samples) {
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
    return SampleRatio.of(of, units, weights);
  }

  private List<Comparison> comparisons(Samples primary) {
    return Comparisons.of(primary, design.treatments(), design.intervalLevel(), design.alpha());
  }

  private List<GuardrailCheck> guardrails(List<Samples> samples) {
    List<GuardrailCheck> checks = new ArrayList<>();
    for (int arm = 1; arm < design.variants().size(); arm++) {
      for (Samples sample : samples.subList(1, samples.size())) {
        Variant treatment = design.variants().get(arm);
        Contrast contrast = sample.againstControl(arm, design.intervalLevel());
        checks.add(
            contrast == null
                ? new GuardrailCheck(
                    treatment, sample.metric(), null, null, GuardrailCheck.Status.INCONCLUSIVE)
                : GuardrailCheck.of(
                    treatment, sample.metric(), contrast.difference(), contrast.interval()));
      }
    }
    return checks;
  }
}
