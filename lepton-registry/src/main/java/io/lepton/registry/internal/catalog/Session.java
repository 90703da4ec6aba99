package io.lepton.registry.internal.catalog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One connection with its prepared statements, used by one thread at a time. */
final class Session implements AutoCloseable {
  private final Connection connection;
  private final Dialect dialect;
  private final Map<String, PreparedStatement> statements = new HashMap<>();

  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  Session(Connection connection, Dialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
  }

  private interface Use<T> {
    T of(PreparedStatement statement) throws SQLException;
  }

  <T> List<T> list(String sql, Row<T> mapper, @Nullable Object... arguments) throws SQLException {
    return use(
        sql,
        arguments,
        statement -> {
          try (ResultSet rows = statement.executeQuery()) {
            List<T> result = new ArrayList<>();
            while (rows.next()) {
              result.add(mapper.read(rows));
            }
            return result;
          }
        });
  }

  <T> Optional<T> first(String sql, Row<T> mapper, @Nullable Object... arguments)
      throws SQLException {
    return use(
        sql,
        arguments,
        statement -> {
          try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(mapper.read(rows)) : Optional.empty();
          }
        });
  }

  boolean exists(String sql, @Nullable Object... arguments) throws SQLException {
    return first(sql, row -> true, arguments).isPresent();
  }

  int update(String sql, @Nullable Object... arguments) throws SQLException {
    return use(
        sql,
        arguments,
        statement -> {
          statement.execute(); // ALTER TABLE counts as a query for the driver
          return statement.getUpdateCount();
        });
  }

  /** Runs one statement for each row of arguments. */
  void batch(String sql, List<@Nullable Object[]> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    use(
        sql,
        rows.get(0),
        statement -> {
          statement.addBatch();
          for (Object[] row : rows.subList(1, rows.size())) {
            bind(statement, row);
            statement.addBatch();
          }
          return statement.executeBatch();
        });
  }

  private <T> T use(String sql, @Nullable Object[] arguments, Use<T> work) throws SQLException {
    try {
      return work.of(bind(sql, arguments));
    } catch (SQLException e) {
      // The driver frees a statement that failed, and refuses to run it ever again.
      PreparedStatement failed = statements.remove(sql);
      if (failed != null) {
        failed.close();
      }
      throw e;
    }
  }

  private PreparedStatement bind(String sql, @Nullable Object[] arguments) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      statements.put(sql, statement);
    }
    bind(statement, arguments);
    return statement;
  }

  private void bind(PreparedStatement statement, @Nullable Object[] arguments) throws SQLException {
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i] instanceof Digests digests) {
        dialect.bind(statement, i + 1, digests);
      } else {
        statement.setObject(i + 1, arguments[i]);
      }
    }
  }

  Connection connection() {
    return connection;
  }

  @Override
  public void close() throws SQLException {
    connection.close(); // closes its statements too
  }
}
