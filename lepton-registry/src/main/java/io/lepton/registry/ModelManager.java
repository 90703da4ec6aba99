package io.lepton.registry;

import io.lepton.error.LeptonException;
import io.lepton.error.NotFoundException;
import io.lepton.model.Evaluation;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Version;
import io.lepton.registry.internal.catalog.SqliteCatalog;
import io.lepton.spi.BlobStore;
import io.lepton.spi.Catalog;
import io.lepton.spi.Catalog.AttachEvaluation;
import io.lepton.spi.Catalog.RefMove;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A store of models in a folder: the way in to everything else. Any number of threads may use one
 * manager, and any number of managers, in any number of processes of one machine, one folder.
 *
 * <pre>{@code
 * try (ModelManager models = ModelManager.open(Path.of("lepton-home"))) {
 *   Version v1 = models.model("credit-scoring").save(snapshot).message("baseline").commit();
 *   models.model("credit-scoring").alias("champion").moveTo(v1).because("first");
 *   ModelSnapshot back = models.load(v1);
 * }
 * }</pre>
 */
public final class ModelManager implements AutoCloseable {
  private final Path home;
  private final Store store;

  private ModelManager(Path home, Store store) {
    this.home = home;
    this.store = store;
  }

  /**
   * Opens a store, made if the folder is absent or empty.
   *
   * @param home the store's folder
   * @return the manager, to be closed
   * @throws io.lepton.error.InvalidInputException if the folder holds something else; nothing is
   *     written then
   * @throws io.lepton.error.FormatTooNewException if a newer Lepton made it
   * @throws io.lepton.error.StorageException if it cannot be read or written
   */
  public static ModelManager open(Path home) {
    return builder(home).open();
  }

  /**
   * Opens a store with settings of its own.
   *
   * @param home the store's folder
   * @return a builder
   */
  public static Builder builder(Path home) {
    return new Builder(home);
  }

  /** Calls to a listener, until it is closed. */
  @FunctionalInterface
  public interface Subscription extends AutoCloseable {
    /** Ends the calls. */
    @Override
    void close();
  }

  /** Settings of a store to be opened. Not thread-safe. */
  public static final class Builder {
    private final Path home;
    private String author = System.getProperty("user.name", "unknown");
    private InstantSource clock = InstantSource.system();
    private @Nullable BlobStore blobs;
    private @Nullable Catalog catalog;

    private Builder(Path home) {
      this.home = Objects.requireNonNull(home);
    }

    /**
     * Names who acts; the system's user unless given.
     *
     * @param name recorded with versions and moves
     * @return this
     */
    public Builder author(String name) {
      author = Objects.requireNonNull(name);
      return this;
    }

    /**
     * Chooses where the time comes from.
     *
     * @param source of the times recorded
     * @return this
     */
    public Builder clock(InstantSource source) {
      clock = Objects.requireNonNull(source);
      return this;
    }

    /**
     * Chooses where packs are kept; the folder {@code packs} below home unless given.
     *
     * @param store closed with the manager
     * @return this
     */
    public Builder blobs(BlobStore store) {
      blobs = Objects.requireNonNull(store);
      return this;
    }

    /**
     * Chooses the catalogue; the file {@code catalog.db} below home unless given.
     *
     * @param index closed with the manager
     * @return this
     */
    public Builder catalog(Catalog index) {
      catalog = Objects.requireNonNull(index);
      return this;
    }

    /**
     * Opens the store.
     *
     * @return the manager, to be closed
     * @throws LeptonException as {@link ModelManager#open} does
     */
    public ModelManager open() {
      Home folder = Home.open(home);
      Catalog index = catalog != null ? catalog : SqliteCatalog.open(folder.catalog());
      try {
        BlobStore packs = blobs != null ? blobs : LocalBlobStore.open(folder.packs(), clock);
        return new ModelManager(folder.folder(), new Store(packs, index, author, clock));
      } catch (LeptonException e) {
        index.close();
        throw e;
      }
    }
  }

  /**
   * The store's folder.
   *
   * @return an absolute path
   */
  public Path home() {
    return home;
  }

  /**
   * The models that have a version.
   *
   * @return handles in ascending order of name
   */
  public List<Model> models() {
    return store.catalog.models().stream().map(this::model).toList();
  }

  /**
   * A model.
   *
   * @param name which need not exist; the first save makes it
   * @return a handle
   * @throws io.lepton.error.InvalidInputException if the name breaks the rules of {@link
   *     io.lepton.spi.Ref#requireValidName}
   */
  public Model model(String name) {
    return new Model(store, name);
  }

  /**
   * Brings a version back. Tensors and files are fetched, and checked against their SHA-256, when
   * they are read.
   *
   * @param version of this store
   * @return the snapshot that was saved, to the bit; settings in alphabetical order
   * @throws io.lepton.error.RetiredException if its weights were destroyed
   * @throws NotFoundException if this store has no such version
   * @throws io.lepton.error.CorruptDataException if what is stored is damaged; reading tensors
   *     throws it too
   */
  public ModelSnapshot load(Version version) {
    return new Loader(store).load(version.id());
  }

  /**
   * Attaches an evaluation to a saved version.
   *
   * @param version of this store
   * @param evaluation what was measured
   * @throws NotFoundException if this store has no such version
   */
  public void attach(Version version, Evaluation evaluation) {
    store.catalog.apply(
        List.of(
            new AttachEvaluation(version.id(), evaluation, store.clock.instant(), store.author)));
  }

  /**
   * What was measured of a version.
   *
   * @param version of this store
   * @return in the order attached
   */
  public List<Evaluation> evaluations(Version version) {
    return store.catalog.evaluations(version.id()).stream()
        .map(Catalog.EvaluationEntry::evaluation)
        .toList();
  }

  /**
   * Calls a listener after each move of a branch, alias or tag that this manager commits, on the
   * thread that commits it. Moves by other managers and processes are not seen; poll {@link
   * Alias#find} for these.
   *
   * @param listener whose exceptions are logged and go no further
   * @return ends the calls when closed
   */
  public Subscription onRefMoved(Consumer<RefMove> listener) {
    return store.listen(Objects.requireNonNull(listener));
  }

  /** Frees files and threads. Snapshots that were loaded can no longer be read. */
  @Override
  public void close() {
    store.close();
  }
}
