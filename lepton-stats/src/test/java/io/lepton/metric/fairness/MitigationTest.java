package io.lepton.metric.fairness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.bytes.Digest;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.metric.ClassificationResult;
import io.lepton.model.DataReference;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Thresholds by group and reweighing")
class MitigationTest {
  private record Sample(ClassificationResult result, List<String> groups) {}

  private static Sample sample(double[] groups, double[] labels, double[] scores) {
    double[][] probabilities =
        Arrays.stream(scores).mapToObj(s -> new double[] {1 - s, s}).toArray(double[][]::new);
    ClassificationResult result =
        ClassificationResult.of(
            new DataReference("test", Digest.of("cases"), labels.length),
            List.of("no", "yes"),
            "yes",
            Arrays.stream(labels).mapToInt(l -> (int) l).toArray(),
            probabilities);
    return new Sample(result, Arrays.stream(groups).mapToObj(g -> "g" + (int) g).toList());
  }

  private static Sample random(long seed, int cases) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] groups = new double[cases];
    double[] labels = new double[cases];
    double[] scores = new double[cases];
    for (int i = 0; i < cases; i++) {
      groups[i] = random.nextDouble() < 0.3 ? 0 : 1;
      labels[i] = random.nextDouble() < 0.35 + 0.3 * groups[i] ? 1 : 0;
      double noise = random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5;
      double at = 0.45 + 0.12 * labels[i] + 0.08 * groups[i] + 0.25 * noise;
      scores[i] = Math.min(1, Math.max(0, at));
    }
    return sample(groups, labels, scores);
  }

  @Test
  @DisplayName("exact parity at the accuracy that linear programming finds")
  void agreesWithLinearProgramming() throws Exception {
    double[] groups = {};
    double[] scores = {};
    double[] labels = {};
    int checked = 0;
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                MitigationTest.class.getResourceAsStream("parity-golden.csv"),
                StandardCharsets.UTF_8))) {
      for (String line; (line = in.readLine()) != null; ) {
        String[] cells = line.split(",");
        double[] numbers = Arrays.stream(cells).skip(1).mapToDouble(Double::parseDouble).toArray();
        switch (cells[0]) {
          case "groups" -> groups = numbers;
          case "scores" -> scores = numbers;
          case "labels" -> labels = numbers;
          default -> {
            Sample sample = sample(groups, labels, scores);
            for (Parity parity : Parity.values()) {
              GroupThresholds.Effect effect =
                  ThresholdAdjustment.to(parity)
                      .fit(sample.result, sample.groups)
                      .effect(sample.result, sample.groups);
              assertThat(effect.accuracyAfter().value())
                  .as("%s of %s", parity, effect)
                  .isCloseTo(numbers[parity.ordinal()], within(1e-9));
              assertEqualRates(parity, effect.after(), 1e-12);
              checked++;
            }
          }
        }
      }
    }
    assertThat(checked).isEqualTo(18);
  }

  private static void assertEqualRates(
      Parity parity, List<GroupThresholds.Rates> rates, double tolerance) {
    GroupThresholds.Rates first = rates.get(0);
    for (GroupThresholds.Rates each : rates) {
      if (parity == Parity.DEMOGRAPHIC_PARITY) {
        assertThat(each.selectionRate()).isCloseTo(first.selectionRate(), within(tolerance));
      } else {
        assertThat(each.truePositiveRate()).isCloseTo(first.truePositiveRate(), within(tolerance));
      }
      if (parity == Parity.EQUALISED_ODDS) {
        assertThat(each.falsePositiveRate())
            .isCloseTo(first.falsePositiveRate(), within(tolerance));
      }
    }
  }

  @Test
  @DisplayName("without lots there is one threshold a group, and rates within a few cases")
  void withoutLots() {
    Sample sample = random(4, 2000);
    for (Parity parity : List.of(Parity.DEMOGRAPHIC_PARITY, Parity.EQUAL_OPPORTUNITY)) {
      GroupThresholds found =
          ThresholdAdjustment.to(parity)
              .with(ThresholdAdjustment.Lots.NONE)
              .fit(sample.result, sample.groups);
      assertThat(found.groups()).noneMatch(GroupThreshold::isRandomised);
      GroupThresholds.Effect effect = found.effect(sample.result, sample.groups);
      assertEqualRates(parity, effect.after(), 0.01);
      double exact =
          ThresholdAdjustment.to(parity)
              .fit(sample.result, sample.groups)
              .effect(sample.result, sample.groups)
              .accuracyAfter()
              .value();
      assertThat(effect.accuracyAfter().value()).isCloseTo(exact, within(0.01));
    }
    assertThatThrownBy(
            () -> ThresholdAdjustment.to(Parity.EQUALISED_ODDS).with(ThresholdAdjustment.Lots.NONE))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("allow lots");
  }

  @Test
  @DisplayName("parity holds on other data up to chance, and its cost has an interval")
  void effectOnOtherData() {
    Sample fitted = random(1, 4000);
    Sample other = random(2, 4000);
    GroupThresholds thresholds =
        ThresholdAdjustment.to(Parity.EQUALISED_ODDS).fit(fitted.result, fitted.groups);
    GroupThresholds.Effect effect = thresholds.effect(other.result, other.groups);
    // rates of at least 400 cases on both sides: four standard deviations of their difference
    assertEqualRates(Parity.EQUALISED_ODDS, effect.after(), 4 * Math.sqrt(4 * 0.25 / 400));
    assertThat(effect.cost().interval().contains(effect.cost().value())).isTrue();
    assertThat(effect.cost().value())
        .isCloseTo(effect.accuracyBefore().value() - effect.accuracyAfter().value(), within(1e-12));
    double before =
        Math.abs(
            effect.before().get(0).truePositiveRate() - effect.before().get(1).truePositiveRate());
    double after =
        Math.abs(
            effect.after().get(0).truePositiveRate() - effect.after().get(1).truePositiveRate());
    assertThat(after).isLessThan(before / 2);
  }

  @Test
  @DisplayName("decides by the draw as often as the rule says")
  void decides() {
    GroupThreshold rule = new GroupThreshold("a", 0.8, 0.5, 0.25, 0.5, 0.2);
    assertThat(rule.probability(0.9)).isCloseTo(0.2 * 0.5 + 0.8, within(1e-15));
    assertThat(rule.probability(0.6)).isCloseTo(0.2 * 0.5 + 0.8 * 0.25, within(1e-15));
    assertThat(rule.probability(0.1)).isCloseTo(0.1, within(1e-15));
    GroupThresholds thresholds = new GroupThresholds(Parity.EQUALISED_ODDS, List.of(rule));
    assertThat(thresholds.decide("a", 0.6, 0.29)).isTrue();
    assertThat(thresholds.decide("a", 0.6, 0.31)).isFalse();
    assertThatThrownBy(() -> thresholds.decide("b", 0.6, 0.5))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("there are [a]");
    assertThatThrownBy(() -> thresholds.decide("a", 0.6, Double.NaN))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  @DisplayName("refuses a group without positives")
  void refusesEmptyRates() {
    Sample sample =
        sample(new double[] {0, 0, 1, 1}, new double[] {0, 1, 0, 0}, new double[] {.1, .9, .2, .3});
    assertThatThrownBy(
            () ->
                ThresholdAdjustment.to(Parity.EQUAL_OPPORTUNITY).fit(sample.result, sample.groups))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("group \"g1\" has no positive cases");
    assertThat(
            ThresholdAdjustment.to(Parity.DEMOGRAPHIC_PARITY)
                .fit(sample.result, sample.groups)
                .groups())
        .hasSize(2);
  }

  @Test
  @DisplayName("weights are those of Kamiran and Calders' own example")
  void reweighingExample() {
    // ten applicants: of five men four are hired, of five women two
    List<String> sex = List.of("m", "m", "m", "m", "m", "f", "f", "f", "f", "f");
    List<String> hired = List.of("+", "+", "+", "+", "-", "+", "+", "-", "-", "-");
    Reweighing weights = Reweighing.of(hired, sex);
    assertThat(weights.weight("m", "+")).isCloseTo(0.75, within(1e-12));
    assertThat(weights.weight("f", "+")).isCloseTo(1.5, within(1e-12));
    assertThat(weights.weight("f", "-")).isCloseTo(2.0 / 3, within(1e-12));
    assertThat(weights.weight("m", "-")).isCloseTo(2, within(1e-12));
    assertThatThrownBy(() -> weights.weight("x", "+")).isInstanceOf(NotFoundException.class);
  }

  @Test
  @DisplayName("a group that lacks a label cannot be reweighed")
  void reweighingRefuses() {
    assertThatThrownBy(() -> Reweighing.of(List.of("+", "-", "+"), List.of("m", "m", "f")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("group \"f\" has no case with the label \"-\"");
    assertThatThrownBy(() -> Reweighing.of(List.of("+", "+"), List.of("m", "f")))
        .hasMessageContaining("all cases have the label [+]");
    assertThatThrownBy(() -> Reweighing.of(List.of(), new ArrayList<>()))
        .isInstanceOf(InvalidInputException.class);
  }
}
