package io.lepton.testkit;

import io.lepton.model.VersionId;
import io.lepton.spi.Catalog.AddVersion;
import io.lepton.spi.Catalog.AppendEvent;
import io.lepton.spi.Catalog.AttachEvaluation;
import io.lepton.spi.Catalog.Change;
import io.lepton.spi.Catalog.MoveRef;
import io.lepton.spi.Catalog.RetireVersion;
import io.lepton.spi.Catalog.VersionEntry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Says all of some tables as changes. */
record CatalogExport(CatalogTables tables) {
  void to(Consumer<Change> reader) {
    versions(reader);
    tables
        .history
        .values()
        .forEach(
            moves ->
                moves.forEach(
                    it ->
                        reader.accept(
                            new MoveRef(
                                it.ref(),
                                it.from(),
                                it.to(),
                                it.time(),
                                it.author(),
                                it.reason()))));
    tables.evaluations.forEach(
        it ->
            reader.accept(
                new AttachEvaluation(it.version(), it.evaluation(), it.time(), it.author())));
    tables.streams.forEach(
        (stream, events) ->
            events.forEach(
                it -> reader.accept(new AppendEvent(stream, it.id(), it.time(), it.payload()))));
    for (VersionEntry it : tables.versions.values()) {
      var end = it.retirement();
      if (end != null) {
        reader.accept(new RetireVersion(it.id(), end.time(), end.author(), end.reason()));
      }
    }
  }

  /** By number, each model as far as the parents that its next version has in others allow. */
  private void versions(Consumer<Change> reader) {
    Map<String, Integer> given = new HashMap<>();
    Set<VersionId> done = new HashSet<>();
    while (done.size() < tables.versions.size()) {
      tables.numbers.forEach(
          (model, ids) -> {
            int at = given.getOrDefault(model, 0);
            for (; at < ids.size(); at++) {
              VersionEntry entry = tables.versions.get(ids.get(at));
              if (entry == null || !done.containsAll(entry.parents())) {
                break;
              }
              done.add(entry.id());
              reader.accept(
                  new AddVersion(
                      entry.id(),
                      model,
                      entry.parents(),
                      entry.time(),
                      entry.author(),
                      entry.message(),
                      List.of()));
            }
            given.put(model, at);
          });
    }
  }
}
