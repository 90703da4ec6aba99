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
  private Unparsable unparsable = Unparsable.REFUSE;

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
   * Says what to do about a cell that is no value of its column's type.
   *
   * @param policy instead of refusing the file
   * @return this
   */
  public CsvReader unparsable(Unparsable policy) {
    unparsable = Objects.requireNonNull(policy);
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
    return readWithReport().data();
  }

  /**
   * What was read, and what could not be.
   *
   * @param data of the file
   * @param errors cells that did not parse and were taken for missing; none under {@link
   *     Unparsable#REFUSE}
   */
  public record Read(Dataset data, TypeErrors errors) {}

  /**
   * Reads the file, and reports the cells that {@link Unparsable#AS_MISSING} took for missing.
   *
   * @return the dataset and the report
   * @throws NotFoundException as {@link #read}
   * @throws StorageException as {@link #read}
   * @throws InvalidInputException as {@link #read}
   */
  public Read readWithReport() {
    try (Opened opened = openRows()) {
      CsvTable table = reading(() -> CsvTable.of(name, opened.rows()));
      TypeErrors.Tally errors = new TypeErrors.Tally(unparsable);
      Dataset data = table.toDataset(name, types, missing, schema, errors);
      return new Read(data, errors.report(name));
    }
  }

  /**
   * The file as rows that need not fit in memory. It must have a {@link #schema}; where none is
   * known, {@code read().schema()} of a part of the file is a start. Cells of the wrong type are an
   * error.
   *
   * @return the rows, read anew in each walk
   * @throws InvalidInputException if no schema is given, or columns were named one by one
   */
  public RowSource source() {
    if (schema == null || !types.isEmpty() || unparsable != Unparsable.REFUSE) {
      throw new InvalidInputException(
          name
              + " as a stream of rows needs a schema(...), and no types of single columns beside"
              + " it: types cannot be inferred from rows that are not there yet");
    }
    return new CsvSource(copy(), name, schema, missing);
  }

  /** Whoever holds a source does not see later changes of this reader. */
  private CsvReader copy() {
    CsvReader copy = new CsvReader(file);
    copy.name = name;
    copy.ignored.addAll(ignored);
    copy.separator = separator;
    copy.header = header;
    copy.quoted = quoted;
    return copy;
  }

  /** An open file. */
  record Opened(CSVParser parser, CsvRows rows) implements AutoCloseable {
    @Override
    public void close() {
      try {
        parser.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  Opened openRows() {
    return reading(
        () -> {
          CSVParser parser = CSVParser.builder().setReader(open()).setFormat(format()).get();
          try {
            return new Opened(parser, new CsvRows(name, parser, header, ignored));
          } catch (IOException | RuntimeException e) {
            parser.close();
            throw e;
          }
        });
  }

  /** What reads the file. */
  interface Reading<T> {
    T run() throws IOException;
  }

  <T> T reading(Reading<T> action) {
    try {
      return action.run();
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
