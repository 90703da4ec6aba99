package io.lepton.registry;

import io.lepton.error.ConflictException;
import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.error.NotFoundException;
import io.lepton.error.StorageException;
import io.lepton.registry.GcPlan.Batch;
import io.lepton.registry.GcPlan.Victim;
import io.lepton.registry.internal.pack.Compactor;
import io.lepton.spi.Catalog.AddPack;
import io.lepton.spi.Catalog.AppendEvent;
import io.lepton.spi.Catalog.Change;
import io.lepton.spi.Catalog.RemovePack;
import io.lepton.spi.Catalog.RequireVersionCount;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** One run of a {@link Gc}. Belongs to one thread. */
final class Collecting {
  private static final int PATIENCE = 8;

  private final Store store;
  private final MaintenanceProgress progress;
  private final Strays strays;
  private final double share;
  private final Set<String> kept = new LinkedHashSet<>();
  private int removed;
  private int written;
  private long freed;
  private long dropped;

  Collecting(Store store, MaintenanceProgress progress, Duration grace, double share) {
    this.store = store;
    this.progress = progress;
    this.strays = new Strays(store, grace);
    this.share = share;
  }

  GcReport dry() {
    Marking marking = new Marking(store, progress);
    marking.update();
    Strays.Found found = strays.look(marking);
    found.expired().forEach((pack, size) -> count(1, 0, size, 0));
    GcPlan plan = GcPlan.make(store, marking, share, progress);
    plan.batches().forEach(batch -> count(batch, batch.freshPacks(), batch.freshBytes()));
    return report(marking, plan, found);
  }

  GcReport run() {
    new Leftovers(store).sweep();
    Marking marking = new Marking(store, progress);
    marking.update();
    Strays.Found found = strays.look(marking);
    if (marking.blocked().isEmpty()) {
      found = strays.condemn(marking, found);
      found.expired().forEach((pack, size) -> count(1, 0, size, 0));
    }
    GcPlan plan = sweep(marking);
    for (String pack : new Leftovers(store).sweep()) {
      kept.add("pack " + pack + ", which could not be deleted; tried again at the next opening");
    }
    return report(marking, plan, found);
  }

  private GcReport report(Marking marking, GcPlan plan, Strays.Found found) {
    kept.addAll(plan.kept());
    marking.blocked().ifPresent(kept::add);
    return new GcReport(
        removed, written, freed, dropped, found.waiting().stream().toList(), List.copyOf(kept));
  }

  private void count(Batch batch, int freshPacks, long freshBytes) {
    long before = batch.victims().stream().mapToLong(Victim::size).sum();
    long chunks = batch.victims().stream().mapToLong(victim -> victim.dropped().size()).sum();
    count(batch.victims().size(), freshPacks, before - freshBytes, chunks);
  }

  private void count(int packsRemoved, int packsWritten, long bytes, long chunks) {
    removed += packsRemoved;
    written += packsWritten;
    freed += bytes;
    dropped += chunks;
  }

  private GcPlan sweep(Marking marking) {
    for (int attempt = 0; attempt < PATIENCE; attempt++) {
      long swaps = store.streamEnd(Swaps.STREAM);
      GcPlan plan = GcPlan.make(store, marking, share, progress);
      boolean whole = true;
      int done = 0;
      for (Batch batch : plan.batches()) {
        whole = whole && rewrite(batch, marking, swaps);
        swaps = store.streamEnd(Swaps.STREAM);
        progress.at("rewrite packs", ++done, plan.batches().size());
        if (!whole) {
          break;
        }
      }
      if (whole) {
        return plan;
      }
      marking.update();
    }
    kept.add("what others kept changing meanwhile; run again");
    return GcPlan.empty();
  }

  /** Writes what is needed of some packs and swaps it in; false if the plan is out of date. */
  private boolean rewrite(Batch batch, Marking marking, long swaps) {
    List<Victim> sound = new ArrayList<>();
    List<String> damaged = new ArrayList<>();
    try (Compactor compactor = new Compactor(store.blobs, batch.roll())) {
      List<AddPack> fresh;
      try {
        for (Victim victim : batch.victims()) {
          copy(victim, compactor, sound, damaged);
        }
        fresh = compactor.finish();
      } catch (StorageException e) {
        compactor.discard();
        throw e;
      }
      Batch done = new Batch(sound, batch.roll());
      boolean current = store.streamEnd(Swaps.STREAM) == swaps;
      if (current && (sound.isEmpty() || swapped(done, fresh, marking, swaps))) {
        count(done, done.freshPacks(), done.freshBytes());
        kept.addAll(damaged);
        return true;
      }
      compactor.discard();
      return false;
    }
  }

  private void copy(Victim victim, Compactor compactor, List<Victim> sound, List<String> damaged) {
    try {
      if (!victim.kept().isEmpty()) {
        compactor.copy(victim.pack(), victim.kept());
      }
      sound.add(victim);
    } catch (NotFoundException | CorruptDataException | FormatTooNewException e) {
      damaged.add("pack " + victim.pack() + ", which must be repaired first: " + e.getMessage());
    }
  }

  /** One transaction; if it may have happened without our knowing, the new packs stay. */
  private boolean swapped(Batch batch, List<AddPack> fresh, Marking marking, long swaps) {
    boolean drops = batch.victims().stream().anyMatch(victim -> !victim.dropped().isEmpty());
    for (int attempt = 0; attempt < PATIENCE; attempt++) {
      List<Change> changes = new ArrayList<>();
      if (drops) { // what only moves can hurt no version that is saved meanwhile
        changes.add(new RequireVersionCount(marking.count()));
      }
      changes.addAll(Swaps.swap(store, swaps));
      for (Victim victim : batch.victims()) {
        changes.add(new RemovePack(victim.pack()));
        changes.add(new AppendEvent(Leftovers.DOOMED, victim.pack(), store.clock.instant(), "{}"));
      }
      changes.addAll(fresh);
      try {
        store.catalog.apply(changes);
        new Leftovers(store).sweep();
        return true;
      } catch (ConflictException e) {
        marking.update(); // a version was saved: what we drop may be needed now
        boolean outdated =
            store.streamEnd(Swaps.STREAM) != swaps
                || batch.victims().stream()
                    .flatMap(victim -> victim.dropped().stream())
                    .anyMatch(marking::needs);
        if (outdated) {
          return false;
        }
      }
    }
    return false;
  }
}
