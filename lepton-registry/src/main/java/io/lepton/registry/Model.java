package io.lepton.registry;

import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Version;
import io.lepton.spi.Ref;
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
    return store.catalog.versions(name).stream().map(store::version).toList();
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
