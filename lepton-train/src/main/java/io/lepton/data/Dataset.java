package io.lepton.data;

import io.lepton.bytes.Digest;
import io.lepton.data.split.Selectable;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.model.DataReference;
import io.lepton.model.Row;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * A table in memory, column by column. Immutable and thread-safe.
 *
 * <p>Its {@link #fingerprint} is the SHA-256 of this form, all integers big-endian: the ASCII text
 * {@code lepton-dataset/1} and a line feed; the number of columns (4 bytes) and of rows (8 bytes);
 * then, column by column in order, the name, the type's name, and for each row the byte 0 for a
 * missing value or 1 and the value. A text is its number of UTF-8 bytes (4 bytes) and the bytes; a
 * number is its IEEE 754 bits (8 bytes); a truth value is 0 or 1 (1 byte). The dataset's own name
 * does not enter.
 */
public final class Dataset implements Selectable<Dataset> {
  private final String name;
  private final Schema schema;
  private final List<Column> columns;
  private final int rows;

  private Dataset(String name, Schema schema, List<Column> columns, int rows) {
    this.name = name;
    this.schema = schema;
    this.columns = columns;
    this.rows = rows;
  }

  static Dataset ofColumns(String name, List<Column> columns, int rows) {
    Schema schema =
        new Schema(columns.stream().map(c -> new Schema.Field(c.name(), c.type())).toList());
    return new Dataset(name, schema, List.copyOf(columns), rows);
  }

  /**
   * Starts reading a CSV file (RFC 4180, UTF-8, with a header line).
   *
   * @param file to be read
   * @return a reader to be configured; it infers what it is not told
   */
  public static CsvReader csv(Path file) {
    return new CsvReader(file);
  }

  /**
   * Makes a dataset of rows.
   *
   * @param name what people call it
   * @param schema of the table; the label, if it has one, is a value of each row
   * @param rows any number
   * @return the dataset
   * @throws InvalidInputException if a row has a value of the wrong type, a number that is not
   *     finite, no label, or a column the schema does not have; the message names row and column
   */
  public static Dataset of(String name, Schema schema, List<Row> rows) {
    Map<String, ColumnBuilder> builders = new LinkedHashMap<>();
    schema.fields().forEach(field -> builders.put(field.name(), new ColumnBuilder(field)));
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      String where = "row " + i;
      for (String column : row.asMap().keySet()) {
        if (!builders.containsKey(column)) {
          throw new InvalidInputException(
              where + " has a column \"" + column + "\"; the schema has " + schema.names());
        }
      }
      builders.forEach(
          (column, builder) ->
              row.get(column)
                  .ifPresentOrElse(
                      value -> builder.add(value, where), () -> builder.addMissing(where)));
    }
    List<Column> columns = builders.values().stream().map(ColumnBuilder::build).toList();
    return new Dataset(name, schema, columns, rows.size());
  }

  /**
   * What people call it.
   *
   * @return the name
   */
  public String name() {
    return name;
  }

  /**
   * The same data under another name.
   *
   * @param other such as {@code train}
   * @return a dataset that shares the columns
   */
  @Override
  public Dataset named(String other) {
    return new Dataset(Objects.requireNonNull(other), schema, columns, rows);
  }

  /**
   * The columns' names and types.
   *
   * @return the schema
   */
  public Schema schema() {
    return schema;
  }

  /**
   * The number of rows.
   *
   * @return at least 0
   */
  @Override
  public int rows() {
    return rows;
  }

  /**
   * The columns.
   *
   * @return in order, the label included
   */
  public List<Column> columns() {
    return columns;
  }

  /**
   * One column.
   *
   * @param column name
   * @return the column
   * @throws NotFoundException if there is none; the message lists those there are
   */
  public Column column(String column) {
    return columns.stream()
        .filter(c -> c.name().equals(column))
        .findFirst()
        .orElseThrow(
            () ->
                new NotFoundException(
                    "no column \"" + column + "\" in " + name + "; there are " + schema.names()));
  }

  /**
   * One row as an application would send it to a model: without the label.
   *
   * @param index from 0
   * @return the values that are not missing
   */
  public Row row(int index) {
    Objects.checkIndex(index, rows);
    LinkedHashMap<String, Object> values = new LinkedHashMap<>();
    for (Column column : columns) {
      if (column.type() != ColumnType.LABEL) {
        column.value(index).ifPresent(value -> values.put(column.name(), value));
      }
    }
    return Row.of(values);
  }

  /**
   * All rows, without the labels.
   *
   * @return in order
   */
  public List<Row> toRows() {
    return IntStream.range(0, rows).mapToObj(this::row).toList();
  }

  /**
   * The label of a row.
   *
   * @param index from 0
   * @return the class
   * @throws NotFoundException if the table has no label
   */
  public String label(int index) {
    return (String) labelColumn().value(index).orElseThrow();
  }

  /**
   * The labels of all rows.
   *
   * @return in order
   * @throws NotFoundException if the table has no label
   */
  public List<String> labels() {
    labelColumn();
    return IntStream.range(0, rows).mapToObj(this::label).toList();
  }

  /**
   * How many rows each class has.
   *
   * @return class to number of rows, sorted by class; classes without rows left out
   * @throws NotFoundException if the table has no label
   */
  public Map<String, Long> classCounts() {
    return labelColumn().counts();
  }

  private CategoricalColumn labelColumn() {
    Optional<String> label = schema.label();
    if (label.isEmpty()) {
      throw new NotFoundException(name + " has no label; its columns are " + schema.names());
    }
    return (CategoricalColumn) column(label.get());
  }

  /**
   * Some of the rows.
   *
   * @param indices of rows, in the order wanted; a row may come more than once
   * @return a new dataset of the same schema
   */
  @Override
  public Dataset select(int... indices) {
    for (int index : indices) {
      Objects.checkIndex(index, rows);
    }
    List<Column> selected = columns.stream().map(column -> column.select(indices)).toList();
    return new Dataset(name, schema, selected, indices.length);
  }

  /**
   * The rows for which something holds.
   *
   * @param condition on a row's index
   * @return a new dataset of the same schema, in the same order
   */
  public Dataset selectIf(IntPredicate condition) {
    return select(IntStream.range(0, rows).filter(condition).toArray());
  }

  /**
   * The table without some columns.
   *
   * @param names of columns to be left out
   * @return a new dataset
   * @throws NotFoundException if there is no such column
   */
  public Dataset without(String... names) {
    Arrays.stream(names).forEach(this::column);
    List<String> out = Arrays.asList(names);
    return ofColumns(
        name, columns.stream().filter(column -> !out.contains(column.name())).toList(), rows);
  }

  /**
   * The rows that are equal in every column, the label included.
   *
   * @return what was found
   */
  public DuplicateRows duplicates() {
    return DuplicateRows.of(this);
  }

  /**
   * The SHA-256 of the content, in the form this class documents.
   *
   * @return the same for equal schema and values, whatever the source
   */
  public Digest fingerprint() {
    return Fingerprint.of(this);
  }

  /**
   * Points at this data under its own name.
   *
   * @return name, fingerprint and number of rows
   */
  public DataReference reference() {
    return reference(name);
  }

  /**
   * Points at this data.
   *
   * @param as the name in the reference
   * @return name, fingerprint and number of rows
   */
  public DataReference reference(String as) {
    return new DataReference(as, fingerprint(), rows);
  }

  /** Name, rows and columns, as in {@code train (600 rows, 21 columns)}. */
  @Override
  public String toString() {
    return name + " (" + rows + " rows, " + columns.size() + " columns)";
  }
}
