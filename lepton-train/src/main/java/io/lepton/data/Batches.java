package io.lepton.data;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** The rows of a {@link RowSource}, some at a time. Not thread-safe. */
public final class Batches implements Iterator<Dataset>, AutoCloseable {
  private final String name;
  private final Schema schema;
  private final RowCursor cursor;
  private final int rows;
  private boolean ready;

  Batches(String name, Schema schema, RowCursor cursor, int rows) {
    this.name = name;
    this.schema = schema;
    this.cursor = cursor;
    this.rows = rows;
    this.ready = cursor.next();
  }

  static void addRow(RowCursor cursor, List<ColumnBuilder> builders) {
    for (int i = 0; i < builders.size(); i++) {
      Object value = cursor.value(i);
      if (value == null) {
        builders.get(i).addMissing(cursor.where());
      } else {
        builders.get(i).add(value, cursor.where());
      }
    }
  }

  @Override
  public boolean hasNext() {
    return ready;
  }

  /**
   * The next rows.
   *
   * @return as many as asked for; fewer in the last table
   * @throws io.lepton.error.InvalidInputException if a value is not of its column's type
   */
  @Override
  public Dataset next() {
    if (!ready) {
      throw new NoSuchElementException(name + " has no more rows");
    }
    List<ColumnBuilder> builders = schema.fields().stream().map(ColumnBuilder::new).toList();
    int count = 0;
    for (; ready && count < rows; count++) {
      addRow(cursor, builders);
      ready = cursor.next();
    }
    return Dataset.ofColumns(name, builders.stream().map(ColumnBuilder::build).toList(), count);
  }

  @Override
  public void close() {
    cursor.close();
  }
}
