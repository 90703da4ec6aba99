package io.lepton.registry.internal.catalog;

import io.lepton.spi.Catalog;
import java.nio.file.Path;

/** Opens a {@link Catalog} in one SQLite file, in WAL mode with {@code synchronous=FULL}. */
public final class SqliteCatalog {
  private SqliteCatalog() {}

  /**
   * Opens a catalogue, made if absent.
   *
   * @param file of the catalogue
   * @return the catalogue
   * @throws io.lepton.error.FormatTooNewException if a newer Lepton wrote it
   * @throws io.lepton.error.CorruptDataException if it is not a catalogue or damaged
   * @throws io.lepton.error.StorageException if it cannot be opened for writing
   */
  public static Catalog open(Path file) {
    return new JdbcCatalog(SqliteDatabase.open(file));
  }
}
