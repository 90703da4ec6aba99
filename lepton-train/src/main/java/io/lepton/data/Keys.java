package io.lepton.data;

import io.lepton.error.InvalidInputException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;

/** A column's values as groups and times to split by. */
final class Keys {
  private static final double NANOS = 1e-9;

  private Keys() {}

  static List<Object> groups(Dataset data, String column) {
    Column groups = data.column(column);
    return IntStream.range(0, data.rows())
        .mapToObj(row -> groups.value(row).orElseThrow(() -> missing(row, column, "group")))
        .toList();
  }

  static double[] times(Dataset data, String column) {
    Column times = data.column(column);
    if (times.type() == ColumnType.BOOLEAN) {
      throw new InvalidInputException("column \"" + column + "\" is BOOLEAN, which is no time");
    }
    return IntStream.range(0, data.rows())
        .mapToDouble(
            row -> {
              Object value = times.value(row).orElseThrow(() -> missing(row, column, "time"));
              return value instanceof Double number ? number : seconds(row, column, (String) value);
            })
        .toArray();
  }

  private static double seconds(int row, String column, String text) {
    try {
      if (text.length() == 10) {
        return LocalDate.parse(text).toEpochDay() * 86_400.0;
      }
      Instant instant =
          text.endsWith("Z")
              ? Instant.parse(text)
              : LocalDateTime.parse(text.replace(' ', 'T')).toInstant(ZoneOffset.UTC);
      return instant.getEpochSecond() + instant.getNano() * NANOS;
    } catch (DateTimeException e) {
      throw new InvalidInputException(
          "row "
              + row
              + ", column \""
              + column
              + "\" is \""
              + text
              + "\"; expected a number or a time such as 2026-03-31 or 2026-03-31T12:00:00Z",
          e);
    }
  }

  private static InvalidInputException missing(int row, String column, String what) {
    return new InvalidInputException(
        "row " + row + ", column \"" + column + "\" has no value; every row needs a " + what);
  }
}
