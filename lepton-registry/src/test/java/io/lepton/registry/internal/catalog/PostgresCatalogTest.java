package io.lepton.registry.internal.catalog;

import io.lepton.spi.Catalog;
import io.lepton.testkit.CatalogContract;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;

@DisplayName("The PostgreSQL catalogue")
class PostgresCatalogTest extends CatalogContract {
  /** One schema, emptied for each test: making one takes longer than most tests. */
  private static final String SCHEMA = TestServer.freshSchema();

  @Override
  protected Catalog create() throws SQLException {
    Catalog catalog = open();
    TestServer.empty(SCHEMA);
    return catalog;
  }

  @Override
  protected Optional<Catalog> reopen() {
    return Optional.of(open());
  }

  private static Catalog open() {
    return new JdbcCatalog(
        PostgresDatabase.open(TestServer.source(), SCHEMA, 10, Duration.ofSeconds(30)),
        SqliteCatalogTest.FEW);
  }
}
