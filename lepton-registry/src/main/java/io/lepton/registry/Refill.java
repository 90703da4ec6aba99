package io.lepton.registry;

import io.lepton.error.InvalidInputException;
import io.lepton.registry.internal.pack.Bases;
import io.lepton.spi.Catalog;
import io.lepton.spi.Catalog.AddPack;
import io.lepton.spi.Catalog.Change;
import io.lepton.spi.Catalog.RequireVersionCount;
import java.util.ArrayList;
import java.util.List;

/** Puts all that one catalogue says into another, which is empty, in one transaction. */
final class Refill {
  private Refill() {}

  /**
   * Checks that nothing would be mixed.
   *
   * @throws InvalidInputException if the catalogue holds anything
   */
  static void requireEmpty(Catalog catalog) {
    if (catalog.versionCount() > 0
        || !catalog.packs().isEmpty()
        || !catalog.streams("").isEmpty()) {
      throw new InvalidInputException(
          "the catalogue given holds "
              + catalog.versionCount()
              + " versions, "
              + catalog.packs().size()
              + " packs and "
              + catalog.streams("").size()
              + " streams of events; give an empty one to be filled, or open the store with this");
    }
  }

  /**
   * Copies; all or nothing.
   *
   * @throws io.lepton.error.ConflictException if somebody else recorded a version there meanwhile
   */
  static void copy(Catalog from, Catalog to) {
    List<Change> changes = new ArrayList<>();
    changes.add(new RequireVersionCount(0));
    List<AddPack> packs = new ArrayList<>();
    from.packs().forEach(pack -> packs.add(new AddPack(pack, from.chunksOf(pack))));
    changes.addAll(Bases.ordered(packs));
    from.export(changes::add);
    to.apply(changes);
  }
}
