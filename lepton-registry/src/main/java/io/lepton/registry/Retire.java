package io.lepton.registry;

import io.lepton.access.Action;
import io.lepton.error.ConflictException;
import io.lepton.error.InvalidInputException;
import io.lepton.model.VersionId;
import io.lepton.spi.Ref;
import java.util.List;
import java.util.Map;

/** A retirement that is prepared and happens when its reason is given. Not thread-safe. */
public final class Retire {
  private final Store store;
  private final VersionId version;

  Retire(Store store, VersionId version) {
    this.store = store;
    this.version = version;
  }

  /**
   * Destroys the weights and files that no other living version needs. The manifest, evaluations,
   * refs, history and log stay. Takes time in proportion to the number of versions and packs of the
   * store.
   *
   * @param reason for people; not blank
   * @return the certificate, which is kept
   * @throws ConflictException if an alias or stage points at the version, or it is retired already
   * @throws InvalidInputException if the reason is blank
   * @throws io.lepton.error.StorageException if a medium failed; the version is then whole, or
   *     retired with its bytes removed at the next opening
   */
  public Retirement because(String reason) {
    if (reason.isBlank()) {
      throw new InvalidInputException(
          "retiring " + store.describe(version) + " needs a reason; found a blank one");
    }
    requireNotInUse();
    // What other models share must be seen, whoever may read them.
    Store whole =
        store.permitted(Action.RETIRE, store.entry(version).model(), "version " + version);
    return new Retiring(whole, version, reason).run();
  }

  private void requireNotInUse() {
    List<Ref> users =
        store.catalog.refs(store.entry(version).model()).entrySet().stream()
            .filter(e -> e.getKey().kind().needsWeights() && e.getValue().equals(version))
            .map(Map.Entry::getKey)
            .toList();
    if (!users.isEmpty()) {
      throw new ConflictException(
          store.describe(version)
              + " cannot be retired while it is in use: "
              + users
              + "; move or delete them first");
    }
  }
}
