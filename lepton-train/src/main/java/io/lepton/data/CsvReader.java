package io.lepton.data;

import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.error.StorageException;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.jspecify.annotations.Nullable;

/**
 * Reads a CSV file (RFC 4180, UTF-8, with a header line) into a {@link Dataset}.
 *
 * <p>Types that are not given are inferred from all values: a column of numbers is NUMERIC, one of
 * {@code true} and {@code false} is BOOLEAN, one with more than 100 distinct values that fill more
 * than half of its cells is TEXT, any other CATEGORICAL. With a {@link #schema}, nothing is
 * inferred: the file must have exactly its columns, in any order. An empty cell is missing unless
 * {@link #missing} says otherwise; a missing label is an error. Not thread-safe.
 */
public final class CsvReader {
  private final Path file;
  private final Map<String, ColumnType> types = new LinkedHashMap<>();
  private final Set<String> ignored = new HashSet<>();
  private Set<String> missing = Set.of("");
  private char separator = ',';
  private String name;
  private @Nullable Schema schema;

  CsvReader(Path file) {
    this.file = file;
    this.name = String.valueOf(file.getFileName());
  }

  /**
   * Says which column is the label.
   *
   * @param column name
   * @return this
   */
  public CsvReader label(String column) {
    return as(ColumnType.LABEL, column);
  }

  /**
   * Says which columns are numeric.
   *
   * @param columns names
   * @return this
   */
  public CsvReader numeric(String... columns) {
    return as(ColumnType.NUMERIC, columns);
  }

  /**
   * Says which columns are categorical, such as codes that look like numbers.
   *
   * @param columns names
   * @return this
   */
  public CsvReader categorical(String... columns) {
    return as(ColumnType.CATEGORICAL, columns);
  }

  /**
   * Says which columns are boolean: {@code true} or {@code false}, {@code yes} or {@code no},
   * {@code 1} or {@code 0}, in any case.
   *
   * @param columns names
   * @return this
   */
  public CsvReader bool(String... columns) {
    return as(ColumnType.BOOLEAN, columns);
  }

  /**
   * Says which columns are free text.
   *
   * @param columns names
   * @return this
   */
  public CsvReader text(String... columns) {
    return as(ColumnType.TEXT, columns);
  }

  private CsvReader as(ColumnType type, String... columns) {
    for (String column : columns) {
      types.put(column, type);
    }
    return this;
  }

  /**
   * Leaves columns out, such as identifiers.
   *
   * @param columns names
   * @return this
   */
  public CsvReader ignore(String... columns) {
    ignored.addAll(List.of(columns));
    return this;
  }

  /**
   * Says which cells stand for a missing value, instead of only the empty one.
   *
   * @param tokens exact cells, such as {@code ""}, {@code "NA"} and {@code "?"}
   * @return this
   */
  public CsvReader missing(String... tokens) {
    missing = Set.of(tokens);
    return this;
  }

  /**
   * Sets the separator, instead of the comma.
   *
   * @param character between cells
   * @return this
   */
  public CsvReader separator(char character) {
    separator = character;
    return this;
  }

  /**
   * Requires a schema, as of the training data, instead of inferring one.
   *
   * @param required exactly the file's columns that are not ignored; its order is the dataset's
   * @return this
   */
  public CsvReader schema(Schema required) {
    schema = Objects.requireNonNull(required);
    return this;
  }

  /**
   * Names the dataset, instead of by the file.
   *
   * @param dataset name
   * @return this
   */
  public CsvReader named(String dataset) {
    name = Objects.requireNonNull(dataset);
    return this;
  }

  /**
   * Reads the file.
   *
   * @return the dataset
   * @throws NotFoundException if there is no such file
   * @throws StorageException if the file cannot be read
   * @throws InvalidInputException if it is no CSV in UTF-8, is empty, has a name twice in its
   *     header, a row of another length, a cell of the wrong type, no label in some row, or other
   *     columns than the schema's or those named here; the message names line and column
   */
  public Dataset read() {
    CSVFormat format = CSVFormat.RFC4180.builder().setDelimiter(separator).get();
    try (Reader reader = Files.newBufferedReader(file);
        CSVParser parser = CSVParser.builder().setReader(reader).setFormat(format).get()) {
      CsvTable table = CsvTable.of(name, parser, ignored);
      return table.toDataset(name, types, missing, schema);
    } catch (NoSuchFileException e) {
      throw new NotFoundException("no file " + file.toAbsolutePath(), e);
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(name + " is not UTF-8; convert it first", e);
    } catch (IOException | UncheckedIOException e) {
      throw new StorageException(
          StorageException.Kind.PERMANENT, "cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
