package io.lepton.stats.aggregate.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** SQL text with its parameters, which stand in the order of their question marks. */
record Sql(String text, List<Object> parameters) {
  static final Sql NONE = new Sql("", List.of());

  static Sql of(String text, Object... parameters) {
    return new Sql(text, List.of(parameters));
  }

  Sql plus(String more, Object... others) {
    return plus(of(more, others));
  }

  Sql plus(Sql other) {
    List<Object> all = new ArrayList<>(parameters);
    all.addAll(other.parameters);
    return new Sql(text + other.text, all);
  }

  static Sql join(String separator, List<Sql> parts) {
    Sql all = NONE;
    for (int i = 0; i < parts.size(); i++) {
      all = all.plus(i == 0 ? "" : separator).plus(parts.get(i));
    }
    return all;
  }

  /** A name as an identifier, whatever is in it. */
  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** A sum of whole numbers. */
  static String whole(String column) {
    return "CAST(SUM(" + column + ") AS BIGINT)";
  }

  PreparedStatement prepare(Connection connection) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(text);
    try {
      for (int i = 0; i < parameters.size(); i++) {
        statement.setObject(i + 1, parameters.get(i));
      }
      return statement;
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
  }
}
