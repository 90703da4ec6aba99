package io.lepton.data;

import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.error.StorageException;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.jspecify.annotations.Nullable;

/**
 * Reads a CSV or TSV file (RFC 4180, UTF-8, packed by gzip or not) into a {@link Dataset}. It has a
 * header line unless {@link #header} names the columns.
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
  private @Nullable List<String> header;
  private boolean quoted = true;

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
   * Names the columns of a file that has no header line.
   *
   * @param columns one name for each, in order
   * @return this
   */
  public CsvReader header(String... columns) {
    header = List.of(columns);
    return this;
  }

  /**
   * Takes quotation marks as they stand, as tab-separated files often mean them: a cell then ends
   * at the next separator and a row at the end of its line.
   *
   * @return this
   */
  public CsvReader unquoted() {
    quoted = false;
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
    try (Reader reader = open();
        CSVParser parser = CSVParser.builder().setReader(reader).setFormat(format()).get()) {
      CsvTable table = CsvTable.of(name, parser, header, ignored);
      return table.toDataset(name, types, missing, schema);
    } catch (NoSuchFileException e) {
      throw new NotFoundException("no file " + file.toAbsolutePath(), e);
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(name + " is not UTF-8; convert it first", e);
    } catch (EOFException | ZipException e) {
      throw new InvalidInputException(
          name + " ends within its gzip packing or is damaged; was it copied whole?", e);
    } catch (IOException | UncheckedIOException e) {
      throw new StorageException(
          StorageException.Kind.PERMANENT, "cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private CSVFormat format() {
    CSVFormat.Builder format = CSVFormat.RFC4180.builder().setDelimiter(separator);
    return (quoted ? format : format.setQuote(null)).get();
  }

  /** A file packed by gzip is known by its first bytes. */
  private Reader open() throws IOException {
    InputStream raw = new BufferedInputStream(Files.newInputStream(file));
    try {
      raw.mark(2);
      boolean packed = (raw.read() | raw.read() << 8) == GZIPInputStream.GZIP_MAGIC;
      raw.reset();
      return new BufferedReader(
          new InputStreamReader(
              packed ? new GZIPInputStream(raw, 1 << 16) : raw,
              StandardCharsets.UTF_8.newDecoder()));
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }
}
