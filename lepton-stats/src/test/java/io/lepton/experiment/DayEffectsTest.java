package io.lepton.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.lepton.experiment.DayEffects.Count;
import io.lepton.experiment.DayEffects.Day;
import io.lepton.internal.Json;
import io.lepton.stats.SampleSummary;
import io.lepton.stats.aggregate.Effect;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The differences day by day in a report. */
class DayEffectsTest {
  private final Sandbox sandbox = new Sandbox();

  /** Starts at 9:00 UTC; half of the units meet their arm a day later, at 20:00. */
  private Experiment fading() {
    Experiment experiment =
        sandbox.start(Sandbox.proportion("e").primary(Metric.mean("spend")).baseline(1, 1));
    SplittableRandom random = new SplittableRandom(6);
    Instant[] exposed = new Instant[400];
    for (int i = 0; i < 400; i++) {
      if (i == 200) {
        sandbox.clock.advance(Duration.ofHours(35));
      }
      experiment.assign("u" + i);
      exposed[i] = sandbox.clock.instant();
    }
    sandbox.clock.advance(Duration.ofDays(3));
    for (int i = 0; i < 400; i++) {
      double effect = experiment.peek("u" + i).isControl() ? 0 : 2;
      for (int day = 0; day < 3; day++) {
        experiment.recordAt(
            "u" + i,
            "spend",
            effect / (1 << day) + random.nextDouble(),
            i + "-" + day,
            exposed[i].plus(Duration.ofHours(24L * day + 5)));
      }
    }
    return experiment;
  }

  private static DayEffects of(Report report, Count count) {
    return report.days().stream().filter(each -> each.count() == count).findFirst().orElseThrow();
  }

  @Test
  void countsDaysSinceExposureAndOfTheCalendar() {
    Report report = fading().report();
    List<Day> since = of(report, Count.SINCE_EXPOSURE).days();
    assertThat(since).hasSize(4); // the first half was watched for 4 days and 11 hours
    assertThat(since.subList(0, 3)).allMatch(day -> day.units() == 400);
    assertThat(since.get(3).units()).isEqualTo(200);
    assertThat(since.get(3).findEffect()).isEmpty(); // nothing happened
    for (int day = 0; day < 3; day++) {
      Effect effect = since.get(day).findEffect().orElseThrow();
      assertThat(effect.estimate()).isCloseTo(2.0 / (1 << day), within(0.15));
      assertThat(effect.interval(0.999).contains(2.0 / (1 << day))).isTrue();
    }
    List<Day> calendar = of(report, Count.CALENDAR).days();
    assertThat(calendar.stream().map(Day::date))
        .startsWith(LocalDate.parse("2026-05-01"), LocalDate.parse("2026-05-02"))
        .hasSize(5);
    assertThat(calendar.get(0).units()).isEqualTo(200);
    assertThat(calendar.get(1).units()).isEqualTo(400);
    // 20:00 and 5 hours is the next date: on the 2nd only the first half did anything
    assertThat(calendar.get(1).findEffect().orElseThrow().estimate()).isCloseTo(0.5, within(0.2));
    assertThat(calendar.get(2).findEffect().orElseThrow().estimate())
        .isCloseTo((0.5 + 2) / 2, within(0.3));
  }

  /** Against the same numbers with every zero written out. */
  @Test
  void unitsWithoutOutcomeCountAsZeros() {
    Experiment experiment =
        sandbox.start(Sandbox.proportion("e").primary(Metric.count("n")).baseline(1, 1));
    double[][] values = new double[2][40];
    int[] seen = new int[2];
    for (int i = 0; seen[0] < 40 || seen[1] < 40; i++) {
      Variant arm = experiment.peek("u" + i);
      int index = experiment.design().variants().indexOf(arm);
      if (seen[index] < 40) {
        experiment.assign("u" + i);
        if (i % 3 == 0) {
          values[index][seen[index]] = i % 5;
          experiment.record("u" + i, "n", i % 5);
        }
        seen[index]++;
      }
    }
    Effect effect =
        of(experiment.report(), Count.CALENDAR).days().get(0).findEffect().orElseThrow();
    Effect expected = Effect.ofMeans(SampleSummary.of(values[1]), SampleSummary.of(values[0]));
    assertThat(effect.estimate()).isCloseTo(expected.estimate(), within(1e-12));
    assertThat(effect.standardError()).isCloseTo(expected.standardError(), within(1e-12));
  }

  @Test
  void everyFormOfTheReportShowsThem() {
    Report report = fading().report();
    assertThat(report.toString())
        .contains("new by day, since exposure", "new by day, of the calendar (UTC)", "2026-05-03");
    assertThat(report.html()).contains("By day", "day since exposure", "day of the calendar");
    JsonNode days = Json.read(report.json(), JsonNode.class, "report").path("days");
    assertThat(days).hasSize(2);
    JsonNode first = days.get(1).path("days").get(0);
    assertThat(first.path("date").asText()).isEqualTo("2026-05-01");
    assertThat(first.path("interval").path("low").asDouble())
        .isLessThan(first.path("difference").asDouble());
  }

  @Test
  void metricsWithoutANumberOfEachDayHaveNone() {
    Experiment experiment =
        sandbox.start(Sandbox.proportion("e").primary(Metric.ratio("r", "a", "b")).baseline(1, 1));
    experiment.assign("u");
    experiment.record("u", "a", 1);
    assertThat(experiment.report().days()).isEmpty();
  }
}
