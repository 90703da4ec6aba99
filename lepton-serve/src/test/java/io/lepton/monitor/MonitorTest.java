package io.lepton.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.bytes.Digest;
import io.lepton.error.InvalidInputException;
import io.lepton.model.DataProfile;
import io.lepton.model.DataReference;
import io.lepton.model.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class MonitorTest {
  private static final int WINDOW = 300;
  private static final DataProfile PROFILE = Population.profile(new Population(1).rows(1000));

  private final Population population = new Population(2);
  private final List<DriftAlert> alerts = new ArrayList<>();
  private final List<DriftReport> reports = new ArrayList<>();

  private MonitorBuilder builder() {
    return Monitor.of(PROFILE)
        .window(WINDOW)
        .executor(Runnable::run)
        .onAlert(alerts::add)
        .onReport(reports::add);
  }

  private void observe(Monitor monitor, int count, UnaryOperator<Row> change) {
    for (Row row : population.rows(count, change)) {
      monitor.observe(List.of(row), Population.predictions(List.of(row)));
    }
  }

  private static UnaryOperator<Row> setting(String column, Object value) {
    return row -> row.with(column, value);
  }

  @Test
  void tellsOfAnExcursionOnceAndOfTheNextOneAgain() {
    Monitor monitor = builder().start();

    observe(monitor, WINDOW, row -> row);
    assertThat(alerts).isEmpty();
    observe(monitor, 3 * WINDOW, setting("housing", "free"));
    assertThat(alerts).hasSize(1);
    observe(monitor, WINDOW, row -> row);
    observe(monitor, WINDOW, setting("housing", "free")); // one calm window is no end
    assertThat(alerts).hasSize(1);
    observe(monitor, 2 * WINDOW, row -> row);
    observe(monitor, WINDOW, setting("housing", "free"));

    assertThat(alerts).hasSize(2);
    assertThat(alerts.get(0).columns()).extracting(ColumnDrift::name).containsExactly("housing");
    assertThat(alerts.get(0).report().window()).isEqualTo(2);
    assertThat(alerts.get(1).report().window()).isEqualTo(9);
    assertThat(alerts.get(1).toString()).startsWith("drift in window 9 of 300 rows:\n  housing");
    assertThat(reports).hasSize(9).extracting(DriftReport::rows).containsOnly(WINDOW);
    assertThat(monitor.last()).contains(reports.get(8));
  }

  @Test
  void tellsOfAnotherColumnThatBeginsLater() {
    Monitor monitor = builder().start();

    observe(monitor, WINDOW, setting("housing", "free"));
    observe(monitor, WINDOW, row -> row.with("housing", "free").with("foreign", false));

    assertThat(alerts).hasSize(2);
    assertThat(alerts.get(1).columns()).extracting(ColumnDrift::name).containsExactly("foreign");
    assertThat(alerts.get(1).report().failed()).hasSize(2);
  }

  @Test
  void survivesListenersThatThrow() {
    List<DriftAlert> after = new ArrayList<>();
    Monitor monitor =
        builder()
            .onReport(
                report -> {
                  throw new IllegalStateException("a report listener's own fault");
                })
            .onAlert(
                alert -> {
                  throw new AssertionError("an alert listener's own fault");
                })
            .onAlert(after::add)
            .start();

    observe(monitor, WINDOW, setting("housing", "free"));

    assertThat(after).isEqualTo(alerts).hasSize(1);
  }

  @Test
  void looksAtTheUnfinishedWindowWithoutTellingAnyone() {
    Instant time = Instant.parse("2026-01-01T00:00:00Z");
    Monitor monitor = builder().clock(() -> time).start();

    observe(monitor, WINDOW - 1, setting("housing", "free"));

    DriftReport report = monitor.report();
    assertThat(report.verdict()).isEqualTo(DriftVerdict.FAIL);
    assertThat(report.rows()).isEqualTo(WINDOW - 1);
    assertThat(report.from()).isEqualTo(time);
    assertThat(alerts).isEmpty();
    assertThat(monitor.last()).isEmpty();
    observe(monitor, 1, setting("housing", "free"));
    assertThat(alerts).hasSize(1);
    assertThat(monitor.report().rows()).isZero();
  }

  @Test
  void takesCallsLargerThanAWindow() {
    Monitor monitor = builder().start();
    List<Row> rows = population.rows(2 * WINDOW + 17);

    monitor.observe(rows, Population.predictions(rows));

    assertThat(reports).extracting(DriftReport::window).containsExactly(1L, 2L);
    assertThat(monitor.report().rows()).isEqualTo(17);
  }

  @Test
  void countsEveryRowOfManyThreadsOnce() {
    List<DriftReport> collected = java.util.Collections.synchronizedList(new ArrayList<>());
    Monitor monitor =
        Monitor.of(PROFILE).window(100).executor(Runnable::run).onReport(collected::add).start();
    List<CompletableFuture<Void>> threads = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      List<Row> rows = new Population(100 + t).rows(530);
      threads.add(
          CompletableFuture.runAsync(
              () ->
                  rows.forEach(
                      row -> monitor.observe(List.of(row), Population.predictions(List.of(row))))));
    }
    threads.forEach(CompletableFuture::join);

    assertThat(collected).hasSize(42).extracting(DriftReport::window).doesNotHaveDuplicates();
    assertThat(collected)
        .allSatisfy(
            report ->
                assertThat(
                        report.column("age").histogram().live().stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .isEqualTo(100));
    assertThat(monitor.report().rows()).isEqualTo(40);
  }

  @Test
  void skipsAWindowRatherThanWaitForTheExecutor() {
    Monitor monitor =
        builder()
            .executor(
                task -> {
                  throw new RejectedExecutionException("busy");
                })
            .start();

    observe(monitor, 2 * WINDOW, row -> row);

    assertThat(monitor.skippedWindows()).isEqualTo(2);
    assertThat(reports).isEmpty();
  }

  @Test
  void comparesOnAThreadOfItsOwn() {
    CompletableFuture<Thread> where = new CompletableFuture<>();
    try (Monitor monitor =
        Monitor.of(PROFILE)
            .window(WINDOW)
            .onAlert(alert -> where.complete(Thread.currentThread()))
            .start()) {
      observe(monitor, WINDOW, setting("housing", "free"));

      assertThat(where.join().getName()).isEqualTo("lepton-monitor");
      assertThat(where.join().isDaemon()).isTrue();
    }
  }

  @Test
  void doesNothingOnceClosed() {
    Monitor monitor = builder().start();
    monitor.close();
    monitor.close();

    observe(monitor, 2 * WINDOW, setting("housing", "free"));

    assertThat(reports).isEmpty();
    assertThat(monitor.report().rows()).isZero();
  }

  @Test
  void refusesSettingsThatCannotWork() {
    DataProfile nothing =
        new DataProfile(
            new DataReference("train", Digest.of("x"), 1), List.of(), List.of(), List.of());

    assertThatThrownBy(() -> Monitor.of(nothing))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no column");
    assertThatThrownBy(() -> Monitor.of(PROFILE).alpha(0)).hasMessageContaining("alpha is 0.0");
    assertThatThrownBy(() -> Monitor.of(PROFILE).window(0)).hasMessageContaining("window is 0");
    assertThatThrownBy(() -> Monitor.of(PROFILE).relevantPsi(Double.NaN))
        .hasMessageContaining("relevantPsi is NaN");
    assertThatThrownBy(() -> Monitor.of(PROFILE).window(20).start())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("lower minimumRows or raise window");
    Monitor monitor = builder().start();
    assertThatThrownBy(() -> monitor.observe(List.of(Row.of()), List.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("1 rows and 0 predictions");
  }
}
