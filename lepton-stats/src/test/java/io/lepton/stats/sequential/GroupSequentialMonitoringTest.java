package io.lepton.stats.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.Alternative;
import io.lepton.stats.internal.Normal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Looks at a group sequential plan")
class GroupSequentialMonitoringTest {
  private static final GroupSequential PLAN = GroupSequential.withDefaults();

  /** Looks with the given statistics at standard error 1. */
  private static List<Look> looks(double[] fractions, double... statistics) {
    List<Look> looks = new ArrayList<>();
    for (int k = 0; k < statistics.length; k++) {
      looks.add(new Look(fractions[k], statistics[k], 1));
    }
    return looks;
  }

  @Test
  void plannedTimesGiveThePlannedBoundaries() {
    for (GroupSequential plan : List.of(PLAN, PLAN.withPocock(), PLAN.withOBrienFleming())) {
      GroupSequentialDesign design = plan.design();
      double[] times = plan.fractions();
      for (int k = 0; k < times.length; k++) {
        Monitoring seen = plan.analyse(looks(times, new double[k + 1]));
        assertThat(seen.criticalValue()).isCloseTo(design.criticalValues()[k], within(1e-9));
        assertThat(seen.alphaSpent()).isCloseTo(design.alphaSpent()[k], within(1e-12));
        assertThat(seen.decision())
            .isEqualTo(
                k == times.length - 1
                    ? SequentialDecision.DO_NOT_REJECT
                    : SequentialDecision.CONTINUE);
      }
    }
  }

  @Test
  void theFirstRejectionStandsAndEndsThePlan() {
    double[] times = {0.3, 0.5, 0.9};
    Monitoring seen = PLAN.analyse(looks(times, 1, 3.5, -9));
    assertThat(seen.decision()).isEqualTo(SequentialDecision.REJECT);
    assertThat(seen.look()).isEqualTo(2);
    assertThat(seen.adjusted()).isPresent();
    assertThat(PLAN.analyse(looks(times, 1, -3.5)).decision()).isEqualTo(SequentialDecision.REJECT);
    GroupSequential less = PLAN.with(Alternative.LESS);
    assertThat(less.analyse(looks(times, 1, 3.5)).decision())
        .isEqualTo(SequentialDecision.CONTINUE);
    Monitoring down = less.analyse(looks(times, 1, -3.5));
    Monitoring up = PLAN.with(Alternative.GREATER).analyse(looks(times, -1, 3.5));
    assertThat(down.decision()).isEqualTo(SequentialDecision.REJECT);
    assertThat(down.adjusted().orElseThrow().estimate())
        .isCloseTo(-up.adjusted().orElseThrow().estimate(), within(1e-12));
    assertThat(down.adjusted().orElseThrow().pValue())
        .isCloseTo(up.adjusted().orElseThrow().pValue(), within(1e-15));
    assertThat(down.repeatedInterval().high())
        .isCloseTo(-up.repeatedInterval().low(), within(1e-12));
  }

  @Test
  void anEarlyEndSpendsWhatIsLeft() {
    double[] times = {0.4, 0.8};
    Monitoring open = PLAN.analyse(looks(times, 0, 2.1));
    Monitoring ended = PLAN.conclude(looks(times, 0, 2.1));
    assertThat(open.decision()).isEqualTo(SequentialDecision.CONTINUE);
    assertThat(ended.alphaSpent()).isEqualTo(0.05);
    assertThat(ended.criticalValue()).isLessThan(open.criticalValue());
    assertThat(ended.decision()).isEqualTo(SequentialDecision.REJECT);
    // and one that overruns spends no more than alpha
    Monitoring over = PLAN.analyse(looks(new double[] {0.4, 1.3}, 0, 2.1));
    assertThat(over.alphaSpent()).isEqualTo(0.05);
    double spent =
        Boundaries.efficacy(
                new double[] {0.4, 1.3},
                new double[] {PLAN.analyse(looks(times, 0)).alphaSpent(), 0.05},
                2)
            .exits(0)
            .allAbove();
    assertThat(2 * spent).isCloseTo(0.05, within(1e-12));
  }

  @Test
  @DisplayName("one look is the fixed test, with its p-value, estimate and interval")
  void oneLook() {
    GroupSequential fixed = PLAN.withLooks(1);
    Monitoring seen = fixed.analyse(List.of(new Look(1, 0.7, 0.25)));
    AdjustedEstimate adjusted = seen.adjusted().orElseThrow();
    double z = Normal.critical(0.95);
    assertThat(seen.criticalValue()).isCloseTo(z, within(1e-12));
    assertThat(adjusted.pValue()).isCloseTo(Normal.twoSided(2.8), within(1e-14));
    assertThat(adjusted.estimate()).isCloseTo(0.7, within(1e-10));
    assertThat(adjusted.interval().low()).isCloseTo(0.7 - z * 0.25, within(1e-10));
    assertThat(adjusted.interval().high()).isCloseTo(0.7 + z * 0.25, within(1e-10));
    assertThat(fixed.repeatedPValue(List.of(new Look(1, 0.7, 0.25))))
        .isCloseTo(Normal.twoSided(2.8), within(1e-12));
  }

  @Test
  @DisplayName("a stop at the first look keeps the usual p-value, estimate and interval")
  void firstLook() {
    double[] times = {0.4, 1};
    AdjustedEstimate adjusted =
        PLAN.withPocock().withFractions(times).analyse(looks(times, 3)).adjusted().orElseThrow();
    assertThat(adjusted.pValue()).isCloseTo(Normal.twoSided(3), within(1e-14));
    assertThat(adjusted.estimate()).isCloseTo(3, within(1e-10));
    assertThat(adjusted.interval().low()).isCloseTo(3 - Normal.critical(0.95), within(1e-10));
  }

  @Test
  void repeatedPValueIsAtMostAlphaExactlyAtARejection() {
    double[] times = {0.3, 0.6, 1};
    for (GroupSequential plan :
        List.of(
            PLAN, PLAN.withPocock().withFractions(times), PLAN.with(Spending.hwangShihDeCani(1)))) {
      for (double z : new double[] {1.5, 1.9, 2.1, 2.3, 2.5, 2.9, 4}) {
        for (int k = 1; k <= 3; k++) {
          double[] statistics = new double[k];
          statistics[k - 1] = z;
          List<Look> looks = looks(times, statistics);
          assertThat(plan.repeatedPValue(looks) <= 0.05)
              .isEqualTo(plan.analyse(looks).decision() == SequentialDecision.REJECT);
        }
      }
    }
  }

  @Test
  void futilityStopsOrNot() {
    GroupSequential plan =
        PLAN.with(Alternative.GREATER)
            .withAlpha(0.025)
            .withFractions(0.5, 0.75, 1)
            .with(
                new FutilityBounds(
                    Spending.hwangShihDeCani(-2), 0.9, FutilityBounds.Rule.NON_BINDING));
    double bound = plan.design().futilityBounds()[0];
    double[] times = {0.5, 0.75, 1};
    assertThat(plan.analyse(looks(times, bound - 0.01)).decision())
        .isEqualTo(SequentialDecision.STOP_FOR_FUTILITY);
    assertThat(plan.analyse(looks(times, bound + 0.01)).decision())
        .isEqualTo(SequentialDecision.CONTINUE);
    // one may go on
    assertThat(plan.analyse(looks(times, bound - 0.01, 4)).decision())
        .isEqualTo(SequentialDecision.REJECT);
    GroupSequential binding =
        plan.with(
            new FutilityBounds(Spending.hwangShihDeCani(-2), 0.9, FutilityBounds.Rule.BINDING));
    Monitoring stopped = binding.analyse(looks(times, -1, 4));
    assertThat(stopped.decision()).isEqualTo(SequentialDecision.STOP_FOR_FUTILITY);
    assertThat(stopped.look()).isEqualTo(1);
    assertThat(stopped.adjusted().orElseThrow().pValue())
        .isCloseTo(Normal.cumulative(1), within(1e-12));
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatThrownBy(() -> PLAN.withAlpha(0)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> PLAN.withAlpha(Double.NaN)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> PLAN.with(Alternative.LESS).withAlpha(0.6).design())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("one half");
    assertThatThrownBy(() -> PLAN.withLooks(0)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> PLAN.withFractions()).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> PLAN.withFractions(0.5, 0.5, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("look 2");
    assertThatThrownBy(() -> PLAN.withFractions(0.5, 1.2))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> PLAN.withFractions(Double.NaN, 1))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> PLAN.withWangTsiatis(Double.NaN))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> new Look(0.5, 1, 0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("standard error");
    assertThatThrownBy(() -> new Look(0, 1, 1)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> new Look(0.5, Double.NaN, 1))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> PLAN.analyse(List.of())).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> PLAN.analyse(looks(new double[] {1, 1.2}, 0, 0)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("spent all");
    assertThatThrownBy(() -> PLAN.with((total, fraction) -> total * (1 - fraction)).design())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("falls");
    assertThatThrownBy(() -> PLAN.with((total, fraction) -> 2 * total).design())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("total");
    FutilityBounds futility =
        new FutilityBounds(Spending.kimDeMets(1), 0.8, FutilityBounds.Rule.BINDING);
    assertThatThrownBy(() -> PLAN.with(futility).design())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("two-sided");
    assertThatThrownBy(() -> PLAN.with(Alternative.GREATER).withPocock().with(futility).design())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("spending function");
    assertThatThrownBy(() -> PLAN.design().driftFor(0.01))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> Spending.kimDeMets(0)).isInstanceOf(InvalidInputException.class);
  }
}
