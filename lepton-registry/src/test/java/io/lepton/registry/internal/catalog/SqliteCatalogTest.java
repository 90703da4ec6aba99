package io.lepton.registry.internal.catalog;

import io.lepton.spi.Catalog;
import io.lepton.testkit.CatalogContract;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The SQLite catalogue")
class SqliteCatalogTest extends CatalogContract {
  /** So few that a search by metric sometimes sorts what it finds, sometimes walks an index. */
  static final int FEW = 5;

  @TempDir Path folder;

  @Override
  protected Catalog create() {
    return new JdbcCatalog(SqliteDatabase.open(folder.resolve("catalog.db")), FEW);
  }

  @Override
  protected Optional<Catalog> reopen() {
    return Optional.of(create());
  }
}
