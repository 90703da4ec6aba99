package io.lepton.data.jdbc;

import io.lepton.error.StorageException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A query with its parameters. */
record Query(String sql, List<@Nullable Object> parameters, int fetchSize) {
  Query {
    parameters = Collections.unmodifiableList(new ArrayList<>(parameters));
  }

  /** A result and what to close after it. */
  record Running(Connection connection, PreparedStatement statement, ResultSet rows)
      implements AutoCloseable {
    @Override
    public void close() throws SQLException {
      try (connection;
          statement;
          rows) {
        if (!connection.getAutoCommit()) {
          connection.rollback(); // nothing was written; it ends the transaction
        }
      }
    }
  }

  /** Runs it; at most {@code limit} rows if that is above 0. */
  Running run(Connections connections, int limit) throws SQLException {
    Connection connection = connections.open();
    if (connection == null) { // a caller's pool may well
      throw new StorageException(
          StorageException.Kind.PERMANENT,
          "no connection to the database: Connections.open gave null",
          null);
    }
    try {
      connection.setAutoCommit(false); // PostgreSQL fetches row by row only in a transaction
      PreparedStatement statement =
          connection.prepareStatement(sql, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
      statement.setFetchSize(fetchSize);
      statement.setMaxRows(limit);
      for (int i = 0; i < parameters.size(); i++) {
        statement.setObject(i + 1, parameters.get(i));
      }
      return new Running(connection, statement, statement.executeQuery());
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }
}
