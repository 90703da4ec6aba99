package io.lepton.data.jdbc;

import io.lepton.data.ColumnType;
import io.lepton.data.RowCursor;
import io.lepton.data.RowSource;
import io.lepton.data.Schema;
import io.lepton.error.InvalidInputException;
import io.lepton.error.StorageException;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a query, fetched as they are needed. Numbers of any SQL type become NUMERIC, truth
 * values BOOLEAN, texts CATEGORICAL, and dates and times TEXT in ISO 8601; NULL is a missing value.
 * A whole number beyond ±2^53, which a double cannot hold, is an error unless its column is
 * declared categorical or text, and so is binary data. Give the query an ORDER BY: a fingerprint
 * depends on the order of rows. Immutable and thread-safe as its connections are.
 */
public final class JdbcSource implements RowSource {
  private final Connections connections;
  private final Query query;
  private final String name;
  private final Schema schema;

  private JdbcSource(Builder builder, Schema schema) {
    this.connections = builder.connections;
    this.query = new Query(builder.sql, builder.parameters, builder.fetchSize);
    this.name = builder.name;
    this.schema = schema;
  }

  /**
   * Starts describing a query.
   *
   * @param connections opens one for each walk over the rows
   * @param sql one SELECT, with {@code ?} for each parameter
   * @param parameters for the query, null for NULL
   * @return a builder
   */
  public static Builder query(Connections connections, String sql, @Nullable Object... parameters) {
    return new Builder(connections, sql, parameters);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Schema schema() {
    return schema;
  }

  /**
   * Runs the query.
   *
   * @return its rows, on a connection of their own
   * @throws StorageException if the database refuses; transient where trying again may help
   */
  @Override
  public RowCursor open() {
    return asking(name, query.sql(), () -> new JdbcCursor(name, schema, query.run(connections, 0)));
  }

  /** What asks the database. */
  interface Asking<T> {
    T run() throws SQLException;
  }

  static <T> T asking(String name, String sql, Asking<T> action) {
    try {
      return action.run();
    } catch (SQLException e) {
      String state = Objects.requireNonNullElse(e.getSQLState(), "");
      boolean passing =
          e instanceof SQLTransientException || state.startsWith("08") || state.startsWith("40");
      throw new StorageException(
          passing ? StorageException.Kind.TRANSIENT : StorageException.Kind.PERMANENT,
          "the database refuses " + name + " (" + sql + "): " + e.getMessage(),
          e);
    }
  }

  /** Describes a query and its columns. Not thread-safe. */
  public static final class Builder {
    private final Connections connections;
    private final String sql;
    private final List<@Nullable Object> parameters = new ArrayList<>();
    private final Map<String, ColumnType> types = new LinkedHashMap<>();
    private String name = "query";
    private int fetchSize = 1000;

    private Builder(Connections connections, String sql, @Nullable Object... parameters) {
      this.connections = Objects.requireNonNull(connections);
      this.sql = Objects.requireNonNull(sql);
      for (Object parameter : parameters) {
        this.parameters.add(parameter);
      }
    }

    /**
     * Says which column is the label; its values are taken as text.
     *
     * @param column name in the result
     * @return this
     */
    public Builder label(String column) {
      return as(ColumnType.LABEL, column);
    }

    /**
     * Says which columns are numeric.
     *
     * @param columns names in the result
     * @return this
     */
    public Builder numeric(String... columns) {
      return as(ColumnType.NUMERIC, columns);
    }

    /**
     * Says which columns are categorical, such as codes that are numbers.
     *
     * @param columns names in the result
     * @return this
     */
    public Builder categorical(String... columns) {
      return as(ColumnType.CATEGORICAL, columns);
    }

    /**
     * Says which columns are truth values, such as numbers 0 and 1.
     *
     * @param columns names in the result
     * @return this
     */
    public Builder bool(String... columns) {
      return as(ColumnType.BOOLEAN, columns);
    }

    /**
     * Says which columns are free text.
     *
     * @param columns names in the result
     * @return this
     */
    public Builder text(String... columns) {
      return as(ColumnType.TEXT, columns);
    }

    private Builder as(ColumnType type, String... columns) {
      for (String column : columns) {
        types.put(column, type);
      }
      return this;
    }

    /**
     * Names the data, instead of {@code query}.
     *
     * @param dataset name
     * @return this
     */
    public Builder named(String dataset) {
      name = Objects.requireNonNull(dataset);
      return this;
    }

    /**
     * Asks the driver to fetch so many rows at a time, instead of 1000.
     *
     * @param rows at least 1
     * @return this
     */
    public Builder fetchSize(int rows) {
      if (rows < 1) {
        throw new InvalidInputException("a fetch size of " + rows + " rows; expected at least 1");
      }
      fetchSize = rows;
      return this;
    }

    /**
     * Asks the database for the columns.
     *
     * @return the rows of the query
     * @throws StorageException if the database refuses the query
     * @throws InvalidInputException if a column declared is not in the result, a name comes twice,
     *     or a column is of a type that is no number, truth value, text or time
     */
    public JdbcSource build() {
      Query query = new Query(sql, parameters, fetchSize);
      Schema schema =
          asking(
              name,
              sql,
              () -> {
                try (Query.Running running = query.run(connections, 1)) {
                  return JdbcTypes.schema(name, running.rows(), types);
                }
              });
      return new JdbcSource(this, schema);
    }
  }
}
