package io.lepton.registry;

import io.lepton.error.AlreadyExistsException;
import io.lepton.error.ConflictException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.model.VersionId;
import io.lepton.spi.Catalog.RefMove;
import io.lepton.spi.Catalog.VersionEntry;
import io.lepton.spi.Ref;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides how the receiver's refs move, or says why they must not. Belongs to one thread. */
final class RefPlan {
  /** Who is told to pull first. */
  enum Direction {
    PUSH,
    PULL
  }

  private final Transfer<?> transfer;
  private final VersionSource source;
  private final Store target;
  private final Direction direction;
  private final Map<Ref, Ref> wishes;
  private final Map<Ref, VersionId> offered;

  RefPlan(Transfer<?> transfer, VersionSource source, Store target, Direction direction) {
    this.transfer = transfer;
    this.source = source;
    this.target = target;
    this.direction = direction;
    this.offered = source.refs(transfer.model);
    this.wishes = wishes();
  }

  private Map<Ref, Ref> wishes() {
    Map<Ref, Ref> all = new LinkedHashMap<>(transfer.wishes);
    if (transfer.everything) {
      for (Ref ref : offered.keySet()) {
        if (ref.kind() == Ref.Kind.BRANCH || ref.kind() == Ref.Kind.TAG) {
          all.putIfAbsent(ref, ref);
        }
      }
    } else if (all.isEmpty()) {
      Ref main = new Ref(transfer.model, Ref.Kind.BRANCH, Model.MAIN);
      all.put(main, main);
    }
    for (Ref wish : all.keySet()) {
      if (!offered.containsKey(wish)) {
        throw new NotFoundException("the sender has no " + wish + "; it has " + offered.keySet());
      }
    }
    if (transfer.overwritten != null && all.size() != 1) {
      throw new InvalidInputException(
          "overwriting is for one ref, and " + all.size() + " are to be transferred; do it alone");
    }
    return all;
  }

  /** What the refs lead to at the sender. */
  List<VersionId> tips() {
    return wishes.keySet().stream().map(this::tip).distinct().toList();
  }

  private VersionId tip(Ref wish) {
    VersionId tip = offered.get(wish);
    if (tip == null) {
      throw new IllegalStateException("the sender has no " + wish);
    }
    return tip;
  }

  /** The moves to be made at the receiver as it is now. */
  List<RefMove> moves() {
    List<RefMove> moves = new ArrayList<>();
    wishes.forEach(
        (from, to) -> {
          VersionId tip = tip(from);
          VersionId now = target.catalog.ref(to).orElse(null);
          if (!tip.equals(now) && shallMove(to, now, tip)) {
            Instant time = transfer.actor.clock.instant();
            moves.add(new RefMove(to, now, tip, time, transfer.actor.author, transfer.reason));
          }
        });
    return moves;
  }

  private boolean shallMove(Ref ref, @Nullable VersionId now, VersionId tip) {
    if (transfer.overwritten != null && ref.kind() != Ref.Kind.TAG) {
      if (!transfer.overwritten.equals(now)) {
        throw new ConflictException(
            ref
                + " was to be overwritten at "
                + transfer.overwritten
                + ", and is at "
                + describe(now)
                + "; look again before you overwrite it");
      }
      return true;
    }
    if (now == null) {
      return true;
    }
    switch (ref.kind()) {
      case TAG ->
          throw new AlreadyExistsException(
              "the receiver's "
                  + ref
                  + " is at "
                  + describe(now)
                  + ", the sender's at "
                  + describe(tip)
                  + "; tags never move, so leave it out or use another name");
      case BRANCH -> {
        // What the receiver is at may be outside of a bundle that continues it.
        if (new Descent(List.of(source::version, target.catalog::version)).leads(tip, now)) {
          return true;
        }
        if (direction == Direction.PULL
            && new Descent(List.of(target.catalog::version)).leads(now, tip)) {
          return false;
        }
        throw movedOn(ref, now, tip);
      }
      default ->
          throw new ConflictException(
              "the receiver's "
                  + ref
                  + " is at "
                  + describe(now)
                  + "; to move it to "
                  + describe(tip)
                  + ", say that you are overwriting the former");
    }
  }

  private ConflictException movedOn(Ref ref, VersionId now, VersionId tip) {
    return new ConflictException(
        direction == Direction.PUSH
            ? "the remote's "
                + ref
                + " has moved on to "
                + describe(now)
                + ", which "
                + describe(tip)
                + " does not follow; pull first, and merge or save on top"
            : ref
                + " has moved on at both ends: here it is at "
                + describe(now)
                + ", there at "
                + describe(tip)
                + "; pull it under another name, and merge");
  }

  private String describe(@Nullable VersionId id) {
    if (id == null) {
      return "no version";
    }
    Optional<VersionEntry> entry = target.catalog.version(id).or(() -> source.version(id));
    return entry
        .map(
            it ->
                id
                    + " (saved by "
                    + it.author()
                    + " at "
                    + it.time()
                    + (it.message().isEmpty() ? ")" : ": " + it.message() + ")"))
        .orElse(id.toString());
  }
}
