package io.lepton.spi;

import io.lepton.bytes.Digest;
import io.lepton.error.AlreadyExistsException;
import io.lepton.error.ConflictException;
import io.lepton.error.NotFoundException;
import io.lepton.error.StorageException;
import io.lepton.model.Evaluation;
import io.lepton.model.VersionId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The index of a store: which versions there are, which refs point at them, in which pack each
 * chunk lies, what was measured, and append-only streams of events. Everything is read by small
 * queries and written by {@link #apply}.
 *
 * <p>Rules every implementation MUST keep:
 *
 * <ul>
 *   <li>{@link #apply} makes all of its changes or none, serialisably with every other {@code
 *       apply} of any process.
 *   <li>When it returns, the changes survive a crash of process and machine and every later read,
 *       in any process, sees them; no read ever sees some of them.
 *   <li>Every method is safe for use by many threads and many processes.
 *   <li>What was applied is read back equal: times to the nanosecond, doubles to the bit, text to
 *       the character. Names in ascending order are in the order of {@link String#compareTo}.
 *   <li>Text that is not well-formed Unicode, or has U+0000 in it, is refused by the changes
 *       themselves with {@link io.lepton.error.InvalidInputException}. Names (of a model and a ref;
 *       of a stream and an event; of a metric and its data; of a pack; of an author) of up to 600
 *       characters together MUST be taken; longer ones MAY be refused in the same way.
 *   <li>No method that takes a limit, and no {@link #apply}, becomes slower in proportion to what
 *       is recorded.
 *   <li>Failures are {@link StorageException}s that say whether trying again can help; waiting for
 *       a lock is the catalogue's own work.
 * </ul>
 */
public interface Catalog extends AutoCloseable {

  /** One thing to be changed. */
  sealed interface Change {}

  /**
   * Records a version and gives it the model's next number, from 1. Fails with {@link
   * AlreadyExistsException} if the id is there, with {@link NotFoundException} if a parent is not,
   * and with {@link ConflictException} if a chunk is not indexed (because it was removed after the
   * caller looked).
   *
   * @param id SHA-256 of the manifest, which is itself a chunk of that name
   * @param model name of the model
   * @param parents versions it follows, of any model
   * @param time when it was saved
   * @param author who saved it
   * @param message why
   * @param chunks every chunk it needs, the manifest and all bases included; checked, not kept
   */
  record AddVersion(
      VersionId id,
      String model,
      List<VersionId> parents,
      Instant time,
      String author,
      String message,
      Collection<Digest> chunks)
      implements Change {
    /** {@inheritDoc} */
    public AddVersion {
      StorableText.require("model name", model);
      StorableText.require("author", author);
      StorableText.require("message", message);
    }
  }

  /**
   * Moves a ref by compare-and-set and appends the move to its history. Fails with {@link
   * ConflictException} that says what was found, and with {@link NotFoundException} if the target
   * is not a version of the ref's model. A ref whose kind {@link Ref.Kind#needsWeights} cannot
   * point at a retired version: {@link ConflictException}. A tag that exists never moves and is
   * never deleted, whatever is expected: {@link AlreadyExistsException}.
   *
   * @param ref to be moved
   * @param expected where it points now; null if it must not exist
   * @param target where it shall point; null to delete it
   * @param time of the move
   * @param author who moves it
   * @param reason why
   */
  record MoveRef(
      Ref ref,
      @Nullable VersionId expected,
      @Nullable VersionId target,
      Instant time,
      String author,
      String reason)
      implements Change {
    /** {@inheritDoc} */
    public MoveRef {
      StorableText.require("author", author);
      StorableText.require("reason", reason);
    }
  }

  /**
   * Indexes a pack, also if none of its chunks is new. Chunks indexed before keep their place, so
   * indexing a pack twice is as good as once.
   *
   * @param pack blob key of the pack
   * @param chunks what lies in it
   */
  record AddPack(String pack, List<Chunk> chunks) implements Change {
    /** {@inheritDoc} */
    public AddPack {
      StorableText.require("pack name", pack);
    }
  }

  /**
   * Forgets a pack and every chunk whose place is in it. Forgetting what is not there succeeds.
   *
   * @param pack blob key of the pack
   */
  record RemovePack(String pack) implements Change {}

  /**
   * Fails with {@link ConflictException} if a version was recorded since the caller looked; for
   * changes computed from all versions, such as removing chunks none of them needs.
   *
   * @param count what {@link #versionCount} returned
   */
  record RequireVersionCount(long count) implements Change {}

  /**
   * Fails with {@link ConflictException} if a stream has an event past a place; for changes
   * computed from what the stream said.
   *
   * @param stream name of the stream
   * @param sequence of the last event the caller knows; 0 for none
   */
  record RequireStreamEnd(String stream, long sequence) implements Change {}

  /**
   * Attaches an evaluation; a version may have many. Fails with {@link NotFoundException} if there
   * is no such version.
   *
   * @param version that was evaluated
   * @param evaluation what was measured
   * @param time when it was attached
   * @param author who attached it
   */
  record AttachEvaluation(VersionId version, Evaluation evaluation, Instant time, String author)
      implements Change {
    /** {@inheritDoc} */
    public AttachEvaluation {
      StorableText.require(evaluation);
      StorableText.require("author", author);
    }
  }

  /**
   * Marks a version's weights as destroyed. Fails with {@link NotFoundException} if there is no
   * such version and with {@link ConflictException} if it is retired already or a ref points at it
   * whose kind {@link Ref.Kind#needsWeights}.
   *
   * @param version to be retired
   * @param time of the retirement
   * @param author who retires it
   * @param reason why
   */
  record RetireVersion(VersionId version, Instant time, String author, String reason)
      implements Change {
    /** {@inheritDoc} */
    public RetireVersion {
      StorableText.require("author", author);
      StorableText.require("reason", reason);
    }
  }

  /**
   * Appends to a stream, unless the stream has an event of that id: then nothing happens.
   *
   * @param stream name of the stream; made by its first event
   * @param id unique in the stream
   * @param time of the event
   * @param payload JSON text
   */
  record AppendEvent(String stream, String id, Instant time, String payload) implements Change {
    /** {@inheritDoc} */
    public AppendEvent {
      StorableText.require("stream name", stream);
      StorableText.require("event id", id);
      StorableText.require("payload", payload);
    }
  }

  /**
   * A version as indexed; the rest is in its manifest.
   *
   * @param id SHA-256 of the manifest
   * @param model name of the model
   * @param number among the model's versions, from 1
   * @param parents versions it follows
   * @param time when it was saved
   * @param author who saved it
   * @param message why
   * @param retirement what is known of its retirement, or null
   */
  record VersionEntry(
      VersionId id,
      String model,
      long number,
      List<VersionId> parents,
      Instant time,
      String author,
      String message,
      @Nullable Retirement retirement) {}

  /**
   * How a version ended.
   *
   * @param time when
   * @param author who
   * @param reason why
   */
  record Retirement(Instant time, String author, String reason) {}

  /**
   * One move in a ref's history.
   *
   * @param ref that moved
   * @param from where it pointed, or null if it was made
   * @param to where it pointed afterwards, or null if it was deleted
   * @param time when
   * @param author who
   * @param reason why
   */
  record RefMove(
      Ref ref,
      @Nullable VersionId from,
      @Nullable VersionId to,
      Instant time,
      String author,
      String reason) {}

  /**
   * Where a chunk lies.
   *
   * @param digest SHA-256 of its raw bytes
   * @param pack blob key of its pack
   * @param offset of its stored bytes in the pack
   * @param storedLength of its stored bytes
   * @param rawLength of its raw bytes
   * @param codec how it is stored, by the pack format's number
   * @param base the chunk it is stored as a difference from, or null; without it it cannot be read
   */
  record Chunk(
      Digest digest,
      String pack,
      long offset,
      int storedLength,
      int rawLength,
      int codec,
      @Nullable Digest base) {}

  /**
   * An attached evaluation.
   *
   * @param version that was evaluated
   * @param evaluation what was measured
   * @param time when it was attached
   * @param author who attached it
   */
  record EvaluationEntry(VersionId version, Evaluation evaluation, Instant time, String author) {}

  /**
   * An event of a stream.
   *
   * @param sequence grows along the stream; not necessarily by one
   * @param id unique in the stream
   * @param time of the event
   * @param payload JSON text
   */
  record Event(long sequence, String id, Instant time, String payload) {}

  /**
   * Makes all changes in the given order, or none.
   *
   * @param changes to be made; each sees those before it
   * @throws io.lepton.error.LeptonException as the changes say
   */
  void apply(List<? extends Change> changes);

  /**
   * The models that have a version.
   *
   * @return names in ascending order
   */
  List<String> models();

  /**
   * The number of versions ever recorded, of all models.
   *
   * @return at least 0; grows with each {@link AddVersion}
   */
  long versionCount();

  /**
   * One version.
   *
   * @param id of the version
   * @return the entry or empty
   */
  Optional<VersionEntry> version(VersionId id);

  /**
   * One version.
   *
   * @param model name of the model
   * @param number among its versions
   * @return the entry or empty
   */
  Optional<VersionEntry> version(String model, long number);

  /**
   * The versions whose id begins with some digits.
   *
   * @param hexPrefix 1 to 64 lower-case hexadecimal digits
   * @return all that match, in ascending order of id
   */
  List<VersionEntry> versionsStartingWith(String hexPrefix);

  /**
   * All versions of a model.
   *
   * @param model name of the model
   * @return in ascending order of number; empty for an unknown model
   */
  List<VersionEntry> versions(String model);

  /**
   * A page of a model's versions.
   *
   * @param model name of the model
   * @param before the first number that is too high; {@link Long#MAX_VALUE} for the newest
   * @param limit most versions to return, at least 1
   * @return in descending order of number; empty at the end and for an unknown model
   */
  List<VersionEntry> versions(String model, long before, int limit);

  /**
   * The part of a model's history that is nearest to a version: what it follows, in one step, then
   * in two, and so on. Parents of other models are left out, and what they follow.
   *
   * @param from a version, given first
   * @param limit most versions to return, at least 1
   * @return each once, in ascending order of the steps from the first; no order among equals; empty
   *     if there is no such version
   */
  List<VersionEntry> ancestry(VersionId from, int limit);

  /**
   * The versions of one model that fulfil conditions.
   *
   * @param query what to look for
   * @return in the query's order
   */
  List<VersionQuery.Found> find(VersionQuery query);

  /**
   * Where a ref points.
   *
   * @param ref to be looked up
   * @return the version or empty
   */
  Optional<VersionId> ref(Ref ref);

  /**
   * All refs of a model.
   *
   * @param model name of the model
   * @return every ref to its version; by kind in the order declared, then by ascending name
   */
  Map<Ref, VersionId> refs(String model);

  /**
   * The refs of a model that are of one kind.
   *
   * @param model name of the model
   * @param kind of the refs
   * @return names to versions, in ascending order of name
   */
  Map<String, VersionId> refs(String model, Ref.Kind kind);

  /**
   * The moves of a ref, kept also when it is deleted.
   *
   * @param ref to be looked up
   * @return oldest first
   */
  List<RefMove> history(Ref ref);

  /**
   * Where a ref pointed at some time: the target of its last move that is not dated later. If
   * clocks went back, the order of the moves counts, not that of their times.
   *
   * @param ref to be looked up
   * @param time in the years 0 to 9999; what is outside is taken for the nearest
   * @return the version, or empty if the ref had not been made or was deleted
   */
  Optional<VersionId> refAt(Ref ref, Instant time);

  /**
   * Where chunks lie.
   *
   * @param digests of the chunks, any number
   * @return those that are indexed
   */
  Map<Digest, Chunk> chunks(Collection<Digest> digests);

  /**
   * The chunks that are stored as differences from others.
   *
   * @param bases names of chunks, any number; they need not be indexed
   * @return those with one of these as their base, in no order; not those based on them in turn
   */
  List<Chunk> chunksBasedOn(Collection<Digest> bases);

  /**
   * The chunks of a pack.
   *
   * @param pack blob key of the pack
   * @return in ascending order of offset; empty if unknown
   */
  List<Chunk> chunksOf(String pack);

  /**
   * The packs that are indexed.
   *
   * @return blob keys in ascending order
   */
  List<String> packs();

  /**
   * What was measured of a version.
   *
   * @param version that was evaluated
   * @return in the order attached
   */
  List<EvaluationEntry> evaluations(VersionId version);

  /**
   * What was measured of all versions of a model.
   *
   * @param model name of the model
   * @return in the order attached
   */
  List<EvaluationEntry> evaluations(String model);

  /**
   * Reads a stream.
   *
   * @param stream name of the stream
   * @param after sequence to begin after; 0 for the beginning
   * @param limit most events to return, at least 1
   * @return in ascending order of sequence; empty at the end and for an unknown stream
   */
  List<Event> events(String stream, long after, int limit);

  /**
   * One event.
   *
   * @param stream name of the stream
   * @param id of the event
   * @return the event or empty
   */
  Optional<Event> event(String stream, String id);

  /**
   * The event a stream ends with.
   *
   * @param stream name of the stream
   * @return the event of the highest sequence; empty for an unknown stream
   */
  Optional<Event> lastEvent(String stream);

  /**
   * The streams that have an event.
   *
   * @param prefix text the name begins with, no character of it a wildcard; empty for all
   * @return names in ascending order
   */
  List<String> streams(String prefix);

  /**
   * Gives everything that is recorded except packs and chunks, of one state, as changes that make
   * the same of an empty catalogue: versions, parents first and by number within their model,
   * without their chunks and as if none was retired; then the moves of all refs, also of those that
   * were deleted; evaluations; events; and last the retirements. Within a model, a ref or a stream
   * the order is that in which things were recorded. Others may go on writing meanwhile.
   *
   * @param reader called with each change on the calling thread; it MUST NOT use this catalogue,
   *     and what it throws ends the export and is thrown
   */
  void export(Consumer<Change> reader);

  /** Frees connections. What was applied stays. Closing twice does nothing. */
  @Override
  void close();
}
