package io.lepton.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.model.DataProfile;
import io.lepton.model.Row;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often the monitor is wrong, by simulation: training and window are drawn anew each time. */
class DriftRatesTest {
  /** Five standard deviations of a binomial: a correct monitor is beyond it once in 3.5 million. */
  private static final double SIGMAS = 5;

  private static double upperBound(int simulations, double rate) {
    return simulations * rate + SIGMAS * Math.sqrt(simulations * rate * (1 - rate));
  }

  private static int alarms(
      int simulations, int trained, int live, UnaryOperator<MonitorBuilder> with, long seed) {
    Population population = new Population(seed);
    int alarms = 0;
    for (int i = 0; i < simulations; i++) {
      DataProfile profile = Population.profile(population.rows(trained));
      DriftReport report = Population.compare(profile, population.rows(live), with);
      alarms += report.verdict() == DriftVerdict.FAIL ? 1 : 0;
    }
    return alarms;
  }

  @ParameterizedTest(name = "{1} rows in training, {2} in the window")
  @CsvSource({"600, 300, 60", "400, 300, 200", "100, 700, 500"})
  @DisplayName("Without drift, a window alarms no more often than alpha, over all columns")
  void falseAlarms(int simulations, int trained, int live) {
    double alpha = 0.05;
    // With every difference taken to matter, significance alone has to hold the rate.
    int alarms = alarms(simulations, trained, live, m -> m.alpha(alpha).relevantPsi(0), 20261122);

    assertThat(alarms).isLessThanOrEqualTo((int) upperBound(simulations, alpha));
  }

  @Test
  @DisplayName("The rate of false alarms is not bought by never alarming")
  void significanceIsNotVacuous() {
    double alpha = 0.3;
    int simulations = 250;
    int alarms = alarms(simulations, 300, 200, m -> m.alpha(alpha).relevantPsi(0), 7);

    // Holm's method over columns that depend on each other, and two tests of each number, may waste
    // much of alpha, but a third of it must be left.
    assertThat(alarms).isGreaterThan((int) (simulations * alpha / 3));
  }

  @Test
  @DisplayName("With the default settings windows alarm no more often than one in a hundred")
  void defaults() {
    int alarms = alarms(300, 300, 100, m -> m, 11);

    assertThat(alarms).isLessThanOrEqualTo((int) upperBound(300, 0.01));
  }

  @Test
  @DisplayName("A shift by half a standard deviation is found in nearly every window of 500 rows")
  void power() {
    Population population = new Population(5);
    int windows = 60;
    int found = 0;
    int others = 0;
    for (int i = 0; i < windows; i++) {
      DataProfile profile = Population.profile(population.rows(700));
      List<Row> shifted =
          population.rows(500, row -> row.with("age", Population.number(row, "age") + 5.5));
      DriftReport report = Population.compare(profile, shifted, m -> m);
      found += report.column("age").verdict() == DriftVerdict.FAIL ? 1 : 0;
      others +=
          (int)
              report.failed().stream()
                  .filter(c -> c.kind() != ColumnDrift.Kind.PREDICTION && !c.name().equals("age"))
                  .count();
    }

    // PSI is 0.25 for a normal shifted by 0.5 sd, with a standard error of about 0.06 here, and the
    // threshold 0.1 + 9 (1/700 + 1/500) = 0.13: at least 97 %, since chance adds to the index.
    assertThat(windows - found).isLessThanOrEqualTo((int) upperBound(windows, 0.03));
    assertThat(others).isLessThanOrEqualTo((int) upperBound(windows, 0.01));
  }

  @Test
  @DisplayName("A shift too small to matter never alarms, however many rows show it")
  void smallShiftsInLargeWindows() {
    Population population = new Population(6);
    DataProfile profile = Population.profile(population.rows(20_000));
    List<Row> rows =
        population.rows(20_000, row -> row.with("age", Population.number(row, "age") + 1.1));

    DriftReport report = Population.compare(profile, rows, m -> m);

    ColumnDrift age = report.column("age");
    assertThat(age.adjustedPValue()).isLessThan(1e-6);
    assertThat(age.psi()).isBetween(0.005, 0.02); // 0.1 sd: 0.01
    assertThat(age.verdict()).isEqualTo(DriftVerdict.PASS);
    assertThat(age.reason()).contains("too small to matter");
    assertThat(report.verdict()).isEqualTo(DriftVerdict.PASS);
  }
}
