package io.lepton.data;

import io.lepton.error.InvalidInputException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** The rows of a file, one after the other, as texts. */
final class CsvRows {
  private final String source;
  private final CSVParser parser;
  private final Iterator<CSVRecord> records;
  private final int width;
  private final int[] kept;
  private final List<String> header;
  private long line;
  private long next;

  CsvRows(String source, CSVParser parser, @Nullable List<String> names, Set<String> ignored)
      throws CharacterCodingException {
    this.source = source;
    this.parser = parser;
    this.records = parser.iterator();
    this.next = 1;
    if (!hasNext()) {
      throw new InvalidInputException(source + " is empty; expected a header line and rows");
    }
    List<String> all = header(source, names != null ? names : records.next().toList());
    next = names != null ? 1 : parser.getCurrentLineNumber() + 1;
    for (String column : ignored) {
      requireColumn(source, all, column);
    }
    width = all.size();
    kept = IntStream.range(0, width).filter(i -> !ignored.contains(all.get(i))).toArray();
    header = Arrays.stream(kept).mapToObj(all::get).toList();
  }

  /** The columns that are not ignored. */
  List<String> header() {
    return header;
  }

  /** The line on which the row begins that {@link #next()} gave last. */
  long line() {
    return line;
  }

  /** The cells of the next row that are not ignored; null if there is none. Passes over blanks. */
  String @Nullable [] next() throws CharacterCodingException {
    while (hasNext()) {
      CSVRecord record = records.next();
      line = next;
      next = parser.getCurrentLineNumber() + 1;
      boolean blank = record.size() == 1 && record.get(0).isEmpty() && width > 1;
      if (!blank) {
        if (record.size() != width) {
          throw new InvalidInputException(
              source
                  + " line "
                  + line
                  + " has "
                  + record.size()
                  + " cells; the header has "
                  + width);
        }
        return Arrays.stream(kept).mapToObj(record::get).toArray(String[]::new);
      }
    }
    return null;
  }

  private boolean hasNext() throws CharacterCodingException {
    try {
      return records.hasNext();
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof CharacterCodingException coding) {
        throw coding;
      }
      throw new InvalidInputException(
          source + " line " + next + " is not CSV: " + e.getMessage(), e);
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

  static void requireColumn(String source, List<String> header, String column) {
    if (!header.contains(column)) {
      throw new InvalidInputException(
          source + " has no column \"" + column + "\"; its header has " + header);
    }
  }
}
