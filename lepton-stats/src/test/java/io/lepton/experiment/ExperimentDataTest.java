package io.lepton.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.InvalidInputException;
import io.lepton.error.StorageException;
import io.lepton.experiment.Sandbox.Log;
import io.lepton.stats.aggregate.Capping;
import io.lepton.stats.aggregate.RegressionAdjustment.Slopes;
import io.lepton.stats.aggregate.jdbc.DataProblems;
import io.lepton.stats.aggregate.jdbc.UnitRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteDataSource;

/** Logs that lie elsewhere give the numbers that the same log gives when recorded here. */
class ExperimentDataTest {
  private static final String HEADER = "unit,arm,metric,value,day,country,age";

  @TempDir Path folder;

  private static final Metric[] METRICS = {
    Metric.proportion("visit"),
    Metric.mean("spend"),
    Metric.count("clicks"),
    Metric.ratio("spend by click", "spend", "clicks"),
    Metric.quantile("median spend", 0.5).of("spend"),
    Metric.mean("mean spend").of("spend").perUnit(Metric.Aggregation.MEAN),
    Metric.mean("by age").of("spend").adjustedBy("age"),
    Metric.mean("by age in each arm").of("spend").adjustedBy(Slopes.PER_ARM, "age"),
    Metric.ratio("ratio by age", "spend", "clicks").adjustedBy("age"),
    Metric.mean("limited").of("spend").cappedBy(Capping.at(30)),
  };

  private static final Metric CAPPED =
      Metric.mean("capped").of("spend").cappedBy(Capping.winsorised(0.05, 0.9));

  private Path csv(List<String> rows) throws IOException {
    List<String> lines = new ArrayList<>(List.of(HEADER));
    lines.addAll(rows);
    return Files.write(folder.resolve("it's a log.csv"), lines);
  }

  /** Some units have no age, some no outcome, some several; values far from zero. */
  private static List<String> soundRows(Log log) {
    SplittableRandom random = new SplittableRandom(5);
    List<String> rows = new ArrayList<>();
    for (int unit = 0; unit < 400; unit++) {
      String arm = unit % 2 == 0 ? "old" : "new";
      String id = "u" + unit;
      String age = unit % 7 == 0 ? "" : String.valueOf(20 + random.nextInt(50));
      String country = unit % 3 == 0 ? "NO" : "SE";
      if (!age.isEmpty()) {
        log.covariate(id, "age", Double.parseDouble(age));
      }
      log.segment(id, "country", country);
      log.expose(id, arm);
      String end = "," + country + "," + age;
      rows.add(id + "," + arm + ",,,0" + end);
      for (int i = random.nextInt(4); i > 0; i--) {
        double spend = 1e6 + random.nextInt(10_000) / 100.0;
        int clicks = random.nextInt(3);
        int visit = random.nextInt(2);
        rows.add(id + "," + arm + ",spend," + spend + "," + i + end);
        rows.add(id + "," + arm + ",clicks," + clicks + "," + i + end);
        rows.add(id + "," + arm + ",visit," + visit + "," + i + end);
        log.outcome(id, "spend", spend);
        log.outcome(id, "clicks", clicks);
        log.outcome(id, "visit", visit);
      }
    }
    return rows;
  }

  private static Log log(Metric... metrics) {
    ExperimentDefinition definition = Sandbox.proportion("e").primary(metrics[0]);
    for (int i = 1; i < metrics.length; i++) {
      definition = definition.guardrail(metrics[i].margin(1));
    }
    return new Log(definition);
  }

  private static Metric[] withCapped() {
    List<Metric> all = new ArrayList<>(List.of(METRICS));
    all.add(CAPPED);
    return all.toArray(Metric[]::new);
  }

  private static ExperimentData data(UnitRows rows) {
    return ExperimentData.of(rows).control("old").treatments("new");
  }

  @Test
  void aggregatesAFileToWhatRecordingGives() throws IOException {
    Metric[] metrics = withCapped();
    Log log = log(metrics);
    UnitRows rows = UnitRows.csv(csv(soundRows(log))).segment("country");
    DataAnalysis analysis = data(rows).analyse(metrics);
    assertThat(analysis.problems().sentences()).isEmpty();
    assertThat(analysis.units()).containsExactly(200L, 200L);
    for (Metric metric : metrics) {
      compare(log, metric, analysis.metric(metric.name()));
    }
    compareSegments(log, analysis.metric("visit"));
  }

  private static void compare(Log log, Metric metric, DataAnalysis.OfMetric found) {
    Samples recorded = Samples.of(log.design.metric(metric.name()), log.observations());
    Contrast contrast = recorded.againstControl(1, 0.95);
    assertThat(contrast).as(metric.name()).isNotNull();
    Comparison comparison = found.comparisons().get(0);
    double size = Math.abs(contrast.controlMean());
    assertThat(comparison.difference())
        .as(metric.name())
        .isCloseTo(contrast.difference(), within(1e-12 * size));
    assertThat(comparison.interval().low())
        .as(metric.name())
        .isCloseTo(contrast.interval().low(), within(1e-12 * size));
    assertThat(found.byArm().get(0).orElseThrow().n()).isEqualTo(recorded.sizes()[0]);
    assertThat(found.byArm().get(1).orElseThrow().n()).isEqualTo(recorded.sizes()[1]);
  }

  private static void compareSegments(Log log, DataAnalysis.OfMetric found) {
    List<SegmentCheck> recorded =
        SegmentCheck.all(
            log.design, log.observations(), log.design.metric("visit"), List.of("country"));
    assertThat(found.segments().get(0).groups())
        .usingRecursiveComparison()
        .withComparatorForType(
            (a, b) -> a.equals(b) || Math.abs(a - b) < 1e-12 ? 0 : 1, Double.class)
        .isEqualTo(recorded.get(0).groups());
    assertThat(found.segments().get(0).groups().get(0).value()).isEqualTo("NO");
  }

  @Test
  void readsParquetLikeCsv() throws Exception {
    Log log = log(METRICS);
    Path csv = csv(soundRows(log));
    Path parquet = folder.resolve("log.parquet");
    try (Connection duck = java.sql.DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement()) {
      statement.execute(
          "COPY (SELECT * FROM read_csv('"
              + csv.toString().replace("'", "''")
              + "')) TO '"
              + parquet
              + "'");
    }
    DataAnalysis of = data(UnitRows.parquet(parquet)).analyse(METRICS[0], METRICS[4]);
    DataAnalysis same =
        data(UnitRows.csv(csv).settings(Map.of("threads", "1"))).analyse(METRICS[0], METRICS[4]);
    assertThat(of.metric("visit")).isEqualTo(same.metric("visit"));
    assertThat(of.metric("median spend")).isEqualTo(same.metric("median spend"));
  }

  private SQLiteDataSource sqlite(List<String> rows) throws SQLException {
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl("jdbc:sqlite:" + folder.resolve("log.db"));
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE log (unit TEXT, arm TEXT, metric TEXT, value REAL, day INT, country TEXT,"
              + " age REAL)");
      connection.setAutoCommit(false);
      try (var insert =
          connection.prepareStatement("INSERT INTO log VALUES (?, ?, ?, ?, ?, ?, ?)")) {
        for (String row : rows) {
          String[] cells = row.split(",", -1);
          for (int i = 0; i < cells.length; i++) {
            insert.setString(i + 1, cells[i].isEmpty() ? null : cells[i]);
          }
          insert.execute();
        }
      }
      connection.commit();
    }
    return source;
  }

  @Test
  void aggregatesInAnyDatabase() throws SQLException {
    Log log = log(METRICS);
    UnitRows rows = UnitRows.query(sqlite(soundRows(log)), "SELECT * FROM log WHERE day >= ?", 0);
    DataAnalysis analysis = data(rows.segment("country")).analyse(METRICS);
    for (Metric metric : METRICS) {
      compare(log, metric, analysis.metric(metric.name()));
    }
    compareSegments(log, analysis.metric("visit"));
  }

  @Test
  void countsAndReportsWhatIsWrong() throws IOException {
    List<String> rows =
        List.of(
            "a,old,spend,1,0,NO,30",
            "a,old,spend,2,0,NO,31", // the age varies
            "b,old,spend,nan,0,NO,30",
            "b,old,spend,,0,NO,30",
            "b,old,other,7,0,NO,30",
            "c,old,spend,inf,0,NO,30",
            "d,new,spend,5,0,NO,30",
            "e,new,spend,6,0,NO,30",
            "e,new,,,0,NO,30",
            "f,old,spend,100,0,NO,30", // in two arms
            "f,new,spend,100,0,NO,30",
            "g,third,spend,100,0,NO,30",
            "i,third,spend,100,0,NO,30", // in two arms, neither known
            "i,fourth,spend,100,0,NO,30",
            "j,third,spend,100,0,NO,30", // in two arms, one known
            "j,new,spend,100,0,NO,30",
            ",old,spend,100,0,NO,30",
            "h,,spend,100,0,NO,30");
    DataAnalysis analysis =
        data(UnitRows.csv(csv(rows))).analyse(Metric.mean("spend").adjustedBy("age"));
    assertThat(analysis.problems())
        .isEqualTo(new DataProblems(18, 0, 1, 1, 2, 2, 0, 0, 1, 3, Map.of("third", 1L), 1));
    assertThat(analysis.units()).containsExactly(3L, 2L); // b and c are there, with nothing spent
    assertThat(analysis.metrics().get(0).byArm().get(0).orElseThrow().value()).isEqualTo(1);
    assertThat(analysis.metrics().get(0).byArm().get(1).orElseThrow().value()).isEqualTo(5.5);
    assertThat(analysis.problems().sentences()).hasSize(7);
  }

  @Test
  void refusesValuesThatDoNotFitTheMetric() throws IOException {
    UnitRows rows = UnitRows.csv(csv(List.of("a,old,n,-1,0,NO,1", "b,new,n,2,0,NO,1")));
    assertThatThrownBy(() -> data(rows).analyse(Metric.count("n")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("1 values of \"n\"");
    assertThatThrownBy(() -> data(rows).analyse(Metric.proportion("n")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("2 values of \"n\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x'; DROP TABLE log; --", "x\" FROM log; DROP TABLE log; --"})
  void namesCannotBecomeSql(String name) throws SQLException {
    SQLiteDataSource source = sqlite(List.of("a,old,n,1,0,NO,1", "b,new,n,2,0,NO,1"));
    UnitRows rows = UnitRows.query(source, "SELECT * FROM log");
    DataAnalysis none = data(rows).treatments(name).analyse(Metric.mean(name));
    assertThat(none.units()).containsExactly(1L, 0L);
    assertThatThrownBy(() -> data(rows.unit(name)).analyse(Metric.mean("n")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("have no column")
        .hasMessageContaining("country");
    assertThat(data(rows).analyse(Metric.mean("n")).units()).containsExactly(1L, 1L);
  }

  @Test
  void saysWhatIsMissing() {
    UnitRows rows = UnitRows.duckDb("SELECT 1 AS unit");
    assertThatThrownBy(() -> ExperimentData.of(rows).analyse(Metric.mean("n")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("control");
    assertThatThrownBy(() -> data(rows).analyse())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("at least one");
    assertThatThrownBy(() -> data(rows).analyse(Metric.retention("active", Window.days(7, 13))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("window");
    assertThatThrownBy(() -> UnitRows.csv(folder.resolve("none.csv")))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("none.csv");
    assertThatThrownBy(() -> data(UnitRows.duckDb("SELEC 1")).analyse(Metric.mean("n")))
        .isInstanceOf(StorageException.class);
  }

  @Test
  void emptyDataHasNoAnswerAndSaysSo() throws IOException {
    DataAnalysis analysis =
        data(UnitRows.csv(csv(List.of("z,old,n,1,0,NO,1"))))
            .analyse(
                Metric.mean("n"), Metric.ratio("r", "n", "m"), Metric.proportion("n2"), CAPPED);
    assertThat(analysis.metric("n").comparisons()).isEmpty();
    assertThat(analysis.metric("r").byArm().get(0)).isEmpty(); // no denominator
    assertThat(analysis.metric("n").byArm().get(1)).isEmpty();
    assertThat(analysis.metric("n2").byArm().get(0).orElseThrow().value()).isZero();
  }

  @Test
  void followsTheEffectOverDays() throws IOException {
    List<String> rows = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(3);
    for (int unit = 0; unit < 300; unit++) {
      for (int day = 0; day < 5; day++) {
        double effect = unit % 2 == 0 ? 0 : 2 - 0.5 * day;
        rows.add(
            unit
                + ","
                + (unit % 2 == 0 ? "old" : "new")
                + ",n,"
                + (effect + random.nextDouble())
                + ","
                + day
                + ",NO,1");
      }
    }
    UnitRows log = UnitRows.csv(csv(rows)).day("day");
    NoveltyCheck check = data(log).novelty(Metric.mean("n"), 5).get(0);
    assertThat(check.units()).isEqualTo(300);
    var slope = check.findTrend().orElseThrow().findSlope().orElseThrow();
    assertThat(slope.estimate()).isCloseTo(-0.5, within(5 * slope.standardError()));
    assertThat(check.adjustedPValue()).isLessThan(1e-9);
    assertThat(check.findTrend().orElseThrow().days().get(4).orElseThrow().estimate())
        .isCloseTo(0, within(0.2));
  }

  private static List<String> events() {
    return List.of(
        "a,old,spend,1,e1,NO,30",
        "a,old,spend,1,e1,NO,30", // delivered twice
        "a,old,spend,1.0,e1,NO,30",
        "a,old,spend,4,e2,NO,30",
        "b,old,spend,7,,NO,30",
        "b,old,spend,7,,NO,30", // no id: two events
        "c,new,spend,5,e3,NO,30",
        "c,new,spend,5,e3,NO,30",
        "d,new,,,e4,NO,30",
        "d,new,,,e4,NO,30");
  }

  private static void countsOnce(UnitRows rows) {
    DataAnalysis analysis =
        data(rows.event("day"))
            .analyse(Metric.mean("spend"), Metric.quantile("q", 0.5).of("spend"));
    assertThat(analysis.metric("spend").byArm().get(0).orElseThrow().value()).isEqualTo(19.0 / 2);
    assertThat(analysis.metric("spend").byArm().get(1).orElseThrow().value()).isEqualTo(5.0 / 2);
    assertThat(analysis.metric("q").byArm().get(0).orElseThrow().value())
        .isEqualTo((2.5 + 7) / 2); // each unit's mean
    assertThat(analysis.problems().rows()).isEqualTo(10);
    assertThat(analysis.problems().repeatedEvents()).isEqualTo(4);
    assertThat(analysis.problems().sentences())
        .containsExactly("4 rows repeat an event, counted once");
  }

  @Test
  void anEventIsCountedOnceHoweverOftenItCame() throws IOException, SQLException {
    countsOnce(UnitRows.csv(csv(events())));
    countsOnce(UnitRows.query(sqlite(events()), "SELECT * FROM log WHERE unit <> ?", "z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a,old,spend,2,e1,NO,30", "a,old,spend,,e1,NO,30", "b,old,spend,1,e1,NO,30"})
  void anEventWithTwoMeaningsIsRefused(String other) throws IOException {
    List<String> rows = new ArrayList<>(events());
    rows.add(other);
    UnitRows log = UnitRows.csv(csv(rows)).event("day");
    assertThatThrownBy(() -> data(log).analyse(Metric.mean("spend")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("1 event ids")
        .hasMessageContaining("\"e1\"");
    assertThatThrownBy(() -> data(log.event("nothing")).analyse(Metric.mean("spend")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no column \"nothing\"");
  }

  private static final List<String> TIMED =
      List.of( // seconds since exposure in day, watched in age
          "a,old,buy,1,-5,NO,200", // before
          "a,old,buy,1,99,NO,200",
          "b,old,buy,1,100,NO,200", // late
          "c,old,buy,1,10,NO,90", // not watched for long enough
          "d,new,buy,1,0,NO,100",
          "e,new,buy,1,150,NO,200", // late
          "e,new,,,,NO,200",
          "f,new,,,,NO,200");

  private static void leavesOutLate(UnitRows rows) {
    Metric bought =
        Metric.proportion("soon")
            .of("buy")
            .within(new Window(Duration.ZERO, Duration.ofSeconds(100)));
    DataAnalysis analysis = data(rows.elapsed("day", "age")).analyse(bought, Metric.count("buy"));
    assertThat(analysis.metric("soon").byArm().get(0).orElseThrow().n()).isEqualTo(2);
    assertThat(analysis.metric("soon").byArm().get(0).orElseThrow().value()).isEqualTo(0.5);
    assertThat(analysis.metric("soon").byArm().get(1).orElseThrow().value()).isEqualTo(1.0 / 3);
    assertThat(analysis.metric("buy").byArm().get(0).orElseThrow().value()).isEqualTo(1);
    assertThat(analysis.problems().beforeExposure()).isEqualTo(1);
    assertThat(analysis.problems().outsideWindow()).isEqualTo(2);
    assertThat(analysis.problems().sentences()).hasSize(2);
  }

  @Test
  void outcomesAfterTheWindowAreCountedAsLate() throws IOException, SQLException {
    leavesOutLate(UnitRows.csv(csv(TIMED)));
    leavesOutLate(UnitRows.query(sqlite(TIMED), "SELECT * FROM log"));
  }
}
