package io.lepton.registry.internal.catalog;

import io.lepton.spi.Catalog;
import io.lepton.testkit.CatalogContract;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The SQLite catalogue")
class SqliteCatalogTest extends CatalogContract {
  @TempDir Path folder;

  @Override
  protected Catalog create() {
    return SqliteCatalog.open(folder.resolve("catalog.db"));
  }

  @Override
  protected Optional<Catalog> reopen() {
    return Optional.of(create());
  }
}
