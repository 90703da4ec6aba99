package io.lepton.testkit;

import io.lepton.spi.BlobStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;

/**
 * The rules of {@link BlobStore} as tests. Extend it, supply {@link #create} and, if blobs outlive
 * the object, {@link #reopen}; every test then runs against a fresh store.
 *
 * <pre>{@code
 * class LocalBlobStoreTest extends BlobStoreContract {
 *   @TempDir Path folder;
 *   @Override protected BlobStore create() { return LocalBlobStore.open(folder); }
 *   @Override protected Optional<BlobStore> reopen() { return Optional.of(create()); }
 * }
 * }</pre>
 */
@DisplayName("A BlobStore")
public abstract class BlobStoreContract
    implements BlobWritingRules, BlobReadingRules, BlobRaceRules {
  private final List<BlobStore> opened = new ArrayList<>();

  /** For subclasses; JUnit makes one object for each test. */
  protected BlobStoreContract() {}

  /**
   * A new, empty store. Called once for each test, before it.
   *
   * @return the store under test, closed after the test
   * @throws Exception if it cannot be made, which fails the test
   */
  protected abstract BlobStore create() throws Exception;

  /**
   * Opens what {@link #create} made for the same test once more, as a second process would; the
   * first may be open or closed by then. Leave as it is for a store whose blobs end with the
   * object: the tests that need it are then reported as skipped.
   *
   * @return a second handle, closed after the test; empty if the store is not persistent
   * @throws Exception if it cannot be opened, which fails the test
   */
  protected Optional<BlobStore> reopen() throws Exception {
    return Optional.empty();
  }

  @BeforeEach
  final void openTheStore() throws Exception {
    opened.add(create());
  }

  @AfterEach
  final void closeTheStores() {
    opened.forEach(BlobStore::close);
  }

  /**
   * The store under test, for tests added by a subclass.
   *
   * @return the store that {@link #create} made for this test
   */
  @Override
  public final BlobStore store() {
    return opened.get(0);
  }

  /**
   * A second handle, for tests added by a subclass.
   *
   * @return what {@link #reopen} gave; the test is skipped if that is empty
   */
  @Override
  public final BlobStore again() {
    BlobStore second = Reopening.orSkip(this::reopen);
    opened.add(second);
    return second;
  }
}
