package io.lepton.audit;

import io.lepton.audit.Segments.Head;
import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import io.lepton.internal.Json;
import io.lepton.spi.Catalog;
import io.lepton.spi.Catalog.AppendEvent;
import io.lepton.spi.Catalog.Event;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The audit log of a store: to be read, signed, proved from, exported and checked. Entries are made
 * by the store itself. Thread-safe.
 *
 * <p>The chain shows any edit, removal, insertion and change of order, except at the end: whoever
 * can write the catalogue can cut the log off or make its tail anew. A {@link #checkpoint} that was
 * signed with a key this person does not have, and is kept where this person cannot reach, shows
 * that too.
 *
 * <pre>{@code
 * AuditSigner signer = AuditSigner.generate("example.com/models");
 * String note = models.audit().checkpoint(signer).note();              // keep it elsewhere
 * AuditReport report = models.audit().verify(signer.key(), note);
 * }</pre>
 */
public final class AuditLog {
  /** The stream that keeps the signed checkpoints. */
  public static final String CHECKPOINTS = "lepton/audit-checkpoints";

  /** What the names of the streams that keep the entries begin with. */
  public static final String ENTRIES = Segments.PREFIX;

  private static final int PAGE = 1000;

  private final Catalog catalog;
  private final InstantSource clock;
  private final Segments segments;

  /**
   * Opens the log of a catalogue.
   *
   * @param catalog holds the log
   * @param clock of the checkpoints' times
   */
  public AuditLog(Catalog catalog, InstantSource clock) {
    this.catalog = catalog;
    this.clock = clock;
    this.segments = new Segments(catalog);
  }

  /**
   * The number of entries.
   *
   * @return at least 0
   */
  public long size() {
    return segments.find().size();
  }

  /**
   * Some entries.
   *
   * @param from place of the first, from 0
   * @param limit most entries to be given, at least 1
   * @return in order; empty at the end
   * @throws CorruptDataException if an entry was edited into something that is none
   * @throws InvalidInputException if an argument is out of its range
   */
  public List<AuditEntry> entries(long from, int limit) {
    if (from < 0 || limit < 1) {
      throw new InvalidInputException(
          "entries from " + from + ", at most " + limit + "; expected from 0, at least 1");
    }
    List<AuditEntry> entries = new ArrayList<>();
    long segment = from / Segments.SIZE;
    long skip = from % Segments.SIZE;
    while (entries.size() < limit) {
      int wanted = (int) Math.min(Segments.SIZE, skip + limit - entries.size());
      List<Event> page = catalog.events(Segments.stream(segment), 0, wanted);
      page.stream()
          .skip(skip)
          .forEach(
              event ->
                  entries.add(
                      AuditEntry.read(
                          Segments.bytes(event), "audit entry " + (from + entries.size()))));
      if (page.size() < Segments.SIZE) {
        break;
      }
      segment++;
      skip = 0;
    }
    return entries;
  }

  /**
   * The newest entries.
   *
   * @param limit most entries to be given, at least 1
   * @return oldest first
   * @throws CorruptDataException as {@link #entries}
   */
  public List<AuditEntry> last(int limit) {
    return entries(Math.max(0, size() - limit), limit);
  }

  /**
   * Signs the log as it is now, and keeps the note in the store. The log is read and its chain
   * checked first: nothing broken is signed.
   *
   * @param signer whose name also is the checkpoint's origin
   * @return to be kept outside of the store as well
   * @throws CorruptDataException if the log was tampered with
   */
  public SignedCheckpoint checkpoint(AuditSigner signer) {
    AuditVerifier verifier = verifier(believed(signer.key(), List.of()));
    scan(event -> verifier.add(Segments.bytes(event), event.id()));
    SignedCheckpoint signed = sign(verifier.report(), signer);
    catalog.apply(
        List.of(
            new AppendEvent(
                CHECKPOINTS,
                Digest.of(signed.note()).hex(),
                clock.instant(),
                Json.text(Map.of("note", signed.note())))));
    return signed;
  }

  static SignedCheckpoint sign(AuditReport report, AuditSigner signer) {
    if (!report.isIntact()) {
      throw new CorruptDataException("the audit log is not signed, for it is damaged: " + report);
    }
    return SignedCheckpoint.sign(
        new Checkpoint(signer.key().name(), report.size(), report.root()), signer);
  }

  /**
   * The checkpoints the store keeps. Their signatures are not looked at here.
   *
   * @return oldest first
   * @throws CorruptDataException if one was edited into something that is none
   */
  public List<SignedCheckpoint> checkpoints() {
    List<SignedCheckpoint> all = new ArrayList<>();
    List<Event> page = catalog.events(CHECKPOINTS, 0, PAGE);
    while (!page.isEmpty()) {
      page.forEach(event -> all.add(SignedCheckpoint.unchecked(note(event))));
      page = catalog.events(CHECKPOINTS, page.get(page.size() - 1).sequence(), PAGE);
    }
    return all;
  }

  private static String note(Event event) {
    return Json.read(event.payload(), com.fasterxml.jackson.databind.JsonNode.class, "checkpoint")
        .path("note")
        .asText();
  }

  /**
   * Proves that an entry is in the log that a checkpoint describes.
   *
   * @param number of the entry
   * @param size of the checkpoint
   * @return the proof, for {@link Merkle#verifyInclusion}
   * @throws InvalidInputException if the log has not so many entries, or the tree no such entry
   */
  public List<Digest> inclusion(long number, long size) {
    return Merkle.inclusion(Math.toIntExact(number), leaves(size));
  }

  /**
   * Proves that one checkpoint continues another.
   *
   * @param earlier size of the one
   * @param later size of the other
   * @return the proof, for {@link Merkle#verifyConsistency}
   * @throws InvalidInputException if the log has not so many entries, or the sizes are not in order
   */
  public List<Digest> consistency(long earlier, long later) {
    return Merkle.consistency(Math.toIntExact(earlier), leaves(later));
  }

  private List<Digest> leaves(long size) {
    List<Digest> leaves = new ArrayList<>();
    scan(event -> leaves.add(Segments.hash(event)));
    if (size < 0 || size > leaves.size()) {
      throw new InvalidInputException(
          "a log of " + size + " entries; this one has " + leaves.size());
    }
    return leaves.subList(0, Math.toIntExact(size));
  }

  /**
   * Checks the chain, and the roots of the checkpoints the store keeps without asking who signed
   * them: finds damage, and tampering by whoever did not know better.
   *
   * @return what was found
   */
  public AuditReport verify() {
    List<Checkpoint> kept = checkpoints().stream().map(SignedCheckpoint::checkpoint).toList();
    AuditReport report = verify(kept);
    return new AuditReport(report.size(), report.root(), 0, report.problems());
  }

  /**
   * Checks the chain, and the roots of all checkpoints that a key signed.
   *
   * @param key that signs the checkpoints; others' are passed over
   * @param notes checkpoints kept outside of the store, which it may have lost
   * @return what was found
   * @throws CorruptDataException if a note given here is not signed by the key
   */
  public AuditReport verify(AuditKey key, String... notes) {
    return verify(believed(key, List.of(notes)));
  }

  private List<Checkpoint> believed(AuditKey key, List<String> notes) {
    List<Checkpoint> believed = new ArrayList<>();
    notes.forEach(note -> believed.add(SignedCheckpoint.open(note, key).checkpoint()));
    for (SignedCheckpoint kept : checkpoints()) {
      try {
        believed.add(SignedCheckpoint.open(kept.note(), key).checkpoint());
      } catch (CorruptDataException e) {
        continue; // another key's, or a forgery: nothing follows from it
      }
    }
    return believed;
  }

  private AuditReport verify(List<Checkpoint> believed) {
    AuditVerifier verifier = verifier(believed);
    scan(event -> verifier.add(Segments.bytes(event), event.id()));
    return verifier.report();
  }

  private AuditVerifier verifier(List<Checkpoint> believed) {
    AuditVerifier verifier = new AuditVerifier(believed);
    Head end = segments.find();
    long last = (end.size() - 1) / Segments.SIZE;
    for (String stream : catalog.streams(Segments.PREFIX)) {
      if (end.size() == 0 || stream.compareTo(Segments.stream(last)) > 0) {
        verifier.problem(
            end.size(),
            "a stream " + stream + " lies beyond the end; a whole one before it was removed");
      }
    }
    return verifier;
  }

  private void scan(Consumer<Event> each) {
    Head end = segments.find();
    for (long segment = 0; segment * Segments.SIZE < end.size(); segment++) {
      long after = 0;
      List<Event> page = catalog.events(Segments.stream(segment), after, Segments.SIZE);
      while (!page.isEmpty()) {
        page.forEach(each);
        after = page.get(page.size() - 1).sequence();
        page =
            page.size() < Segments.SIZE
                ? List.of()
                : catalog.events(Segments.stream(segment), after, Segments.SIZE);
      }
    }
  }

  /**
   * Writes the whole log and a signed checkpoint of it into a folder, to be checked anywhere with
   * {@link AuditExport#verify}.
   *
   * @param folder made if it is absent; must not hold an export
   * @param signer of the checkpoint
   * @return what was signed
   * @throws CorruptDataException if the log was tampered with
   * @throws io.lepton.error.StorageException if the folder cannot be written
   */
  public SignedCheckpoint export(Path folder, AuditSigner signer) {
    AuditVerifier verifier = verifier(believed(signer.key(), List.of()));
    return AuditExport.write(
        folder,
        line ->
            scan(
                event -> {
                  verifier.add(Segments.bytes(event), event.id());
                  line.accept(Segments.bytes(event));
                }),
        () -> sign(verifier.report(), signer));
  }
}
