package io.lepton.data.jdbc;

import io.lepton.data.ColumnType;
import io.lepton.data.Schema;
import io.lepton.error.InvalidInputException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Clob;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** SQL's types and values as Lepton's. */
final class JdbcTypes {
  private static final BigInteger EXACT = BigInteger.ONE.shiftLeft(53);

  private JdbcTypes() {}

  static Schema schema(String name, ResultSet rows, Map<String, ColumnType> declared)
      throws SQLException {
    rows.next(); // SQLite tells the type of an expression only once there is a row
    ResultSetMetaData columns = rows.getMetaData();
    List<Schema.Field> fields = new ArrayList<>();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      String column = columns.getColumnLabel(i);
      ColumnType type = declared.get(column);
      fields.add(new Schema.Field(column, type != null ? type : type(name, columns, i)));
    }
    Schema schema = new Schema(fields);
    for (String column : declared.keySet()) {
      if (schema.find(column).isEmpty()) {
        throw new InvalidInputException(
            name + " has no column \"" + column + "\"; its result has " + schema.names());
      }
    }
    return schema;
  }

  private static ColumnType type(String name, ResultSetMetaData columns, int i)
      throws SQLException {
    return switch (columns.getColumnType(i)) {
      case Types.TINYINT,
          Types.SMALLINT,
          Types.INTEGER,
          Types.BIGINT,
          Types.REAL,
          Types.FLOAT,
          Types.DOUBLE,
          Types.NUMERIC,
          Types.DECIMAL ->
          ColumnType.NUMERIC;
      case Types.BOOLEAN, Types.BIT -> ColumnType.BOOLEAN;
      case Types.DATE,
          Types.TIME,
          Types.TIMESTAMP,
          Types.TIME_WITH_TIMEZONE,
          Types.TIMESTAMP_WITH_TIMEZONE,
          Types.CLOB,
          Types.NCLOB,
          Types.LONGVARCHAR,
          Types.LONGNVARCHAR ->
          ColumnType.TEXT;
      case Types.CHAR, Types.VARCHAR, Types.NCHAR, Types.NVARCHAR -> ColumnType.CATEGORICAL;
      default -> other(name, columns, i);
    };
  }

  /** Drivers put types of their own, such as DuckDB's HUGEINT and PostgreSQL's enums, here. */
  private static ColumnType other(String name, ResultSetMetaData columns, int i)
      throws SQLException {
    String type = columns.getColumnTypeName(i);
    if (type.endsWith("HUGEINT")) {
      return ColumnType.NUMERIC;
    }
    if (type.startsWith("ENUM") || type.equalsIgnoreCase("UUID")) {
      return ColumnType.CATEGORICAL;
    }
    throw new InvalidInputException(
        name
            + ", column \""
            + columns.getColumnLabel(i)
            + "\" is of SQL type "
            + type
            + "; expected a number, truth value, text or time. Leave it out or cast it in the"
            + " query");
  }

  /** A value that is not null, by its column's type. */
  static Object value(Schema.Field field, Object sql, String where) {
    if (field.type() == ColumnType.NUMERIC && sql instanceof Number number) {
      return number(field, number, where);
    }
    if (field.type() == ColumnType.BOOLEAN) {
      return truth(field, sql, where);
    }
    if (field.type() != ColumnType.NUMERIC) {
      return text(field, sql, where);
    }
    throw mismatch(field, sql, where);
  }

  private static double number(Schema.Field field, Number number, String where) {
    BigInteger whole = null;
    if (number instanceof Long value) {
      whole = BigInteger.valueOf(value);
    } else if (number instanceof BigInteger value) {
      whole = value;
    } else if (number instanceof BigDecimal value && value.scale() <= 0) {
      whole = value.toBigInteger();
    }
    if (whole != null && whole.abs().compareTo(EXACT) > 0) {
      throw new InvalidInputException(
          place(where, field)
              + " is "
              + number
              + ", which a double cannot hold exactly; declare it with categorical(\""
              + field.name()
              + "\") if it is an identifier");
    }
    return number.doubleValue();
  }

  private static Object truth(Schema.Field field, Object sql, String where) {
    if (sql instanceof Boolean) {
      return sql;
    }
    if (sql instanceof Number number && (number.doubleValue() == 0 || number.doubleValue() == 1)) {
      return number.doubleValue() == 1;
    }
    throw mismatch(field, sql, where);
  }

  private static String text(Schema.Field field, Object sql, String where) {
    if (sql instanceof Date date) {
      return date.toLocalDate().toString();
    }
    if (sql instanceof Timestamp time) {
      return time.toLocalDateTime().toString();
    }
    if (sql instanceof Time time) {
      return time.toLocalTime().toString();
    }
    if (sql instanceof BigDecimal number) {
      return number.toPlainString();
    }
    if (sql instanceof Clob clob) {
      try {
        return clob.getSubString(1, Math.toIntExact(clob.length()));
      } catch (SQLException e) {
        throw new InvalidInputException(place(where, field) + " cannot be read as text", e);
      }
    }
    if (sql instanceof String
        || sql instanceof Number
        || sql instanceof Boolean
        || sql instanceof Temporal
        || sql instanceof UUID) {
      return sql.toString();
    }
    throw mismatch(field, sql, where);
  }

  private static InvalidInputException mismatch(Schema.Field field, Object sql, String where) {
    return new InvalidInputException(
        place(where, field)
            + " is "
            + (sql instanceof byte[] bytes ? bytes.length + " bytes" : "\"" + sql + "\"")
            + " ("
            + sql.getClass().getSimpleName()
            + "); expected a value for type "
            + field.type()
            + ". Declare the column otherwise, or cast it in the query");
  }

  private static String place(String where, Schema.Field field) {
    return where + ", column \"" + field.name() + "\"";
  }
}
