package io.lepton.testkit;

import io.lepton.spi.Catalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;

/**
 * The rules of {@link Catalog} as tests. Extend it, supply {@link #create} and, if what was applied
 * outlives the object, {@link #reopen}; every test then runs against a fresh catalogue.
 *
 * <pre>{@code
 * class SqliteCatalogTest extends CatalogContract {
 *   @TempDir Path folder;
 *   @Override protected Catalog create() { return SqliteCatalog.open(folder.resolve("c.db")); }
 *   @Override protected Optional<Catalog> reopen() { return Optional.of(create()); }
 * }
 * }</pre>
 */
@DisplayName("A Catalog")
public abstract class CatalogContract
    implements CatalogVersionRules,
        CatalogRefRules,
        CatalogPackRules,
        CatalogRecordRules,
        CatalogStreamRules,
        CatalogPageRules,
        CatalogFindRules,
        CatalogExportRules,
        CatalogAtomicityRules,
        CatalogRaceRules {
  private final List<Catalog> opened = new ArrayList<>();

  /** For subclasses; JUnit makes one object for each test. */
  protected CatalogContract() {}

  /**
   * A new, empty catalogue. Called once for each test, before it.
   *
   * @return the catalogue under test, closed after the test
   * @throws Exception if it cannot be made, which fails the test
   */
  protected abstract Catalog create() throws Exception;

  /**
   * Opens what {@link #create} made for the same test once more, as a second process would; the
   * first may be open or closed by then. Leave as it is for a catalogue whose content ends with the
   * object: the tests that need it are then reported as skipped.
   *
   * @return a second handle, closed after the test; empty if the catalogue is not persistent
   * @throws Exception if it cannot be opened, which fails the test
   */
  protected Optional<Catalog> reopen() throws Exception {
    return Optional.empty();
  }

  @BeforeEach
  final void openTheCatalog() throws Exception {
    opened.add(create());
  }

  @AfterEach
  final void closeTheCatalogs() {
    opened.forEach(Catalog::close);
  }

  /**
   * The catalogue under test, for tests added by a subclass.
   *
   * @return what {@link #create} made for this test
   */
  @Override
  public final Catalog catalog() {
    return opened.get(0);
  }

  /**
   * A second handle, for tests added by a subclass.
   *
   * @return what {@link #reopen} gave; the test is skipped if that is empty
   */
  @Override
  public final Catalog again() {
    Catalog second = Reopening.orSkip(this::reopen);
    opened.add(second);
    return second;
  }
}
