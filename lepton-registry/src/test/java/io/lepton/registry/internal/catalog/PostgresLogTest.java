package io.lepton.registry.internal.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.InvalidInputException;
import io.lepton.experiment.DataAnalysis;
import io.lepton.experiment.ExperimentData;
import io.lepton.experiment.Metric;
import io.lepton.experiment.Window;
import io.lepton.stats.aggregate.Capping;
import io.lepton.stats.aggregate.jdbc.UnitRows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("An experiment's log in PostgreSQL")
class PostgresLogTest {
  private static final Metric[] METRICS = {
    Metric.proportion("visit"),
    Metric.mean("spend"),
    Metric.ratio("spend by visit", "spend", "visit"),
    Metric.quantile("median spend", 0.5).of("spend"),
    Metric.mean("by age").of("spend").adjustedBy("age"),
    Metric.mean("capped").of("spend").cappedBy(Capping.winsorised(0.05, 0.9)),
  };

  /**
   * Unit, arm, metric, value, country, age; with units of an unknown arm, in both arms, in none.
   */
  private static List<String> rows() {
    SplittableRandom random = new SplittableRandom(7);
    List<String> rows = new ArrayList<>();
    for (int unit = 0; unit < 400; unit++) {
      String arm = unit % 50 == 49 ? "third" : unit % 2 == 0 ? "old" : "new";
      String about = (unit % 3 == 0 ? "NO" : "SE") + "," + (20 + unit % 40);
      rows.add("u" + unit + "," + arm + ",visit," + (random.nextInt(3) == 0 ? 1 : 0) + "," + about);
      for (int i = random.nextInt(4); i > 0; i--) {
        double spend = 20 * random.nextDouble() + (arm.equals("new") ? 1 : 0);
        rows.add("u" + unit + "," + arm + ",spend," + spend + "," + about);
      }
    }
    rows.add("u0,new,visit,1,NO,20");
    rows.add("nobody,,visit,1,NO,20");
    return rows;
  }

  private static DataSource table(String schema, List<String> rows) throws SQLException {
    DataSource server = TestServer.source();
    try (Connection connection = server.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA IF NOT EXISTS " + schema);
      statement.execute(
          "CREATE TABLE "
              + schema
              + ".log (unit TEXT, arm TEXT, metric TEXT, value NUMERIC, country TEXT, age INT)");
      String insert =
          "INSERT INTO " + schema + ".log VALUES (?, ?, ?, CAST(? AS NUMERIC), ?, CAST(? AS INT))";
      try (PreparedStatement each = connection.prepareStatement(insert)) {
        for (String row : rows) {
          String[] cells = row.split(",", -1);
          for (int i = 0; i < cells.length; i++) {
            each.setString(i + 1, cells[i].isEmpty() ? null : cells[i]);
          }
          each.addBatch();
        }
        each.executeBatch();
      }
    }
    return server;
  }

  private static DataAnalysis analysis(UnitRows rows) {
    return ExperimentData.of(rows.segment("country"))
        .control("old")
        .treatments("new")
        .analyse(METRICS);
  }

  @Test
  @DisplayName("gives the numbers that a file of the same rows gives")
  void agrees(@TempDir Path folder) throws Exception {
    List<String> rows = rows();
    String schema = TestServer.freshSchema();
    DataSource server = table(schema, rows);
    List<String> lines = new ArrayList<>(List.of("unit,arm,metric,value,country,age"));
    lines.addAll(rows);
    DataAnalysis file = analysis(UnitRows.csv(Files.write(folder.resolve("log.csv"), lines)));
    DataAnalysis query =
        analysis(UnitRows.query(server, "SELECT * FROM " + schema + ".log WHERE age >= ?", 0));

    assertThat(query.units()).isEqualTo(file.units());
    assertThat(query.problems()).isEqualTo(file.problems());
    assertThat(query.problems().unitsOfUnknownArms()).containsEntry("third", 8L);
    assertThat(query.problems().unitsInSeveralArms()).isEqualTo(1);
    for (Metric metric : METRICS) {
      for (int arm = 0; arm < 2; arm++) {
        var expected = file.metric(metric.name()).byArm().get(arm).orElseThrow();
        var found = query.metric(metric.name()).byArm().get(arm).orElseThrow();
        assertThat(found.n()).isEqualTo(expected.n());
        assertThat(found.value()).isCloseTo(expected.value(), within(1e-9));
        assertThat(found.interval().low()).isCloseTo(expected.interval().low(), within(1e-9));
      }
    }
  }

  /** Unit, arm, value and seconds since its exposure, seconds it was watched, event. */
  private static final List<String> TIMED =
      List.of(
          "1,old,1,-5,200,1", // before
          "1,old,1,99.5,200,2",
          "1,old,1,99.5,200,2", // delivered twice
          "2,old,1,100,200,3", // late
          "3,old,1,10,90,4", // not watched for long enough
          "4,new,1,0,100,5",
          "5,new,1,150,200,6", // late
          "5,new,,20,200,7", // watched, with no outcome
          "6,new,,20,200,8");

  /** As applications keep it: ids are UUIDs, times are points in time. */
  private static DataSource timed(String schema) throws SQLException {
    DataSource server = TestServer.source();
    try (Connection connection = server.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA " + schema);
      statement.execute(
          "CREATE TABLE "
              + schema
              + ".log (unit UUID, arm TEXT, metric TEXT, value INT, exposed TIMESTAMPTZ,"
              + " occurred TIMESTAMPTZ, taken TIMESTAMPTZ, event UUID)");
      for (String row : TIMED) {
        String[] cells = row.split(",", -1);
        String exposed = "TIMESTAMPTZ '2026-05-01 09:00:00+02'";
        statement.execute(
            String.format(
                "INSERT INTO %s.log VALUES (%s, '%s', %s, %s, %s, %s, %s, %s)",
                schema,
                uuid(cells[0]),
                cells[1],
                cells[2].isEmpty() ? "NULL" : "'buy'",
                cells[2].isEmpty() ? "NULL" : cells[2],
                exposed,
                exposed + " + INTERVAL '" + cells[3] + " seconds'",
                exposed + " + INTERVAL '" + cells[4] + " seconds'",
                uuid(cells[5])));
      }
    }
    return server;
  }

  private static String uuid(String digit) {
    return "'00000000-0000-0000-0000-00000000000" + digit + "'";
  }

  @Test
  @DisplayName("has early and late outcomes left out and counted")
  void timed() throws SQLException {
    String schema = TestServer.freshSchema();
    UnitRows rows =
        UnitRows.query(
                timed(schema),
                "SELECT *, EXTRACT(EPOCH FROM occurred - exposed) AS since,"
                    + " EXTRACT(EPOCH FROM taken - exposed) AS watched FROM "
                    + schema
                    + ".log")
            .elapsed("since", "watched")
            .event("event");
    Window soon = new Window(Duration.ZERO, Duration.ofSeconds(100));
    DataAnalysis found =
        ExperimentData.of(rows)
            .control("old")
            .treatments("new")
            .analyse(Metric.proportion("soon").of("buy").within(soon), Metric.count("buy"));

    assertThat(found.units()).containsExactly(3L, 3L);
    var control = found.metric("soon").byArm().get(0).orElseThrow();
    assertThat(control.n()).as("unit 3 was not watched for 100 seconds").isEqualTo(2);
    assertThat(control.value()).isEqualTo(0.5);
    assertThat(found.metric("soon").byArm().get(1).orElseThrow().value()).isEqualTo(1.0 / 3);
    assertThat(found.metric("buy").byArm().get(0).orElseThrow().value()).isEqualTo(1);
    assertThat(found.metric("buy").byArm().get(1).orElseThrow().value()).isEqualTo(2.0 / 3);
    assertThat(found.problems().beforeExposure()).isEqualTo(1);
    assertThat(found.problems().outsideWindow()).isEqualTo(2);
    assertThat(found.problems().repeatedEvents()).isEqualTo(1);
    assertThat(found.problems().sentences()).hasSize(3);
  }

  @Test
  @DisplayName("tells an event of two arms")
  void ambiguous() throws SQLException {
    String schema = TestServer.freshSchema();
    DataSource server = timed(schema);
    String query =
        "SELECT unit, metric, value, event, arm FROM "
            + schema
            + ".log UNION ALL SELECT unit, metric, value, event, 'new' FROM "
            + schema
            + ".log WHERE event = "
            + uuid("3");
    ExperimentData data =
        ExperimentData.of(UnitRows.query(server, query).event("event"))
            .control("old")
            .treatments("new");
    assertThatThrownBy(() -> data.analyse(Metric.count("buy")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("1 event ids")
        .hasMessageContaining("000000003\"");
  }
}
