package io.lepton.registry;

import io.lepton.error.InvalidInputException;
import io.lepton.gate.GateReport;
import io.lepton.model.Version;
import io.lepton.model.VersionId;
import io.lepton.registry.GovernedCatalog.Intent;
import io.lepton.spi.Catalog.MoveRef;
import io.lepton.spi.Catalog.RefMove;
import io.lepton.spi.Ref;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A move that is prepared and happens when its reason is given. It is a compare-and-set: unless
 * told otherwise, it expects the ref where it was when the move was prepared. Not thread-safe.
 */
public final class RefUpdate {
  private final Store store;
  private final Ref ref;
  private final @Nullable VersionId target;
  private @Nullable VersionId expected;
  private @Nullable String overriding;

  RefUpdate(Store store, Ref ref, @Nullable VersionId target) {
    this.store = store;
    this.ref = ref;
    this.target = target;
    this.expected = store.catalog.ref(ref).orElse(null);
  }

  /**
   * Demands that the ref still points at a version.
   *
   * @param version where it must be
   * @return this
   */
  public RefUpdate expecting(Version version) {
    expected = version.id();
    return this;
  }

  /**
   * Demands that the ref does not exist yet.
   *
   * @return this
   */
  public RefUpdate expectingNone() {
    expected = null;
    return this;
  }

  /**
   * What the rules before the ref say of this move now; see {@link Model#protect(Alias)}.
   *
   * @return a finding for each rule; none if the ref is not protected
   */
  public GateReport check() {
    store.catalog.ref(ref); // asks for leave to read the model
    return store.gates.examine(ref, target);
  }

  /**
   * Makes the move also if the rules before the ref do not pass. For administrators; recorded in
   * the audit log, with what every rule found.
   *
   * @param reason why the rules do not count this time; not blank
   * @return this
   * @throws InvalidInputException if the reason is blank
   */
  public RefUpdate overriding(String reason) {
    if (reason.isBlank()) {
      throw new InvalidInputException(
          "overriding the rules of " + ref + " needs a reason; found a blank one");
    }
    overriding = reason;
    return this;
  }

  /**
   * Moves the ref, durably, and records who, when and why.
   *
   * @param reason for people; not blank
   * @return what was recorded
   * @throws io.lepton.error.ConflictException if the ref is elsewhere; the message says where
   * @throws InvalidInputException if the reason is blank, or there is nothing to be deleted
   * @throws io.lepton.gate.GateException if the ref is protected and a rule does not pass
   * @throws io.lepton.error.AccessDeniedException if the actor may not move it
   */
  public RefMove because(String reason) {
    if (reason.isBlank()) {
      throw new InvalidInputException("moving " + ref + " needs a reason; found a blank one");
    }
    if (expected == null && target == null) {
      throw new InvalidInputException(ref + " does not exist, so it cannot be deleted");
    }
    RefMove move = new RefMove(ref, expected, target, store.clock.instant(), store.author, reason);
    Intent intent = store.catalog.intent();
    if (overriding != null) {
      intent = intent.overriding(overriding);
    }
    GovernedCatalog catalog = store.catalog.with(intent);
    catalog.apply(List.of(new MoveRef(ref, expected, target, move.time(), move.author(), reason)));
    store.announce(move);
    return move;
  }
}
