package io.lepton.data.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.data.Batches;
import io.lepton.data.ColumnType;
import io.lepton.data.Dataset;
import io.lepton.data.RowSource;
import io.lepton.data.Schema;
import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.error.StorageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcSourceTest {
  @TempDir Path folder;

  private Connections sqlite(String... statements) throws SQLException {
    String url = "jdbc:sqlite:" + folder.resolve("t.db");
    run(url, statements);
    return () -> DriverManager.getConnection(url);
  }

  private static void run(String url, String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static Map<String, ColumnType> types(RowSource source) {
    return source.schema().fields().stream()
        .collect(Collectors.toMap(Schema.Field::name, Schema.Field::type));
  }

  private Connections orders() throws SQLException {
    return sqlite(
        "create table orders (id integer, amount real, city text, paid boolean, note varchar)",
        "insert into orders values (1, 9.5, 'Bonn', 1, 'a'), (2, null, 'Ulm', 0, null),"
            + " (3, 2.0, null, null, 'c')");
  }

  @Test
  void readsAQueryOfSqliteWithNullAsMissing() throws SQLException {
    Connections database = orders();
    JdbcSource source =
        JdbcSource.query(database, "select * from orders where id > ? order by id", 0)
            .categorical("id")
            .label("note")
            .named("orders")
            .build();
    assertThat(types(source))
        .isEqualTo(
            Map.of(
                "id", ColumnType.CATEGORICAL,
                "amount", ColumnType.NUMERIC,
                "city", ColumnType.CATEGORICAL,
                "paid", ColumnType.BOOLEAN,
                "note", ColumnType.LABEL));
    assertThatThrownBy(source::read)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("orders row 1, column \"note\" has no label");

    Dataset first =
        JdbcSource.query(database, "select id, amount, paid, city from orders order by id")
            .build()
            .read();
    assertThat(first.rows()).isEqualTo(3);
    assertThat(first.column("amount").missingCount()).isEqualTo(1);
    assertThat(first.row(0).asMap())
        .isEqualTo(Map.of("id", 1.0, "amount", 9.5, "paid", true, "city", "Bonn"));
  }

  @Test
  void fetchesRowsAsTheyAreNeededAndClosesItsConnection() throws SQLException {
    Connections database =
        sqlite(
            "create table n (i integer)",
            "with recursive c(i) as (select 0 union all select i + 1 from c where i < 99999)"
                + " insert into n select i from c");
    Connection[] last = new Connection[1];
    JdbcSource source =
        JdbcSource.query(() -> last[0] = database.open(), "select i from n order by i")
            .fetchSize(100)
            .build();
    assertThat(last[0].isClosed()).isTrue();

    try (Batches batches = source.batches(100)) {
      assertThat(batches.next().column("i").value(99)).contains(99.0);
      assertThat(last[0].isClosed()).isFalse();
    }

    assertThat(last[0].isClosed()).isTrue();
    assertThat(source.reference("n")).isEqualTo(source.read().reference("n"));
    assertThat(source.reference("n").rows()).isEqualTo(100_000);
  }

  @Test
  void refusesWhatItCannotTakeWhole() throws SQLException {
    Connections database =
        sqlite(
            "create table t (big integer, blob blob, word text, twice integer)",
            "insert into t values (9007199254740993, x'00', 'x', 2)");
    refuses(JdbcSource.query(database, "select big from t"), "9007199254740993, which a double");
    assertThat(
            JdbcSource.query(database, "select big from t")
                .categorical("big")
                .build()
                .read()
                .column("big")
                .value(0))
        .contains("9007199254740993");
    refuses(
        JdbcSource.query(database, "select blob from t"), "column \"blob\" is of SQL type BLOB");
    refuses(
        JdbcSource.query(database, "select word from t").numeric("word"),
        "query row 0, column \"word\" is \"x\" (String); expected a value for type NUMERIC");
    refuses(JdbcSource.query(database, "select twice from t").bool("twice"), "is \"2\" (Integer)");
    refuses(JdbcSource.query(database, "select twice from t").label("y"), "no column \"y\"");
    refuses(JdbcSource.query(database, "select big as a, twice as a from t"), "\"a\" comes twice");
    assertThatThrownBy(() -> JdbcSource.query(database, "select nothing from t").build())
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("the database refuses query (select nothing from t)");
    assertThatThrownBy(() -> JdbcSource.query(database, "select 1").fetchSize(0))
        .isInstanceOf(InvalidInputException.class);
  }

  private static void refuses(JdbcSource.Builder query, String message) {
    assertThatThrownBy(() -> query.build().read())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  private Path parquet(String select) throws SQLException {
    Path file = folder.resolve("t.parquet");
    run("jdbc:duckdb:", "copy (" + select + ") to '" + file + "' (format parquet)");
    return file;
  }

  @Test
  void readsParquetThroughDuckDb() throws SQLException {
    Path file =
        parquet(
            "select i::integer as i, i / 8.0 as x, i::decimal(9,2) as d, i::hugeint as h,"
                + " case when i % 3 > 0 then 'c' || i % 3 end as c, i % 2 = 0 as b,"
                + " date '2026-01-31' + i::integer as day, timestamp '2026-01-31 12:00:00' as t,"
                + " 'k' || i % 2 as y from range(2500) r(i)");

    JdbcSource source = ParquetSource.file(file).label("y").build();
    Dataset data = source.read();

    assertThat(data).hasToString("t.parquet (2500 rows, 9 columns)");
    assertThat(data.row(9).asMap())
        .isEqualTo(
            Map.of(
                "i",
                9.0,
                "x",
                1.125,
                "d",
                9.0,
                "h",
                9.0,
                "b",
                false,
                "day",
                "2026-02-09",
                "t",
                "2026-01-31T12:00"));
    assertThat(data.label(9)).isEqualTo("k1");
    assertThat(data.schema().field("day").type()).isEqualTo(ColumnType.TEXT);
    assertThat(source.reference("p")).isEqualTo(data.reference("p"));
    Dataset sum =
        ParquetSource.query("select sum(i)::double as s from read_parquet(?)", file.toString())
            .build()
            .read();
    assertThat(sum.column("s").value(0)).contains(2500 * 2499 / 2.0);
  }

  @Test
  void saysWhatIsWrongWithAParquetFile() throws Exception {
    Path file = parquet("select 1 as a");
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 3));

    assertThatThrownBy(() -> ParquetSource.file(file).build())
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("t.parquet");
    assertThatThrownBy(() -> ParquetSource.file(folder.resolve("none.parquet")))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> ParquetSource.requireDriver("org.duckdb.NotThere"))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("org.duckdb:duckdb_jdbc");
  }
}
