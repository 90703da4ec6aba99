package io.lepton.registry;

import io.lepton.error.InvalidInputException;
import io.lepton.gate.Approval;
import io.lepton.gate.Approval.Statement;
import io.lepton.spi.Catalog.VersionEntry;
import java.util.List;

/** An approval or rejection that is prepared and happens when its reason is given. */
public final class Approving {
  private final Store store;
  private final VersionEntry version;
  private final Statement statement;

  Approving(Store store, VersionEntry version, Statement statement) {
    this.store = store;
    this.version = version;
    this.statement = statement;
  }

  /**
   * Records what the actor says of the version, with the roles the actor has for it now.
   *
   * @param reason for people; not blank
   * @return what was recorded
   * @throws InvalidInputException if the reason is blank
   * @throws io.lepton.error.AccessDeniedException if the actor may not approve versions of the
   *     model
   */
  public Approval because(String reason) {
    if (reason.isBlank()) {
      throw new InvalidInputException(
          "to approve or reject "
              + store.describe(version.id())
              + " needs a reason; found a blank one");
    }
    Approval approval =
        new Approval(
            statement,
            store.author,
            store.guard.roles(version.model()),
            store.clock.instant(),
            reason);
    store.catalog.apply(List.of(Approvals.event(version.model(), version.id(), approval)));
    return approval;
  }
}
