package io.lepton.experiment;

import io.lepton.assign.HashSchemes;
import io.lepton.assign.UnitHash;
import io.lepton.assign.UnitId;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.error.StorageException;
import io.lepton.experiment.InterleavingEntry.Clicked;
import io.lepton.experiment.InterleavingEntry.Shown;
import io.lepton.stats.interleave.TeamDraft;
import io.lepton.stats.internal.random.CounterStream;
import io.lepton.stats.internal.random.Streams;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Two rankers compared on the lists that an application shows, by team-draft interleaving: every
 * list holds results of both, and the clicks say whose were better. It needs a fraction of the
 * users that splitting them between the rankers takes, and says which ranker is preferred, not by
 * how much a metric would change.
 *
 * <p>A query, by its id, has one list: it stays, however often it is asked for and whatever the
 * rankers say then. Each list is in the log, with the team of each result, before it can be shown.
 *
 * <p>Safe for use by many threads, and by many processes on one store. It keeps the lists in
 * memory.
 *
 * <pre>{@code
 * Interleaving rankers = Interleaving.named("rankers").between("bm25", "two-tower").start(store);
 * InterleavedList list = rankers.interleave("query-17", "user-3", bm25.rank(text), tower.rank(text));
 * rankers.click("query-17", list.results().get(2));
 * InterleavingReport report = rankers.report();
 * }</pre>
 */
public final class Interleaving {
  private final InterleavingDesign design;
  private final ExperimentStore store;
  private final InstantSource clock;
  private final InterleavingJournal journal;
  private final UnitHash hash;

  Interleaving(InterleavingDesign design, ExperimentStore store, InstantSource clock) {
    this.design = design;
    this.store = store;
    this.clock = clock;
    journal = new InterleavingJournal(store, design);
    hash = HashSchemes.lepton().seeded("interleaving/" + design.salt());
  }

  /**
   * Begins a definition.
   *
   * @param name unique in the store; as {@link io.lepton.spi.Ref#requireValidName} allows
   * @return a definition to be completed
   */
  public static InterleavingDefinition named(String name) {
    return new InterleavingDefinition(name);
  }

  /**
   * Goes on with a comparison by the system's clock.
   *
   * @param store keeps it
   * @param name of the comparison
   * @return the running comparison
   * @throws NotFoundException if there is none of that name; the message lists those there are
   */
  public static Interleaving resume(ExperimentStore store, String name) {
    return resume(store, name, InstantSource.system());
  }

  /**
   * Goes on with a comparison.
   *
   * @param store keeps it
   * @param name of the comparison
   * @param clock tells when things are recorded
   * @return the running comparison
   * @throws NotFoundException if there is none of that name; the message lists those there are
   */
  public static Interleaving resume(ExperimentStore store, String name, InstantSource clock) {
    return new Interleaving(LogKind.INTERLEAVING.recorded(store, name), store, clock);
  }

  /**
   * What was agreed.
   *
   * @return the design as recorded when the comparison started
   */
  public InterleavingDesign design() {
    return design;
  }

  /**
   * Mixes two rankings, or gives the list the query has, where nobody is known to have asked.
   *
   * @param query id of what is shown once, 1 to 500 characters
   * @param first ranking by the first ranker, the best first, none twice
   * @param second ranking by the second ranker, likewise; may share results with the first
   * @return the list to show; empty, and not recorded, if both rankings are
   * @throws InvalidInputException if the id is not well-formed or a ranking has a result twice
   * @throws StorageException if the list could not be recorded; trying again is safe
   */
  public InterleavedList interleave(String query, List<String> first, List<String> second) {
    return mix(query, null, first, second);
  }

  /**
   * Mixes two rankings, or gives the list the query has.
   *
   * @param query id of what is shown once, 1 to 500 characters
   * @param user id of who asked: the lists of one user are not independent, and are counted
   *     together
   * @param first ranking by the first ranker, the best first, none twice
   * @param second ranking by the second ranker, likewise; may share results with the first
   * @return the list to show; empty, and not recorded, if both rankings are
   * @throws InvalidInputException if an id is not well-formed or a ranking has a result twice
   * @throws StorageException if the list could not be recorded; trying again is safe
   */
  public InterleavedList interleave(
      String query, String user, List<String> first, List<String> second) {
    UnitId.requireValid("user id", user);
    return mix(query, user, first, second);
  }

  private InterleavedList mix(
      String query, @Nullable String user, List<String> first, List<String> second) {
    UnitId.requireValid("query id", query);
    Shown known = journal.find(query).orElse(null);
    if (known == null) {
      Set<String> all = new HashSet<>(first);
      all.addAll(second);
      if (all.isEmpty()) {
        return new InterleavedList(query, List.of(), List.of());
      }
      CounterStream tosses = Streams.stream(hash.point(query), Streams.Purpose.DRAW, 0);
      TeamDraft<String> draft =
          TeamDraft.mix(first, second, Math.min(design.length(), all.size()), tosses::next);
      append(new Shown(query, user, draft.results(), draft.teams(), clock.instant()));
      known = journal.follow().find(query).orElseThrow(); // of several at once, the first
    }
    return new InterleavedList(query, known.results(), known.teams());
  }

  /**
   * Records a click, durably. A click on the same result of a query again does nothing.
   *
   * @param query id of a query that was shown a list
   * @param result that was clicked
   * @throws NotFoundException if the query has no list, or the list no such result; the message
   *     lists those it has
   * @throws StorageException if the store failed; trying again is safe
   */
  public void click(String query, String result) {
    Shown shown =
        journal
            .find(query)
            .or(() -> journal.follow().find(query))
            .orElseThrow(
                () ->
                    new NotFoundException(
                        InterleavingDesign.refused(design.name())
                            + "a click of query \""
                            + query
                            + "\", which was shown no list; call interleave and show its results"));
    int place = shown.results().indexOf(result);
    if (place < 0) {
      throw new NotFoundException(
          InterleavingDesign.refused(design.name())
              + "a click on \""
              + result
              + "\" of query \""
              + query
              + "\", which was shown "
              + shown.results());
    }
    append(new Clicked(query, place, clock.instant()));
  }

  private void append(InterleavingEntry entry) {
    store.append(design.name(), List.of(entry));
  }

  /**
   * What is known so far; reads what is new. Look as often as you like, and mind which numbers of
   * the report hold then.
   *
   * @return the report
   * @throws StorageException if the store failed
   */
  public InterleavingReport report() {
    return InterleavingReport.of(design, journal.follow(), clock.instant());
  }
}
