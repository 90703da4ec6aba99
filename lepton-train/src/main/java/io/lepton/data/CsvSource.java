package io.lepton.data;

import io.lepton.error.InvalidInputException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A CSV file, read row by row. */
record CsvSource(CsvReader reader, String name, Schema schema, Set<String> missing)
    implements RowSource {
  @Override
  public RowCursor open() {
    CsvReader.Opened opened = reader.openRows();
    try {
      CsvTable.requireSameColumns(name, opened.rows().header(), schema);
    } catch (InvalidInputException e) {
      opened.close();
      throw e;
    }
    List<String> header = opened.rows().header();
    int[] indices = schema.names().stream().mapToInt(header::indexOf).toArray();
    return new Cursor(opened, indices);
  }

  private final class Cursor implements RowCursor {
    private final CsvReader.Opened opened;
    private final int[] indices;
    private String @Nullable [] cells;

    Cursor(CsvReader.Opened opened, int[] indices) {
      this.opened = opened;
      this.indices = indices;
    }

    @Override
    public boolean next() {
      cells = reader.reading(() -> Optional.ofNullable(opened.rows().next())).orElse(null);
      return cells != null;
    }

    @Override
    public @Nullable Object value(int column) {
      String cell = Objects.requireNonNull(cells, "no current row")[indices[column]];
      return missing.contains(cell)
          ? null
          : ColumnBuilder.parsed(schema.fields().get(column), cell, where());
    }

    @Override
    public String where() {
      return name + " line " + opened.rows().line();
    }

    @Override
    public void close() {
      opened.close();
    }
  }
}
