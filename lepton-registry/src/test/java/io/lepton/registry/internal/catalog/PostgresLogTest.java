package io.lepton.registry.internal.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.experiment.DataAnalysis;
import io.lepton.experiment.ExperimentData;
import io.lepton.experiment.Metric;
import io.lepton.stats.aggregate.Capping;
import io.lepton.stats.aggregate.jdbc.UnitRows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
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
}
