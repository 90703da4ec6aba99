package io.lepton.registry;

import io.lepton.model.Version;
import io.lepton.spi.Catalog.RefMove;
import io.lepton.spi.Ref;
import java.util.List;
import java.util.Optional;

/** A name that never moves, such as {@code v1.0}. A handle, thread-safe. */
public final class Tag {
  private final Ref ref;
  private final Refs refs;

  Tag(Store store, String model, String name) {
    this.ref = new Ref(model, Ref.Kind.TAG, name);
    this.refs = new Refs(store, ref);
  }

  /**
   * The tag's name.
   *
   * @return the name
   */
  public String name() {
    return ref.name();
  }

  /**
   * Where it points.
   *
   * @return the version
   * @throws io.lepton.error.NotFoundException if there is no such tag; the message lists those
   *     there are
   */
  public Version version() {
    return refs.get();
  }

  /**
   * Where it points, if it exists.
   *
   * @return the version or empty
   */
  public Optional<Version> find() {
    return refs.find();
  }

  /**
   * Makes the tag.
   *
   * @param version of the same model
   * @throws io.lepton.error.AlreadyExistsException if the tag exists
   * @throws io.lepton.error.InvalidInputException if the version is of another model
   */
  public void createAt(Version version) {
    refs.createAt(version);
  }

  /**
   * Who made it, when and why.
   *
   * @return oldest first
   */
  public List<RefMove> history() {
    return refs.history();
  }
}
