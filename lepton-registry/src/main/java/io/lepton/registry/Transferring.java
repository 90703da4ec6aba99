package io.lepton.registry;

import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.model.VersionId;
import io.lepton.spi.Catalog.VersionEntry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One run of a {@link Transfer}. Belongs to one thread. */
final class Transferring {
  private final Transfer<?> transfer;
  private final VersionSource source;
  private final Store target;
  private final RefPlan plan;

  Transferring(
      Transfer<?> transfer, VersionSource source, Store target, RefPlan.Direction direction) {
    if (source instanceof StoreSource from && from.isOf(target)) {
      throw new InvalidInputException("a store cannot be pushed to, or pulled from, itself");
    }
    this.transfer = transfer;
    this.source = source;
    this.target = target;
    this.plan = new RefPlan(transfer, source, target, direction);
  }

  TransferReport run() {
    plan.moves(); // throws, if it must, before anything is sent
    List<VersionEntry> lacking = VersionOrder.parentsFirst(lacking(plan.tips()).values());
    Handover handover = new Handover(target, source, Handover.Extent.KEY);
    try (Receiving receiving =
        new Receiving(target, source, transfer.listener, transfer.window, handover)) {
      return new Recording(target, source, receiving)
          .run(lacking, List.of(transfer.model), plan::moves);
    }
  }

  /** A store that has a version has all it follows. */
  private Map<VersionId, VersionEntry> lacking(List<VersionId> tips) {
    Map<VersionId, VersionEntry> found = new HashMap<>();
    Deque<VersionId> open = new ArrayDeque<>(tips);
    while (!open.isEmpty()) {
      VersionId id = open.pop();
      if (found.containsKey(id) || target.catalog.version(id).isPresent()) {
        continue;
      }
      VersionEntry entry =
          source
              .version(id)
              .orElseThrow(
                  () ->
                      new NotFoundException(
                          "version "
                              + id.hex()
                              + ", which others follow, is neither at the sender nor here; bring it"
                              + " in first"));
      found.put(id, entry);
      entry.parents().forEach(open::push);
    }
    return found;
  }
}
