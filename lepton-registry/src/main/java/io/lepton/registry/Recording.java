package io.lepton.registry;

import io.lepton.bytes.Digest;
import io.lepton.error.AlreadyExistsException;
import io.lepton.error.ConflictException;
import io.lepton.error.LeptonException;
import io.lepton.internal.Json;
import io.lepton.model.VersionId;
import io.lepton.spi.Catalog;
import io.lepton.spi.Catalog.AddVersion;
import io.lepton.spi.Catalog.AppendEvent;
import io.lepton.spi.Catalog.AttachEvaluation;
import io.lepton.spi.Catalog.Change;
import io.lepton.spi.Catalog.EvaluationEntry;
import io.lepton.spi.Catalog.MoveRef;
import io.lepton.spi.Catalog.RefMove;
import io.lepton.spi.Catalog.RequireStreamEnd;
import io.lepton.spi.Catalog.RetireVersion;
import io.lepton.spi.Catalog.VersionEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Records versions that arrived, with what was measured of them and how they ended, and moves refs
 * to them: in one transaction, or a thousand versions at a time and the refs with the last. Belongs
 * to one thread.
 */
final class Recording {
  /** Lets transfers that attach the same evaluations see each other. */
  static final String STREAM = "lepton/transfers";

  private static final int AT_ONCE = 1000;

  /** Each failure means that somebody else changed the store meanwhile. */
  private static final int PATIENCE = 20;

  private final Store target;
  private final VersionSource source;
  private final Receiving receiving;
  private final Map<VersionId, List<EvaluationEntry>> measured = new HashMap<>();
  private final Set<VersionId> recorded = new LinkedHashSet<>();
  private int evaluations;
  private List<RefMove> moves = List.of();

  Recording(Store target, VersionSource source, Receiving receiving) {
    this.target = target;
    this.source = source;
    this.receiving = receiving;
  }

  /**
   * Brings versions in and moves refs.
   *
   * @param versions that may lack, parents first
   * @param models whose evaluations travel
   * @param plan says how refs move, as they are now, or throws
   */
  TransferReport run(
      List<VersionEntry> versions, Collection<String> models, Supplier<List<RefMove>> plan) {
    receiving.expect(versions.size());
    Set<String> all = new TreeSet<>(models);
    versions.forEach(version -> all.add(version.model()));
    for (String model : all) {
      for (EvaluationEntry entry : source.evaluations(model)) {
        measured.computeIfAbsent(entry.version(), id -> new ArrayList<>()).add(entry);
      }
    }
    int from = 0;
    for (; versions.size() - from > AT_ONCE; from += AT_ONCE) {
      record(versions.subList(from, from + AT_ONCE), List.of(), List::of);
    }
    record(versions.subList(from, versions.size()), all, plan);
    moves.forEach(target::announce);
    return receiving.report(List.copyOf(recorded), evaluations, retiredAtSource(), moves);
  }

  private void record(
      List<VersionEntry> some, Collection<String> lateModels, Supplier<List<RefMove>> plan) {
    TransferProgress before = receiving.progress();
    for (int attempt = 1; ; attempt++) {
      List<VersionEntry> lacking =
          some.stream().filter(it -> target.catalog.version(it.id()).isEmpty()).toList();
      List<AddVersion> records = receiving.fetch(lacking);
      List<RefMove> wanted = plan.get();
      List<Change> changes = new ArrayList<>();
      if (!records.isEmpty()) {
        changes.addAll(receiving.keyChanges());
      }
      changes.addAll(records);
      int attached = 0;
      for (VersionEntry entry : lacking) {
        attached += attach(measured.getOrDefault(entry.id(), List.of()), changes);
      }
      attached += late(lateModels, changes);
      wanted.forEach(
          move ->
              changes.add(
                  new MoveRef(
                      move.ref(),
                      move.from(),
                      move.to(),
                      move.time(),
                      move.author(),
                      move.reason())));
      // Last: an alias's history may lead over a version that was retired since.
      lacking.forEach(entry -> retire(entry, changes));
      try {
        if (!changes.isEmpty()) {
          target.catalog.apply(changes);
        }
        lacking.forEach(entry -> recorded.add(entry.id()));
        evaluations += attached;
        moves = wanted;
        return;
      } catch (ConflictException | AlreadyExistsException e) {
        giveUpAfter(attempt, e);
        receiving.uncount(before);
      }
    }
  }

  /** Others move refs, record the same versions or destroy chunks: look again. */
  private static void giveUpAfter(int attempt, LeptonException e) {
    if (attempt == PATIENCE) {
      throw e;
    }
  }

  private static int attach(List<EvaluationEntry> entries, List<Change> changes) {
    entries.forEach(
        it ->
            changes.add(
                new AttachEvaluation(it.version(), it.evaluation(), it.time(), it.author())));
    return entries.size();
  }

  /** Evaluations that were attached to a version after it travelled. */
  private int late(Collection<String> models, List<Change> changes) {
    long end = Streams.end(target.catalog, STREAM);
    Set<EvaluationEntry> there = new HashSet<>();
    models.forEach(model -> there.addAll(target.catalog.evaluations(model)));
    List<EvaluationEntry> missing = new ArrayList<>();
    measured.forEach(
        (version, entries) -> {
          if (target.catalog.version(version).isPresent()) {
            entries.stream().filter(entry -> !there.contains(entry)).forEach(missing::add);
          }
        });
    if (models.isEmpty() || missing.isEmpty()) {
      return 0;
    }
    String payload = Json.text(Map.of("evaluations", missing));
    changes.add(new RequireStreamEnd(STREAM, end));
    changes.add(
        new AppendEvent(
            STREAM,
            end + "-" + Digest.of(payload),
            target.clock.instant(),
            Json.text(Map.of("evaluations", missing.size()))));
    return attach(missing, changes);
  }

  private void retire(VersionEntry entry, List<Change> changes) {
    Catalog.Retirement end = entry.retirement();
    if (end == null) {
      return;
    }
    changes.add(new RetireVersion(entry.id(), end.time(), end.author(), end.reason()));
    source
        .retirement(entry.id())
        .ifPresent(
            certificate ->
                changes.add(
                    new AppendEvent(
                        Retirements.STREAM,
                        entry.id().hex(),
                        certificate.time(),
                        Json.text(certificate))));
  }

  private List<VersionId> retiredAtSource() {
    Set<String> models = new TreeSet<>();
    moves.forEach(move -> models.add(move.ref().model()));
    List<VersionId> found = new ArrayList<>();
    for (String model : models) {
      for (VersionEntry entry : source.versions(model)) {
        if (entry.retirement() != null
            && target
                .catalog
                .version(entry.id())
                .map(it -> it.retirement() == null)
                .orElse(false)) {
          found.add(entry.id());
        }
      }
    }
    return found;
  }
}
