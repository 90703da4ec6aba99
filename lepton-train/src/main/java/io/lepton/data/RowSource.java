package io.lepton.data;

import io.lepton.bytes.Digest;
import io.lepton.error.InvalidInputException;
import io.lepton.model.DataReference;
import java.util.List;
import java.util.function.Consumer;

/**
 * A table that need not fit in memory: rows with a known schema that can be walked over again and
 * again, always in the same order. CSV files ({@link CsvReader#source}), database queries and
 * Parquet files are such; an application can write its own.
 *
 * <p>An implementation MUST give each cursor all rows from the start, MUST give values of the
 * schema's types, and MUST NOT hold more rows in memory than a bound of its own.
 */
public interface RowSource {
  /**
   * What people call the data.
   *
   * @return the name
   */
  String name();

  /**
   * The columns' names and types.
   *
   * @return the schema
   */
  Schema schema();

  /**
   * Starts a walk over all rows.
   *
   * @return a cursor before the first row, to be closed
   */
  RowCursor open();

  /**
   * Starts a walk over all rows in tables of some rows each.
   *
   * @param rows of each table but the last, at least 1; what is held in memory at a time
   * @return to be closed
   */
  default Batches batches(int rows) {
    if (rows < 1) {
      throw new InvalidInputException("batches of " + rows + " rows; expected at least 1");
    }
    return new Batches(name(), schema(), open(), rows);
  }

  /**
   * Hands all rows over in tables of some rows each.
   *
   * @param rows of each table but the last, at least 1
   * @param action on each table, in order
   * @throws InvalidInputException if a value is not of its column's type; the message says where
   */
  default void forEachBatch(int rows, Consumer<Dataset> action) {
    try (Batches batches = batches(rows)) {
      while (batches.hasNext()) {
        action.accept(batches.next());
      }
    }
  }

  /**
   * Reads all rows into memory.
   *
   * @return a dataset under this name
   * @throws InvalidInputException if a value is not of its column's type; the message says where
   */
  default Dataset read() {
    List<ColumnBuilder> builders = schema().fields().stream().map(ColumnBuilder::new).toList();
    int rows = 0;
    try (RowCursor cursor = open()) {
      while (cursor.next()) {
        Batches.addRow(cursor, builders);
        rows++;
      }
    }
    return Dataset.ofColumns(name(), builders.stream().map(ColumnBuilder::build).toList(), rows);
  }

  /**
   * The SHA-256 of the content in the form that {@link Dataset} documents. Takes one walk, and as
   * much space for temporary files as the values take, since that form goes column by column.
   *
   * @return the same as of the same data in memory
   */
  default Digest fingerprint() {
    return reference(name()).fingerprint();
  }

  /**
   * Points at this data, for the lineage of a model.
   *
   * @param as the name in the reference
   * @return name, fingerprint and number of rows
   */
  default DataReference reference(String as) {
    return StreamedFingerprint.reference(this, as);
  }
}
