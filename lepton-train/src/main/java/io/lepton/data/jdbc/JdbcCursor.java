package io.lepton.data.jdbc;

import io.lepton.data.RowCursor;
import io.lepton.data.Schema;
import org.jspecify.annotations.Nullable;

/** Walks over a result. */
final class JdbcCursor implements RowCursor {
  private final String name;
  private final Schema schema;
  private final Query.Running running;
  private long row = -1;

  JdbcCursor(String name, Schema schema, Query.Running running) {
    this.name = name;
    this.schema = schema;
    this.running = running;
  }

  @Override
  public boolean next() {
    row++;
    return asking(() -> running.rows().next());
  }

  @Override
  public @Nullable Object value(int column) {
    Object sql = asking(() -> new Cell(running.rows().getObject(column + 1))).value();
    return sql == null ? null : JdbcTypes.value(schema.fields().get(column), sql, where());
  }

  private record Cell(@Nullable Object value) {}

  @Override
  public String where() {
    return name + " row " + row;
  }

  @Override
  public void close() {
    asking(
        () -> {
          running.close();
          return true;
        });
  }

  private <T> T asking(JdbcSource.Asking<T> action) {
    return JdbcSource.asking(name, "row " + row, action);
  }
}
