package io.lepton.data;

import io.lepton.error.InvalidInputException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** The cells of a file as texts, with the line each row begins on. */
record CsvTable(String source, List<String> header, List<String[]> rows, List<Long> lines) {
  private static final int CATEGORY_LIMIT = 100;

  static CsvTable of(
      String source, CSVParser parser, @Nullable List<String> names, Set<String> ignored)
      throws CharacterCodingException {
    Iterator<CSVRecord> records = parser.iterator();
    if (!hasNext(source, 1, records)) {
      throw new InvalidInputException(source + " is empty; expected a header line and rows");
    }
    List<String> header = header(source, names != null ? names : records.next().toList());
    for (String column : ignored) {
      requireColumn(source, header, column);
    }
    int[] kept =
        IntStream.range(0, header.size()).filter(i -> !ignored.contains(header.get(i))).toArray();
    List<String[]> rows = new ArrayList<>();
    List<Long> lines = new ArrayList<>();
    long line = names != null ? 1 : parser.getCurrentLineNumber() + 1;
    while (hasNext(source, line, records)) {
      CSVRecord record = records.next();
      boolean blank = record.size() == 1 && record.get(0).isEmpty() && header.size() > 1;
      if (!blank) {
        if (record.size() != header.size()) {
          throw new InvalidInputException(
              source
                  + " line "
                  + line
                  + " has "
                  + record.size()
                  + " cells; the header has "
                  + header.size());
        }
        rows.add(Arrays.stream(kept).mapToObj(record::get).toArray(String[]::new));
        lines.add(line);
      }
      line = parser.getCurrentLineNumber() + 1;
    }
    if (rows.isEmpty()) {
      throw new InvalidInputException(source + " has a header but no rows");
    }
    return new CsvTable(source, Arrays.stream(kept).mapToObj(header::get).toList(), rows, lines);
  }

  private static boolean hasNext(String source, long line, Iterator<CSVRecord> records)
      throws CharacterCodingException {
    try {
      return records.hasNext();
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof CharacterCodingException coding) {
        throw coding;
      }
      throw new InvalidInputException(
          source + " line " + line + " is not CSV: " + e.getMessage(), e);
    }
  }

  private static List<String> header(String source, List<String> names) {
    List<String> header = new ArrayList<>(names);
    if (header.get(0).startsWith("\uFEFF")) { // the byte order mark that spreadsheets write
      header.set(0, header.get(0).substring(1));
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < header.size(); i++) {
      if (header.get(i).isBlank()) {
        throw new InvalidInputException(source + " line 1: column " + (i + 1) + " has no name");
      }
      if (!seen.add(header.get(i))) {
        throw new InvalidInputException(
            source + " line 1: column \"" + header.get(i) + "\" comes twice in the header");
      }
    }
    return header;
  }

  private static void requireColumn(String source, List<String> header, String column) {
    if (!header.contains(column)) {
      throw new InvalidInputException(
          source + " has no column \"" + column + "\"; its header has " + header);
    }
  }

  Dataset toDataset(
      String name, Map<String, ColumnType> types, Set<String> missing, @Nullable Schema required) {
    types.keySet().forEach(column -> requireColumn(source, header, column));
    if (required != null) {
      requireSameColumns(required);
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
    List<Column> columns = schema.fields().stream().map(field -> column(field, missing)).toList();
    return Dataset.ofColumns(name, columns, rows.size());
  }

  private void requireSameColumns(Schema schema) {
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

  private Column column(Schema.Field field, Set<String> missing) {
    int index = header.indexOf(field.name());
    ColumnBuilder builder = new ColumnBuilder(field);
    for (int row = 0; row < rows.size(); row++) {
      String where = source + " line " + lines.get(row);
      String cell = rows.get(row)[index];
      if (missing.contains(cell)) {
        builder.addMissing(where);
      } else {
        builder.parse(cell, where);
      }
    }
    return builder.build();
  }
}
