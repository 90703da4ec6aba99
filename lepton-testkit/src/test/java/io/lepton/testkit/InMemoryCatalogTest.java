package io.lepton.testkit;

import io.lepton.spi.Catalog;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;

@DisplayName("An InMemoryCatalog")
class InMemoryCatalogTest extends CatalogContract {
  private final InMemoryCatalog catalog = new InMemoryCatalog();

  @Override
  protected Catalog create() {
    return catalog;
  }

  @Override
  protected Optional<Catalog> reopen() {
    return Optional.of(catalog);
  }
}
