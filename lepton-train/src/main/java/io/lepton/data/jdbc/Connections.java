package io.lepton.data.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** Opens connections to a database, such as {@code dataSource::getConnection}. */
@FunctionalInterface
public interface Connections {
  /**
   * Opens a connection that nobody else uses until it is closed.
   *
   * @return the connection
   * @throws SQLException if there is none
   */
  Connection open() throws SQLException;
}
