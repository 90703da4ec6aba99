package io.lepton.registry.internal.catalog;

import io.lepton.registry.ModelManager;
import io.lepton.spi.Catalog;
import io.lepton.spi.StudyStorage;
import io.lepton.testkit.StudyStorageContract;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The studies of a store whose catalogue is PostgreSQL")
class PostgresStudiesTest extends StudyStorageContract {
  private static final String SCHEMA = TestServer.freshSchema();

  @TempDir Path folder;
  private final List<AutoCloseable> opened = new ArrayList<>();

  @Override
  protected StudyStorage create() throws SQLException {
    Catalog catalog = catalog();
    TestServer.empty(SCHEMA);
    return studies(catalog);
  }

  @Override
  protected Optional<StudyStorage> reopen() {
    return Optional.of(studies(catalog()));
  }

  private Catalog catalog() {
    Catalog catalog =
        new JdbcCatalog(
            PostgresDatabase.open(TestServer.source(), SCHEMA, 10, Duration.ofSeconds(30)),
            SqliteCatalogTest.FEW);
    opened.add(catalog);
    return catalog;
  }

  private StudyStorage studies(Catalog catalog) {
    ModelManager models = ModelManager.builder(folder.resolve("home")).catalog(catalog).open();
    opened.add(0, models);
    return models.studies();
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable it : opened) {
      it.close();
    }
  }
}
