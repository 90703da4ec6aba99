package io.lepton.data;

import io.lepton.error.InvalidInputException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The cells of a file as texts, with the line each row begins on. */
record CsvTable(String source, List<String> header, List<String[]> rows, List<Long> lines) {
  private static final int CATEGORY_LIMIT = 100;

  static CsvTable of(String source, CsvRows cells) throws CharacterCodingException {
    List<String[]> rows = new ArrayList<>();
    List<Long> lines = new ArrayList<>();
    for (String[] row = cells.next(); row != null; row = cells.next()) {
      rows.add(row);
      lines.add(cells.line());
    }
    if (rows.isEmpty()) {
      throw new InvalidInputException(source + " has a header but no rows");
    }
    return new CsvTable(source, cells.header(), rows, lines);
  }

  Dataset toDataset(
      String name,
      Map<String, ColumnType> types,
      Set<String> missing,
      @Nullable Schema required,
      TypeErrors.Tally errors) {
    types.keySet().forEach(column -> CsvRows.requireColumn(source, header, column));
    if (required != null) {
      requireSameColumns(source, header, required);
      types.forEach(
          (column, type) -> {
            if (required.field(column).type() != type) {
              throw new InvalidInputException(
                  "column \""
                      + column
                      + "\" is declared "
                      + type
                      + ", but "
                      + required.field(column).type()
                      + " in the schema");
            }
          });
    }
    Schema schema = required != null ? required : inferred(types, missing);
    List<Column> columns =
        schema.fields().stream().map(field -> column(field, missing, errors)).toList();
    return Dataset.ofColumns(name, columns, rows.size());
  }

  static void requireSameColumns(String source, List<String> header, Schema schema) {
    Set<String> absent = new TreeSet<>(schema.names());
    header.forEach(absent::remove);
    Set<String> unknown = new TreeSet<>(header);
    schema.names().forEach(unknown::remove);
    if (absent.isEmpty() && unknown.isEmpty()) {
      return;
    }
    StringBuilder message = new StringBuilder(source + " line 1: the header");
    if (!absent.isEmpty()) {
      message.append(" lacks ").append(quoted(absent));
    }
    if (!unknown.isEmpty()) {
      message.append(absent.isEmpty() ? " has" : " and has").append(" unknown columns ");
      message.append(quoted(unknown));
    }
    message.append(
        absent.size() == 1 && unknown.size() == 1
            ? "; was the column renamed?"
            : "; expected the columns of the schema");
    throw new InvalidInputException(message.toString());
  }

  private static String quoted(Set<String> names) {
    return "\"" + String.join("\", \"", names) + "\"";
  }

  private Schema inferred(Map<String, ColumnType> types, Set<String> missing) {
    List<Schema.Field> fields = new ArrayList<>();
    for (int i = 0; i < header.size(); i++) {
      ColumnType given = types.get(header.get(i));
      fields.add(new Schema.Field(header.get(i), given != null ? given : infer(i, missing)));
    }
    return new Schema(fields);
  }

  private ColumnType infer(int index, Set<String> missing) {
    List<String> cells =
        rows.stream().map(row -> row[index]).filter(cell -> !missing.contains(cell)).toList();
    if (!cells.isEmpty() && cells.stream().allMatch(ColumnBuilder::isNumber)) {
      return ColumnType.NUMERIC;
    }
    if (!cells.isEmpty()
        && cells.stream()
            .allMatch(c -> c.equalsIgnoreCase("true") || c.equalsIgnoreCase("false"))) {
      return ColumnType.BOOLEAN;
    }
    int distinct = new HashSet<>(cells).size();
    return distinct > CATEGORY_LIMIT && 2 * distinct > cells.size()
        ? ColumnType.TEXT
        : ColumnType.CATEGORICAL;
  }

  private Column column(Schema.Field field, Set<String> missing, TypeErrors.Tally errors) {
    int index = header.indexOf(field.name());
    ColumnBuilder builder = new ColumnBuilder(field);
    for (int row = 0; row < rows.size(); row++) {
      String where = source + " line " + lines.get(row);
      String cell = rows.get(row)[index];
      if (missing.contains(cell) || errors.takesForMissing(field, cell, lines.get(row))) {
        builder.addMissing(where);
      } else {
        builder.parse(cell, where);
      }
    }
    return builder.build();
  }
}
