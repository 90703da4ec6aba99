package io.lepton.registry;

import io.lepton.access.Action;
import io.lepton.error.InvalidInputException;
import io.lepton.registry.GovernedCatalog.Intent;
import java.time.Duration;

/**
 * A garbage collection that is prepared and happens when it is run. Versions are never garbage:
 * only retiring ends one, and its record stays even then. What is removed:
 *
 * <ul>
 *   <li>packs that were noted as to be deleted and that a crash, or a failure, left;
 *   <li>packs that no index names, left by saves that crashed: those that an earlier run saw, at
 *       least the grace period ago;
 *   <li>chunks that no living version needs, and copies of chunks that lie elsewhere: packs are
 *       written anew without them when they are a large enough part of one. Bases of living
 *       differences are needed, and so is what an unlisted but readable manifest names.
 * </ul>
 *
 * <p>Many small packs become few. A run is safe beside running saves, retirements, repairs and
 * other runs, in any process: a save that meant to share a removed chunk stores it itself. Drafts
 * are the blob store's own; a local one removes them when it is opened. Immutable.
 */
public final class Gc {
  private static final Duration GRACE = Duration.ofHours(24);
  private static final double SHARE = 0.25;

  private final Store store;
  private final MaintenanceProgress progress;
  private final Duration grace;
  private final double share;

  Gc(Store store, MaintenanceProgress progress) {
    this(store, progress, GRACE, SHARE);
  }

  private Gc(Store store, MaintenanceProgress progress, Duration grace, double share) {
    this.store = store;
    this.progress = progress;
    this.grace = grace;
    this.share = share;
  }

  /**
   * How long a pack that no index names must have been seen before it is removed; 24 hours unless
   * given. A save that takes longer between its first pack and its end stores its packs again.
   *
   * @param duration by the store's clock; zero removes such packs at once
   * @return a collection with this grace period
   * @throws InvalidInputException if it is negative
   */
  public Gc grace(Duration duration) {
    if (duration.isNegative()) {
      throw new InvalidInputException("grace period " + duration + "; expected zero or more");
    }
    return new Gc(store, progress, duration, share);
  }

  /**
   * How much of a pack must be garbage for the rest to be written anew; a quarter unless given.
   *
   * @param part above 0, at most 1
   * @return a collection with this threshold
   * @throws InvalidInputException if it is outside that range
   */
  public Gc rewritingAbove(double part) {
    if (!(part > 0 && part <= 1)) {
      throw new InvalidInputException("share " + part + "; expected above 0, at most 1");
    }
    return new Gc(store, progress, grace, part);
  }

  private Store permitted() {
    return store.permitted(Action.MAINTAIN, "", "the store").with(Intent.partOf("gc"));
  }

  /**
   * Says what a run would do, and changes nothing.
   *
   * @return the report of a run at this moment
   */
  public GcReport dryRun() {
    return new Collecting(permitted(), progress, grace, share).dry();
  }

  /**
   * Removes garbage.
   *
   * @return what was removed, and what was not, and why
   * @throws io.lepton.error.StorageException if a medium failed; the store is as sound as before
   */
  public GcReport run() {
    return new Collecting(permitted(), progress, grace, share).run();
  }
}
