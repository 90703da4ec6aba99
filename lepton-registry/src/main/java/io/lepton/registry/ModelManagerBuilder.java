package io.lepton.registry;

import io.lepton.access.AccessPolicy;
import io.lepton.access.ReadAudit;
import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.LeptonException;
import io.lepton.error.StorageException;
import io.lepton.gate.Evidence;
import io.lepton.gate.Finding;
import io.lepton.registry.GovernedCatalog.Intent;
import io.lepton.registry.internal.catalog.SqliteCatalog;
import io.lepton.sign.ModelVerifier;
import io.lepton.spi.BlobStore;
import io.lepton.spi.Catalog;
import io.lepton.spi.KeyProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Settings of a store to be opened; begun by {@link ModelManager#builder}. Not thread-safe. */
public final class ModelManagerBuilder {
  private final Path home;
  private String author = System.getProperty("user.name", "unknown");
  private InstantSource clock = InstantSource.system();
  private @Nullable BlobStore blobs;
  private @Nullable Catalog catalog;
  private Governance governance = Governance.NONE;
  private @Nullable KeyProvider keys;

  ModelManagerBuilder(Path home) {
    this.home = Objects.requireNonNull(home);
  }

  /**
   * Names who acts; the system's user unless given.
   *
   * @param name recorded with versions and moves
   * @return this
   */
  public ModelManagerBuilder author(String name) {
    author = Objects.requireNonNull(name);
    return this;
  }

  /**
   * Chooses where the time comes from.
   *
   * @param source of the times recorded
   * @return this
   */
  public ModelManagerBuilder clock(InstantSource source) {
    clock = Objects.requireNonNull(source);
    return this;
  }

  /**
   * Chooses where packs are kept; the folder {@code packs} below home unless given.
   *
   * @param store closed with the manager
   * @return this
   */
  public ModelManagerBuilder blobs(BlobStore store) {
    blobs = Objects.requireNonNull(store);
    return this;
  }

  /**
   * Chooses the catalogue; the file {@code catalog.db} below home unless given.
   *
   * @param index closed with the manager
   * @return this
   */
  public ModelManagerBuilder catalog(Catalog index) {
    catalog = Objects.requireNonNull(index);
    return this;
  }

  /**
   * Gives the keys for models that are encrypted, or shall be: {@link
   * io.lepton.crypto.PassphraseKeys}, or those of a key management service.
   *
   * @param provider closed with the manager
   * @return this
   */
  public ModelManagerBuilder keys(KeyProvider provider) {
    keys = Objects.requireNonNull(provider);
    return this;
  }

  /**
   * Chooses who may do what; everybody everything unless given.
   *
   * @param policy asked in front of every operation
   * @return this
   */
  public ModelManagerBuilder access(AccessPolicy policy) {
    governance =
        new Governance(
            Objects.requireNonNull(policy),
            governance.reads(),
            governance.checks(),
            governance.signatures());
    return this;
  }

  /**
   * Chooses which reads are written to the audit log; those that were denied unless given.
   *
   * @param reads which
   * @return this
   */
  public ModelManagerBuilder auditReads(ReadAudit reads) {
    governance =
        new Governance(
            governance.policy(),
            Objects.requireNonNull(reads),
            governance.checks(),
            governance.signatures());
    return this;
  }

  /**
   * Gives the code behind a rule {@link io.lepton.gate.Gate#check}; may be called again.
   *
   * @param name of the rule
   * @param check looks at the evidence and at nothing else that changes
   * @return this
   */
  public ModelManagerBuilder check(String name, Function<Evidence, Finding> check) {
    Map<String, Function<Evidence, Finding>> checks = new HashMap<>(governance.checks());
    checks.put(name, Objects.requireNonNull(check));
    governance =
        new Governance(governance.policy(), governance.reads(), checks, governance.signatures());
    return this;
  }

  /**
   * Says whose signatures the rule {@link io.lepton.gate.Gate#signatureValid} takes; until then it
   * is inconclusive.
   *
   * @param trusted keys or roots
   * @return this
   */
  public ModelManagerBuilder signatures(ModelVerifier trusted) {
    governance =
        new Governance(
            governance.policy(),
            governance.reads(),
            governance.checks(),
            Objects.requireNonNull(trusted));
    return this;
  }

  /**
   * Opens the store. If that fails, what was given to be closed with the manager is closed.
   *
   * @return the manager, to be closed
   * @throws LeptonException as {@link ModelManager#open} does
   */
  public ModelManager open() {
    BlobStore packs = blobs;
    Catalog index = catalog;
    Store store = null;
    try {
      Home folder = Home.open(home);
      if (packs == null) {
        folder.keepMarkerBefore(folder.packs());
        packs = LocalBlobStore.open(folder.packs(), clock);
      }
      if (index == null) {
        folder.keepMarkerBefore(folder.catalog());
        index = openCatalog(folder, packs);
      }
      store = new Store(packs, index, author, clock, governance, keys);
      new Leftovers(store.with(Intent.ELEVATED)).sweep();
      Ending.resume(store.with(Intent.ELEVATED));
      return new ModelManager(folder.folder(), store, store::close);
    } catch (RuntimeException | Error e) {
      if (store != null) {
        store.close();
      } else {
        close(packs, index, keys);
      }
      throw e;
    }
  }

  private static void close(
      @Nullable BlobStore packs, @Nullable Catalog index, @Nullable KeyProvider keys) {
    if (packs != null) {
      packs.close();
    }
    if (index != null) {
      index.close();
    }
    if (keys != null) {
      keys.close();
    }
  }

  private static Catalog openCatalog(Home folder, BlobStore packs) {
    if (!Files.exists(folder.catalog())) {
      try (Stream<String> keys = packs.list("")) {
        // Another opener may just have made both.
        if (keys.findAny().isPresent() && !Files.exists(folder.catalog())) {
          throw new CorruptDataException(
              "the store "
                  + folder.folder()
                  + " has packs but no "
                  + folder.catalog().getFileName()
                  + "; put it back, or rebuild it with reindex()"
                  + (folder.catalogFiles().isEmpty()
                      ? ""
                      : " after moving away what is left of it: " + folder.catalogFiles()));
        }
      }
    }
    return SqliteCatalog.open(folder.catalog());
  }

  /**
   * Rebuilds the catalogue of a store that has lost it, from the newest sound backup ({@link
   * Maintenance#backup()}) and the packs. The backup gives everything that was recorded when it was
   * made; the packs give where chunks lie, and versions that were saved later. What only the
   * catalogue learnt after the backup is lost, or, without one, all that only it knew: refs and
   * their history, evaluations, experiments, certificates. Each version that the backup does not
   * know and no other follows gets a branch {@code recovered/v…}. Numbers that packs alone give are
   * as they were if the clocks of those who saved agreed and no manifest is lost. A version whose
   * save a crash ended after its pack was written may appear. What is damaged is skipped and
   * reported; versions that follow a lost one are kept without it.
   *
   * <p>A catalogue that was given, one on PostgreSQL for example, must be empty, and is filled in
   * one transaction; it stays open. Nobody may work with the store meanwhile.
   *
   * @return what was found
   * @throws InvalidInputException if there is a catalogue, or a file SQLite keeps beside one; move
   *     them away first; or if the one given is not empty
   * @throws io.lepton.error.ConflictException if another rebuilt it meanwhile; theirs is kept
   * @throws io.lepton.error.FormatTooNewException if a newer Lepton wrote a pack or manifest;
   *     nothing is changed
   * @throws LeptonException as {@link ModelManager#open} does
   */
  public ReindexReport reindex() {
    Home folder = Home.open(home);
    if (catalog == null) {
      folder.requireNoCatalog();
    } else {
      Refill.requireEmpty(catalog);
    }
    Instant abandoned = clock.instant().minus(Duration.ofDays(1));
    Path draft = folder.draftOfCatalog();
    try {
      try {
        folder.deleteDraftsOlderThan(abandoned);
        ReindexReport report;
        BlobStore packs = blobs != null ? blobs : LocalBlobStore.open(folder.packs(), clock);
        Catalog empty = SqliteCatalog.open(draft);
        try (Store store = new Store(packs, empty, author, clock, governance, keys)) {
          Restored restored = Restored.into(empty, packs);
          String from = restored.used().map(it -> it.key() + " and the packs").orElse("the packs");
          Intent rebuild = Intent.partOf("the catalogue was rebuilt from " + from);
          report = new Reindexer(store.with(rebuild), restored).run();
          if (catalog != null) {
            Refill.copy(empty, catalog);
          }
        }
        if (catalog == null) {
          folder.adoptCatalog(draft);
        }
        return report;
      } finally {
        Home.deleteCatalog(draft);
      }
    } catch (IOException e) {
      throw new StorageException(
          StorageException.Kind.PERMANENT, "cannot rebuild the catalogue: " + e, e);
    }
  }
}
