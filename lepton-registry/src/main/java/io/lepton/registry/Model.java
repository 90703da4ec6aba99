package io.lepton.registry;

import io.lepton.access.Action;
import io.lepton.error.ConflictException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Version;
import io.lepton.spi.Catalog;
import io.lepton.spi.Ref;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One model: its versions, and the names that point at them. A handle: the model itself is made by
 * the first save. Thread-safe.
 */
public final class Model {
  /** The branch a save goes to unless told otherwise. */
  public static final String MAIN = "main";

  private final Store store;
  private final String name;

  Model(Store store, String name) {
    Ref.requireValidName("model", name);
    this.store = store;
    this.name = name;
  }

  /**
   * The model's name.
   *
   * @return the name
   */
  public String name() {
    return name;
  }

  /**
   * Prepares a save. Nothing happens before {@link Save#commit}.
   *
   * @param snapshot what to save; read when committed
   * @return to be completed
   */
  public Save save(ModelSnapshot snapshot) {
    return new Save(store, name, snapshot);
  }

  /**
   * The log of the branch {@code main}.
   *
   * @return newest first
   * @throws NotFoundException if there is no such branch
   */
  public List<Version> log() {
    return log(MAIN);
  }

  /**
   * The log of a branch.
   *
   * @param branch its name
   * @return the versions its head follows, itself included, newest first
   * @throws NotFoundException if there is no such branch; the message lists those there are
   */
  public List<Version> log(String branch) {
    return branch(branch).log();
  }

  /**
   * Every version, on whatever branch or none.
   *
   * @return in ascending order of number; empty before the first save
   */
  public List<Version> versions() {
    return store.versions(store.catalog.versions(name));
  }

  /**
   * A version by its number.
   *
   * @param number from 1
   * @return the version
   * @throws NotFoundException if there is none of that number
   */
  public Version version(long number) {
    return store
        .catalog
        .version(name, number)
        .map(store::version)
        .orElseThrow(() -> new Resolver(store, name).unknown("v" + number));
  }

  /**
   * A version by whatever names it: a number ({@code 2} or {@code v2}), an alias, a stage, a
   * branch, a tag, or the first digits of its id, at least 4.
   *
   * @param name of any of these kinds
   * @return the version
   * @throws NotFoundException if nothing has that name; the message lists the names there are
   * @throws InvalidInputException if it names several versions; the message lists these
   */
  public Version version(String name) {
    return new Resolver(store, this.name).resolve(name);
  }

  /**
   * Prepares a merge. Nothing happens before {@link Merge#commit}.
   *
   * @param theirs names what is merged in, as {@link #version(String)} resolves it
   * @return to be completed
   * @throws NotFoundException if nothing has that name
   */
  public Merge merge(String theirs) {
    Version version = version(theirs);
    return new Merge(store, name, version, theirs + " (v" + version.number() + ")");
  }

  /**
   * Prepares a merge. Nothing happens before {@link Merge#commit}.
   *
   * @param theirs what is merged in, of any model of this store
   * @return to be completed
   */
  public Merge merge(Version theirs) {
    return new Merge(store, name, theirs, theirs.toString());
  }

  /**
   * Prepares a change to be made again on a branch. Nothing happens before {@link
   * CherryPick#commit}.
   *
   * @param version what came of the change, of any model of this store
   * @return to be completed
   */
  public CherryPick cherryPick(Version version) {
    return new CherryPick(store, name, version);
  }

  /**
   * Says which version last changed each tensor, file and setting of a version, by walking back
   * over the names of chunks; no weights are read, so retired versions are no obstacle. In a merge
   * a thing that is as in a parent is that parent's, the first one's if it is in several. A tensor
   * or file that was only cut differently counts as changed.
   *
   * @param version of this store
   * @return the origin of everything
   */
  public Blame blame(Version version) {
    return new Blaming(store).blame(version.id());
  }

  /**
   * Prepares a search for the version that brought a fault.
   *
   * @return to be completed
   */
  public Bisect bisect() {
    return new Bisect(store);
  }

  /**
   * All versions and how they follow each other, on whatever branch or none.
   *
   * @return a graph, as text or picture
   */
  public Graph graph() {
    List<Catalog.VersionEntry> entries = new ArrayList<>(store.catalog.versions(name));
    Collections.reverse(entries);
    return Graph.of(store, name, entries);
  }

  /**
   * A branch.
   *
   * @param branch its name, which need not exist
   * @return a handle
   * @throws InvalidInputException if the name breaks the rules of {@link Ref#requireValidName}
   */
  public Branch branch(String branch) {
    return new Branch(store, name, branch);
  }

  /**
   * An alias.
   *
   * @param alias its name, which need not exist
   * @return a handle
   * @throws InvalidInputException if the name breaks the rules of {@link Ref#requireValidName}
   */
  public Alias alias(String alias) {
    return new Alias(store, name, alias);
  }

  /**
   * Keeps every version saved from now on under a key of this model's own: chunks are sealed by
   * AES-256-GCM and get keyed names, so that equal content of other models cannot be recognised;
   * only what this model's versions share is stored once. Manifests, evaluations and refs stay
   * readable. What was saved before stays as it is. Does nothing if the model is encrypted already.
   *
   * @throws io.lepton.error.KeyUnavailableException if the store was opened without {@link
   *     ModelManagerBuilder#keys}
   */
  public void encrypt() {
    Store whole = store.permitted(Action.PROTECT, name, "encryption of model " + name);
    Encryption state = Encryption.of(whole, name);
    while (!state.isOn()) {
      String key = whole.keys.create(name).id();
      try {
        whole.catalog.apply(List.of(state.unchanged(), state.begin(whole, key)));
      } catch (ConflictException e) {
        whole.keys.destroy(key); // another was first
      }
      state = Encryption.of(whole, name);
    }
  }

  /**
   * Whether versions saved now are encrypted.
   *
   * @return whether {@link #encrypt} was called and the key not destroyed since
   */
  public boolean isEncrypted() {
    Store permitted = store.permitted(Action.READ, name, "encryption of model " + name);
    return Encryption.of(permitted, name).isOn();
  }

  /**
   * Wraps the model's data key anew, under another key of the provider. No chunk is rewritten, and
   * the data key stays the same; docs/governance.md says what this protects against and what not.
   * The provider's former key stays, since backups and other stores may still need it.
   *
   * @return what was done, which the audit log says too
   * @throws InvalidInputException if the model is not encrypted
   * @throws io.lepton.error.KeyUnavailableException if its key was destroyed, or the store was
   *     opened without it
   */
  public KeyRotation rotateKey() {
    return new Rotating(store, name).run();
  }

  /**
   * Prepares the end of all that was encrypted of this model, in every copy, by destroying its key.
   *
   * @return to be completed
   */
  public Shred shred() {
    return new Shred(store, name);
  }

  /**
   * A stage.
   *
   * @param stage its name, which need not exist: {@code production} or any other
   * @return a handle
   * @throws InvalidInputException if the name breaks the rules of {@link Ref#requireValidName}
   */
  public Stage stage(String stage) {
    return new Stage(store, name, stage);
  }

  /**
   * A tag.
   *
   * @param tag its name, which need not exist
   * @return a handle
   * @throws InvalidInputException if the name breaks the rules of {@link Ref#requireValidName}
   */
  public Tag tag(String tag) {
    return new Tag(store, name, tag);
  }

  /**
   * The rules before an alias: a move of it must pass them, whoever makes it.
   *
   * @param alias of this model, which need not exist
   * @return to be looked at, set or lifted
   */
  public Protect protect(Alias alias) {
    return new Protect(store, alias.ref);
  }

  /**
   * The rules before a stage: a move of it must pass them, whoever makes it.
   *
   * @param stage of this model, which need not exist
   * @return to be looked at, set or lifted
   */
  public Protect protect(Stage stage) {
    return new Protect(store, stage.ref);
  }

  /**
   * The branches there are.
   *
   * @return names to heads, in ascending order
   */
  public Map<String, Version> branches() {
    return refs(Ref.Kind.BRANCH);
  }

  /**
   * The aliases there are.
   *
   * @return names to versions, in ascending order
   */
  public Map<String, Version> aliases() {
    return refs(Ref.Kind.ALIAS);
  }

  /**
   * The stages there are.
   *
   * @return names to versions, in ascending order
   */
  public Map<String, Version> stages() {
    return refs(Ref.Kind.STAGE);
  }

  /**
   * The tags there are.
   *
   * @return names to versions, in ascending order
   */
  public Map<String, Version> tags() {
    return refs(Ref.Kind.TAG);
  }

  private Map<String, Version> refs(Ref.Kind kind) {
    Map<String, Version> versions = new LinkedHashMap<>();
    Refs.all(store, name, kind).forEach((ref, id) -> versions.put(ref, store.version(id)));
    return versions;
  }

  /** The name. */
  @Override
  public String toString() {
    return name;
  }
}
