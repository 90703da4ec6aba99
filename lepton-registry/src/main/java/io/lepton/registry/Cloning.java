package io.lepton.registry;

import io.lepton.error.ConflictException;
import io.lepton.error.InvalidInputException;
import io.lepton.model.VersionId;
import io.lepton.spi.Catalog.AppendEvent;
import io.lepton.spi.Catalog.RefMove;
import io.lepton.spi.Catalog.VersionEntry;
import io.lepton.spi.Ref;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Copies everything of a store into a new one. Belongs to one thread. */
final class Cloning {
  /** What Lepton's own streams say is true of one store only, but for these. */
  private static final List<String> SHARED =
      List.of(
          Retirements.STREAM,
          Attachments.CARDS,
          Attachments.SIGNATURES,
          Approvals.PREFIX,
          Protections.PREFIX);

  private static final String OWN = "lepton/";

  private final Store from;
  private final Store to;

  Cloning(Store from, Store to) {
    if (from == to) {
      throw new InvalidInputException("a store cannot be cloned into itself; open a new one");
    }
    this.from = from;
    this.to = to;
  }

  TransferReport run() {
    List<VersionEntry> all = new ArrayList<>();
    List<String> models = from.catalog.models();
    models.forEach(model -> all.addAll(from.catalog.versions(model)));
    requireNoStranger();
    StoreSource source = new StoreSource(from);
    TransferReport report;
    Handover keys = new Handover(to, source, Handover.Extent.HISTORY);
    try (Receiving receiving =
        new Receiving(to, source, progress -> {}, Receiving.WINDOW_BYTES, keys)) {
      report =
          new Recording(to, source, receiving)
              .run(VersionOrder.byNumber(all), models, () -> moves(models));
    }
    for (String stream : from.catalog.streams(Encryption.PREFIX)) {
      String model = stream.substring(Encryption.PREFIX.length());
      if (!keys.missing(model).isEmpty()) {
        to.catalog.apply(keys.withoutVersions(model));
      }
    }
    for (String stream : from.catalog.streams("")) {
      if (!stream.startsWith(OWN) || SHARED.stream().anyMatch(stream::startsWith)) {
        copy(stream);
      }
    }
    return report;
  }

  private void requireNoStranger() {
    for (String model : to.catalog.models()) {
      for (VersionEntry entry : to.catalog.versions(model)) {
        VersionEntry mine = from.catalog.version(entry.id()).orElse(null);
        if (mine == null || mine.number() != entry.number()) {
          throw new ConflictException(
              "the copy has "
                  + to.describe(entry.id())
                  + ", which is not so in the store to be cloned; clone into a new store, or pull");
        }
      }
    }
  }

  /** What is in the histories here and not yet there. */
  private List<RefMove> moves(List<String> models) {
    List<RefMove> moves = new ArrayList<>();
    for (String model : models) {
      for (Ref ref : from.catalog.refs(model).keySet()) {
        List<RefMove> here = from.catalog.history(ref);
        List<RefMove> there = to.catalog.history(ref);
        List<RefMove> passable = passable(ref, here);
        if (there.size() > passable.size() || !there.equals(passable.subList(0, there.size()))) {
          throw new ConflictException(
              "the copy's " + ref + " has moved by itself; clone into a new store, or pull");
        }
        moves.addAll(passable.subList(there.size(), passable.size()));
      }
    }
    return moves;
  }

  /** Leaves out moves that the copy would refuse, to versions it has recorded as retired before. */
  private List<RefMove> passable(Ref ref, List<RefMove> history) {
    List<RefMove> there = to.catalog.history(ref);
    List<RefMove> moves = new ArrayList<>();
    VersionId at = null;
    for (RefMove move : history) {
      boolean made =
          moves.size() < there.size() && Objects.equals(there.get(moves.size()).to(), move.to());
      VersionId target = move.to();
      boolean gone =
          target != null
              && ref.kind() != Ref.Kind.BRANCH
              && ref.kind() != Ref.Kind.TAG
              && to.catalog.version(target).map(it -> it.retirement() != null).orElse(false);
      if (made || !gone) {
        moves.add(new RefMove(ref, at, target, move.time(), move.author(), move.reason()));
        at = target;
      }
    }
    return moves;
  }

  private void copy(String stream) {
    Streams.pages(
        from.catalog,
        stream,
        page ->
            to.catalog.apply(
                page.stream()
                    .map(
                        event -> new AppendEvent(stream, event.id(), event.time(), event.payload()))
                    .toList()));
  }
}
