package io.lepton.metric.fairness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.bytes.Digest;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.metric.ClassificationResult;
import io.lepton.model.DataReference;
import io.lepton.model.Interval;
import io.lepton.model.Measure;
import io.lepton.stats.interval.Newcombe;
import io.lepton.stats.interval.RiskRatio;
import io.lepton.stats.interval.Wilson;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Fairness")
class FairnessTest {
  /** Cases that are added group by group. */
  private static final class Cases {
    private final List<String> groups = new ArrayList<>();
    private final List<Integer> labels = new ArrayList<>();
    private final List<Double> scores = new ArrayList<>();

    Cases add(String group, int count, int label, double score) {
      for (int i = 0; i < count; i++) {
        groups.add(group);
        labels.add(label);
        scores.add(score);
      }
      return this;
    }

    ClassificationResult result() {
      return ClassificationResult.of(
          new DataReference("test", Digest.of("cases"), labels.size()),
          List.of("no", "yes"),
          "yes",
          labels.stream().mapToInt(Integer::intValue).toArray(),
          scores.stream().map(s -> new double[] {1 - s, s}).toArray(double[][]::new));
    }

    FairnessReport report(Fairness fairness) {
      return fairness.of(result(), groups);
    }
  }

  /**
   * Group a: 40 + 10 of 50 positives right; 5 of 50 negatives wrong. Group b: 20 of 40; 8 of 60.
   */
  private static Cases twoGroups() {
    return new Cases()
        .add("a", 40, 1, 0.8)
        .add("a", 10, 1, 0.3)
        .add("a", 5, 0, 0.7)
        .add("a", 45, 0, 0.1)
        .add("b", 20, 1, 0.9)
        .add("b", 20, 1, 0.4)
        .add("b", 8, 0, 0.6)
        .add("b", 52, 0, 0.2);
  }

  @Test
  @DisplayName("counts every rate by group, each with Wilson's interval and its own n")
  void ratesByGroup() {
    FairnessReport report = twoGroups().report(Fairness.withDefaults());
    GroupMeasures a = report.group("a");
    assertThat(a.counts()).isEqualTo(new GroupCounts("a", 40, 5, 45, 10));
    assertRate(a, "base_rate", 50, 100);
    assertRate(a, "selection_rate", 45, 100);
    assertRate(a, "true_positive_rate", 40, 50);
    assertRate(a, "false_positive_rate", 5, 50);
    assertRate(a, "precision", 40, 45);
    assertRate(a, "accuracy", 85, 100);
    assertRate(report.group("b"), "true_positive_rate", 20, 40);
    double mean = (40 * 0.8 + 10 * 0.3 + 5 * 0.7 + 45 * 0.1) / 100;
    assertThat(a.get("calibration_gap").value()).isCloseTo(mean - 0.5, within(1e-12));
    assertThat(a.get("expected_calibration_error").findInterval()).isPresent();
    assertThatThrownBy(() -> report.group("c"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("[a, b]");
  }

  private static void assertRate(GroupMeasures group, String metric, long successes, long n) {
    Measure measure = group.get(metric);
    assertThat(measure.value()).isEqualTo((double) successes / n);
    assertThat(measure.n()).isEqualTo(n);
    assertThat(measure.interval()).isEqualTo(Wilson.withDefaults().interval(successes, n));
  }

  @Test
  @DisplayName("compares two groups by the known intervals")
  void twoGroupsCompared() {
    FairnessReport report = twoGroups().report(Fairness.withDefaults());
    Interval parity = Newcombe.withDefaults().interval(45, 100, 28, 100);
    Measure worst = report.get(Criterion.DEMOGRAPHIC_PARITY).findWorst().orElseThrow();
    assertThat(worst.value()).isCloseTo(0.17, within(1e-12));
    assertThat(worst.interval().low()).isEqualTo(parity.low());
    assertThat(worst.interval().high()).isEqualTo(parity.high());
    Interval ratio = RiskRatio.withDefaults().interval(45, 100, 28, 100).interval();
    Measure impact = report.get(Criterion.DISPARATE_IMPACT).findWorst().orElseThrow();
    assertThat(impact.value()).isCloseTo(28.0 / 45, within(1e-12));
    assertThat(impact.interval().low()).isCloseTo(1 / ratio.high(), within(1e-12));
    assertThat(impact.interval().high()).isCloseTo(1 / ratio.low(), within(1e-12));
    CriterionResult odds = report.get(Criterion.EQUALISED_ODDS);
    assertThat(odds.comparisons()).hasSize(2);
    assertThat(odds.findWorst().orElseThrow().value()).isCloseTo(0.3, within(1e-12));
    // two comparisons, so each interval is at 97.5 %
    assertThat(odds.findWorst().orElseThrow().interval().high())
        .isEqualTo(Newcombe.withDefaults().withLevel(0.975).interval(40, 50, 20, 40).high());
    assertThat(report.get(Criterion.EQUAL_OPPORTUNITY).pValue().orElseThrow()).isLessThan(0.01);
    assertThat(report.get(Criterion.PREDICTIVE_PARITY).findVerdict()).isEmpty();
  }

  @Test
  @DisplayName("passes only what the whole interval keeps, and fails only what it breaks")
  void verdicts() {
    Fairness fairness =
        Fairness.withDefaults()
            .withLimit(Criterion.EQUAL_OPPORTUNITY, 0.1)
            .withLimit(Criterion.DISPARATE_IMPACT, 0.8)
            .withLimit(Criterion.PREDICTIVE_PARITY, 0.2)
            .withLimit(Criterion.ACCURACY_PARITY, 0.35);
    FairnessReport report = twoGroups().report(fairness);
    assertThat(report.get(Criterion.EQUAL_OPPORTUNITY).verdict()).isEqualTo(FairnessVerdict.FAIL);
    // Katz: 28/45 with an interval up to 0.91
    assertThat(report.get(Criterion.DISPARATE_IMPACT).verdict())
        .isEqualTo(FairnessVerdict.INCONCLUSIVE);
    assertThat(report.get(Criterion.PREDICTIVE_PARITY).verdict())
        .isEqualTo(FairnessVerdict.INCONCLUSIVE);
    assertThat(report.get(Criterion.ACCURACY_PARITY).verdict()).isEqualTo(FairnessVerdict.PASS);
    assertThat(report.toString())
        .contains("equal opportunity   0.300 [")
        .contains("limit 0.1: FAIL")
        .contains("a (100 cases)");
    assertThat(report.html("Credit by sex"))
        .contains("<h1>Credit by sex</h1>")
        .contains("FAIL")
        .contains("<svg");
  }

  @Test
  @DisplayName("says what cannot be estimated and why, and is inconclusive about it")
  void notEstimable() {
    Fairness fairness =
        Fairness.withDefaults()
            .withLimit(Criterion.EQUAL_OPPORTUNITY, 0.1)
            .withLimit(Criterion.DEMOGRAPHIC_PARITY, 0.1)
            .withLimit(Criterion.CALIBRATION, 0.1)
            .withGroups("a", "b", "c");
    FairnessReport report = twoGroups().add("d", 5, 0, 0.2).report(fairness);
    CriterionResult opportunity = report.get(Criterion.EQUAL_OPPORTUNITY);
    assertThat(opportunity.verdict()).isEqualTo(FairnessVerdict.INCONCLUSIVE);
    assertThat(opportunity.findWorst()).isEmpty();
    assertThat(opportunity.notes())
        .contains("group \"c\" has no positive cases", "group \"d\" has no positive cases");
    assertThat(report.get(Criterion.DEMOGRAPHIC_PARITY).verdict())
        .isEqualTo(FairnessVerdict.INCONCLUSIVE);
    assertThat(report.get(Criterion.CALIBRATION).verdict()).isEqualTo(FairnessVerdict.INCONCLUSIVE);
    GroupMeasures empty = report.group("c");
    assertThat(empty.measures()).isEmpty();
    assertThat(empty.notEstimable()).contains("selection_rate: no cases");
    assertThatThrownBy(() -> report.group("d").get("true_positive_rate"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("true_positive_rate: no positive cases");
    assertThat(report.toString()).doesNotContain("NaN");
    assertThat(report.html("x")).doesNotContain("NaN");
  }

  @Test
  @DisplayName("uses Fisher's exact test where counts are small")
  void smallCounts() {
    FairnessReport report =
        new Cases()
            .add("a", 6, 1, 0.9)
            .add("a", 6, 0, 0.9)
            .add("b", 5, 1, 0.1)
            .add("b", 5, 0, 0.1)
            .report(Fairness.withDefaults());
    assertThat(twoGroups().report(Fairness.withDefaults()).get(Criterion.EQUAL_OPPORTUNITY))
        .satisfies(r -> assertThat(r.comparisons().get(0).test()).startsWith("z of two"));
    GroupComparison opportunity = report.get(Criterion.EQUAL_OPPORTUNITY).comparisons().get(0);
    assertThat(opportunity.test()).isEqualTo("Fisher's exact");
    // one of C(11, 5) tables, and none at the other end is as rare
    assertThat(opportunity.pValue()).isCloseTo(1.0 / 462, within(1e-12));
    assertThat(report.get(Criterion.PREDICTIVE_PARITY).notes())
        .containsExactly("group \"b\" has no cases decided positive");
  }

  @Test
  @DisplayName("the interval of the worst pair holds the truth at least as often as it says")
  void coverage() {
    double[] rates = {0.6, 0.7, 0.75};
    int runs = 1000;
    int covered = 0;
    int falseAlarms = 0;
    SplittableRandom random = new SplittableRandom(9);
    for (int run = 0; run < runs; run++) {
      Cases unequal = new Cases();
      Cases equal = new Cases();
      for (int g = 0; g < 3; g++) {
        for (int i = 0; i < 80; i++) {
          unequal.add("g" + g, 1, 1, random.nextDouble() < rates[g] ? 0.9 : 0.1);
          equal.add("g" + g, 1, 1, random.nextDouble() < 0.7 ? 0.9 : 0.1);
        }
      }
      covered += worst(unequal).interval().contains(0.15) ? 1 : 0;
      falseAlarms += worst(equal).interval().low() > 0 ? 1 : 0;
    }
    double deviation = Math.sqrt(0.95 * 0.05 / runs);
    assertThat(covered / (double) runs).isGreaterThan(0.95 - 4 * deviation);
    assertThat(falseAlarms / (double) runs).isLessThan(0.05 + 4 * deviation);
  }

  private static Measure worst(Cases cases) {
    GroupedCases grouped = GroupedCases.of(cases.result(), cases.groups, List.of());
    return new Comparing(grouped, Criterion.EQUAL_OPPORTUNITY, 0.95)
        .result(null)
        .findWorst()
        .orElseThrow();
  }

  @Test
  @DisplayName("refuses one group, missing groups, and more than two classes")
  void badInput() {
    Cases cases = twoGroups();
    ClassificationResult result = cases.result();
    Fairness fairness = Fairness.withDefaults();
    assertThatThrownBy(() -> fairness.of(result, List.of("a")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("1 groups for 200 cases");
    assertThatThrownBy(() -> fairness.of(result, java.util.Collections.nCopies(200, "a")))
        .hasMessageContaining("expected at least two groups");
    List<String> gaps = new ArrayList<>(cases.groups);
    gaps.set(7, " ");
    assertThatThrownBy(() -> fairness.of(result, gaps)).hasMessageContaining("case 7 has no group");
    ClassificationResult three =
        ClassificationResult.of(
            new DataReference("three", Digest.of("cases"), 2),
            List.of("a", "b", "c"),
            null,
            new int[] {0, 1},
            new double[][] {{1, 0, 0}, {0, 1, 0}});
    assertThatThrownBy(() -> fairness.of(three, List.of("x", "y")))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> fairness.withLimit(Criterion.CALIBRATION, 1.5))
        .isInstanceOf(InvalidInputException.class);
  }
}
