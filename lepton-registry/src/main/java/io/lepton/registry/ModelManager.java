package io.lepton.registry;

import io.lepton.access.Action;
import io.lepton.audit.AuditLog;
import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.LeptonException;
import io.lepton.error.NotFoundException;
import io.lepton.error.StorageException;
import io.lepton.experiment.CatalogExperimentStore;
import io.lepton.experiment.ExperimentStore;
import io.lepton.gate.Approval;
import io.lepton.model.Evaluation;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Version;
import io.lepton.retention.RetentionPolicy;
import io.lepton.sign.ModelVerifier;
import io.lepton.sign.VerifiedModel;
import io.lepton.spi.Catalog;
import io.lepton.spi.Catalog.AttachEvaluation;
import io.lepton.spi.Catalog.RefMove;
import io.lepton.spi.StudyStorage;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

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
  private final Runnable closing;
  private final ExperimentStore experiments;

  ModelManager(Path home, Store store, Runnable closing) {
    this.home = home;
    this.store = store;
    this.closing = closing;
    this.experiments = new CatalogExperimentStore(store.catalog);
  }

  /**
   * Opens a store, made if the folder is absent or empty.
   *
   * @param home the store's folder
   * @return the manager, to be closed
   * @throws InvalidInputException if the folder holds something else; nothing is written then
   * @throws io.lepton.error.FormatTooNewException if a newer Lepton made it
   * @throws StorageException if it cannot be read or written
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
  public static ModelManagerBuilder builder(Path home) {
    return new ModelManagerBuilder(home);
  }

  /** Calls to a listener, until it is closed. */
  @FunctionalInterface
  public interface Subscription extends AutoCloseable {
    /** Ends the calls. */
    @Override
    void close();
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
    return store.readableModels().stream().map(this::model).toList();
  }

  /**
   * A model.
   *
   * @param name which need not exist; the first save makes it
   * @return a handle
   * @throws InvalidInputException if the name breaks the rules of {@link
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
   * @throws CorruptDataException if what is stored is damaged; reading tensors throws it too
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
   * Says what changed between two versions. Tensors whose chunks are the same are not read.
   *
   * @param before one version
   * @param after another, of any model of this store
   * @return every difference
   * @throws NotFoundException if this store has no such version
   */
  public Diff diff(Version before, Version after) {
    return new Differ(store, before.id(), after.id()).diff();
  }

  /**
   * Starts a search over all models.
   *
   * @return to be narrowed down
   */
  public Search search() {
    return new Search(store);
  }

  /**
   * Prepares the end of a version: its weights are destroyed, its record stays. Nothing happens
   * before {@link Retire#because}.
   *
   * @param version of this store
   * @return to be completed
   * @throws NotFoundException if this store has no such version
   */
  public Retire retire(Version version) {
    store.entry(version.id());
    return new Retire(store, version.id());
  }

  /**
   * How a version's weights ended.
   *
   * @param version of this store
   * @return the certificate; empty if the weights are there
   * @throws NotFoundException if this store has no such version
   */
  public Optional<Retirement> retirement(Version version) {
    return Retirements.find(store, version.id());
  }

  /**
   * Reads every byte of every pack and checks it, and that every living version has all it needs.
   *
   * @return what was found
   */
  public VerifyReport verify() {
    return maintenance().verify();
  }

  /**
   * Reads everything one version needs and checks it.
   *
   * @param version of this store
   * @return what was found
   * @throws NotFoundException if this store has no such version
   */
  public VerifyReport verify(Version version) {
    return new Verifier(store, (step, done, total) -> {}).one(store.entry(version.id()));
  }

  /**
   * What keeps this store healthy: checks, figures, repair, garbage collection.
   *
   * @return a handle
   */
  public Maintenance maintenance() {
    return new Maintenance(store);
  }

  /**
   * Prepares a signature of a version (OpenSSF Model Signing).
   *
   * @param version of this store
   * @return to be completed
   * @throws NotFoundException if this store has no such version
   */
  public Signing sign(Version version) {
    return new Signing(store, version);
  }

  /**
   * The signatures kept with a version, which nobody has checked.
   *
   * @param version of this store
   * @return in the order attached
   * @throws NotFoundException if this store has no such version
   */
  public List<VersionSignature> signatures(Version version) {
    return Signatures.of(store, version.id());
  }

  /**
   * Checks that one of a version's signatures holds for the version as it is stored.
   *
   * @param version of this store
   * @param verifier with what is trusted
   * @return who signed it
   * @throws io.lepton.sign.InvalidSignatureException if none holds, or there is none
   * @throws io.lepton.error.RetiredException if its weights were destroyed
   */
  public VerifiedModel verifySignature(Version version, ModelVerifier verifier) {
    return Signatures.verify(store, version, verifier);
  }

  /**
   * The model card of a version.
   *
   * @param version of this store
   * @return to be read or written
   * @throws NotFoundException if this store has no such version
   */
  public VersionCard card(Version version) {
    return new VersionCard(store, version);
  }

  /**
   * Prepares sending versions of a model to another store. Nothing happens before {@link Push#to}.
   *
   * @param model its name
   * @return to be completed
   * @throws InvalidInputException if the name is not valid
   */
  public Push push(String model) {
    return new Push(store, model);
  }

  /**
   * Prepares fetching versions of a model from elsewhere. Nothing happens before {@link Pull#from}.
   *
   * @param model its name
   * @return to be completed
   * @throws InvalidInputException if the name is not valid
   */
  public Pull pull(String model) {
    return new Pull(store, model);
  }

  /**
   * Copies everything of this store into one that is new, or that an earlier clone of this one did
   * not finish: all models with every version under its number, every ref with its history,
   * evaluations, certificates and experiments.
   *
   * @param copy the new store
   * @return what was copied
   * @throws io.lepton.error.ConflictException if the copy holds what this store does not
   * @throws LeptonException as {@link Push#to} does
   */
  public TransferReport cloneInto(ModelManager copy) {
    return new Cloning(store, copy.store).run();
  }

  /**
   * This store as what others pull from, and what a bundle is made of.
   *
   * @return reads the store each time it is asked; it must stay open
   */
  public VersionSource source() {
    return new StoreSource(store);
  }

  Store store() {
    return store;
  }

  /**
   * The experiments of this store, kept in its catalogue.
   *
   * @return to start experiments in; one for the life of this manager, so that threads that record
   *     at once share a transaction
   */
  public ExperimentStore experiments() {
    return experiments;
  }

  /**
   * The searches for hyperparameters of this store, kept in its catalogue: what a study is given to
   * keep its trials in, so that it can be resumed, or shared by processes.
   *
   * @return the journals of all studies
   */
  public StudyStorage studies() {
    return new CatalogStudies(store);
  }

  /**
   * Calls a listener after each move of a branch, alias, stage or tag that this manager commits, on
   * the thread that commits it. Moves by other managers and processes are not seen; poll {@link
   * Alias#find} for these.
   *
   * @param listener whose exceptions are logged and go no further
   * @return ends the calls when closed
   */
  public Subscription onRefMoved(Consumer<RefMove> listener) {
    return store.listen(Objects.requireNonNull(listener));
  }

  /**
   * The same store for another actor: whom versions, moves and audit entries name, and whose
   * permissions count. A light view, good for the life of this manager; closing it does nothing.
   *
   * @param actor who acts
   * @return the view
   */
  public ModelManager as(String actor) {
    return new ModelManager(home, store.as(Objects.requireNonNull(actor)), () -> {});
  }

  /**
   * The audit log of this store: who did what, and who was not allowed to.
   *
   * @return to be read, signed, exported and verified
   * @throws io.lepton.error.AccessDeniedException as do its methods, if the actor may not read it
   */
  public AuditLog audit() {
    return new AuditLog(store.catalog, store.clock);
  }

  /**
   * Prepares an approval. Nothing happens before {@link Approving#because}.
   *
   * @param version of this store
   * @return to be completed
   * @throws NotFoundException if this store has no such version
   */
  public Approving approve(Version version) {
    return new Approving(store, store.entry(version.id()), Approval.Statement.APPROVED);
  }

  /**
   * Prepares a rejection, which also takes back the actor's approval. Nothing happens before {@link
   * Approving#because}.
   *
   * @param version of this store
   * @return to be completed
   * @throws NotFoundException if this store has no such version
   */
  public Approving reject(Version version) {
    return new Approving(store, store.entry(version.id()), Approval.Statement.REJECTED);
  }

  /**
   * What people said of a version.
   *
   * @param version of this store
   * @return oldest first; the last word of each person counts
   * @throws NotFoundException if this store has no such version
   */
  public List<Approval> approvals(Version version) {
    return Approvals.read(store.catalog, store.entry(version.id()).model(), version.id());
  }

  /**
   * Holds a retention policy against the store. Nothing happens before it is applied.
   *
   * @param policy what is to be kept
   * @return to be looked at, and applied
   */
  public Retention retention(RetentionPolicy policy) {
    return new Retention(store, Objects.requireNonNull(policy));
  }

  ChunkSupply supply() {
    return new StoreSupply(store.permitted(Action.MAINTAIN, "", "the store"));
  }

  /** Frees files and threads. Snapshots that were loaded can no longer be read. */
  @Override
  public void close() {
    closing.run();
  }
}
