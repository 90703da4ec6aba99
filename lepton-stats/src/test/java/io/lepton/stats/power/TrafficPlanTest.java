package io.lepton.stats.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.InvalidInputException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Duration from traffic")
class TrafficPlanTest {
  /** Of users who each come with a chance of their own every day, those seen by day d. */
  private static double[] returningUsers(int days) {
    return IntStream.rangeClosed(1, days)
        .mapToDouble(
            day ->
                IntStream.rangeClosed(1, 100)
                    .mapToDouble(user -> 500 * (1 - Math.pow(1 - 0.004 * user, day)))
                    .sum())
        .toArray();
  }

  @Test
  void theDayIsTheFirstWithEnoughUnits() {
    AccumulationCurve curve = AccumulationCurve.observed(returningUsers(28)).withShare(0.5);
    PowerPlan plan = PowerPlan.ofProportion(0.1);
    TrafficPlan.Reached reached =
        new TrafficPlan(plan, curve).reached(0.013, 0.8, 28).orElseThrow();
    assertThat(reached.needed()).isEqualTo(plan.sampleSize(0.013, 0.8).totalUnits());
    assertThat(curve.units(reached.day())).isGreaterThanOrEqualTo(reached.needed());
    if (reached.day() > 1) {
      assertThat(curve.units(reached.day() - 1)).isLessThan(reached.needed());
    }
    assertThat(reached.wholeWeeks() % 7).isZero();
    assertThat(reached.wholeWeeks()).isBetween(reached.day(), reached.day() + 6);
    assertThat(new TrafficPlan(plan, curve).reached(0.001, 0.8, 28)).isEmpty();
  }

  @Test
  void aStraightLineWouldPromiseTooEarlyADay() {
    double[] units = returningUsers(28);
    PowerPlan plan = PowerPlan.ofProportion(0.1);
    double effect = plan.minimumDetectableEffect(units[20], 0.8) * 1.0001;
    int real =
        new TrafficPlan(plan, AccumulationCurve.observed(units))
            .reached(effect, 0.8, 28)
            .orElseThrow()
            .day();
    int naive =
        new TrafficPlan(plan, AccumulationCurve.steady(units[0]))
            .reached(effect, 0.8, 28)
            .orElseThrow()
            .day();
    assertThat(real).isEqualTo(21);
    assertThat(naive).isLessThan(10);
  }

  @Test
  void theModelOfALawIsThatLaw() {
    double[] power = IntStream.rangeClosed(1, 20).mapToDouble(d -> 900 * Math.pow(d, .6)).toArray();
    double[] log = IntStream.rangeClosed(1, 20).mapToDouble(d -> 900 + 300 * Math.log(d)).toArray();
    AccumulationCurve heaps = AccumulationCurve.observed(power).withBestExtrapolation();
    assertThat(heaps.extrapolation()).isEqualTo(Extrapolation.POWER);
    assertThat(heaps.units(60)).isCloseTo(900 * Math.pow(60, .6), within(1e-6));
    assertThat(heaps.heldOutError().orElseThrow()).isCloseTo(0, within(1e-12));
    AccumulationCurve slow = AccumulationCurve.observed(log).withBestExtrapolation();
    assertThat(slow.extrapolation()).isEqualTo(Extrapolation.LOGARITHMIC);
    assertThat(slow.units(60)).isCloseTo(900 + 300 * Math.log(60), within(1e-6));
    assertThat(AccumulationCurve.steady(70).units(30)).isCloseTo(2100, within(1e-9));
  }

  @Test
  void theErrorThatIsToldIsThatOfTheHeldOutDays() {
    double[] units = returningUsers(42);
    AccumulationCurve history = AccumulationCurve.observed(Arrays.copyOf(units, 28));
    AccumulationCurve curve = history.withBestExtrapolation();
    double told = Math.abs(curve.heldOutError().orElseThrow());
    double real = Math.abs(curve.units(42) / units[41] - 1);
    assertThat(told).isLessThan(0.05);
    // the curve flattens, so that half as many days again are no harder than those held out
    assertThat(real).isLessThan(1.2 * told);
    assertThat(history.withExtrapolation(Extrapolation.POWER).units(42)).isGreaterThan(units[41]);
  }

  @Test
  void theSmallestEffectFallsByDay() {
    AccumulationCurve curve =
        AccumulationCurve.observed(returningUsers(14)).withBestExtrapolation();
    TrafficPlan traffic = new TrafficPlan(PowerPlan.ofProportion(0.1), curve);
    List<TrafficPlan.ByDay> days = traffic.minimumDetectableEffects(0.8, 28);
    assertThat(days).hasSize(28);
    for (int i = 1; i < 28; i++) {
      assertThat(days.get(i).minimumDetectableEffect())
          .isLessThanOrEqualTo(days.get(i - 1).minimumDetectableEffect());
      assertThat(days.get(i).extrapolated()).isEqualTo(i >= 14);
    }
    assertThat(traffic.svg(0.8, 28)).contains("by history", "extrapolated", "<polyline");
    assertThat(traffic.svg(0.8, 14)).doesNotContain("extrapolated");
  }

  @Test
  void daysWithTooFewUnitsAreLeftOut() {
    TrafficPlan slow = new TrafficPlan(PowerPlan.ofMean(1), AccumulationCurve.steady(1));
    assertThat(slow.minimumDetectableEffects(0.8, 10).get(0).day()).isEqualTo(4);
  }

  @Test
  void badCurvesAreRefused() {
    refused(AccumulationCurve::observed, "0 values");
    refused(() -> AccumulationCurve.observed(1, Double.NaN), "[1] is NaN");
    refused(() -> AccumulationCurve.observed(5, 9, 8), "day 3 are 8.0");
    refused(() -> AccumulationCurve.observed(-1, 2), "day 1 are -1.0");
    refused(() -> AccumulationCurve.observed(0, 0), "last day is 0.0");
    AccumulationCurve five = AccumulationCurve.observed(1, 2, 3, 4, 5);
    refused(() -> five.withExtrapolation(Extrapolation.POWER), "at least 6");
    refused(() -> five.units(6), "set an extrapolation");
    refused(() -> five.units(0), "days count from 1");
    refused(() -> five.withShare(0), "share is 0.0");
    refused(
        () -> AccumulationCurve.observed(0, 0, 0, 0, 0, 7).withBestExtrapolation(), "first days");
    refused(() -> AccumulationCurve.steady(0), "units per day is 0.0");
  }

  private static void refused(ThrowingCallable call, String because) {
    assertThatThrownBy(call)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(because);
  }
}
