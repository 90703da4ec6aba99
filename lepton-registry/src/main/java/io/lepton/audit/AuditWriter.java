package io.lepton.audit;

import io.lepton.audit.Segments.Head;
import io.lepton.bytes.Digest;
import io.lepton.error.ConflictException;
import io.lepton.error.LeptonException;
import io.lepton.spi.Catalog;
import io.lepton.spi.Catalog.AppendEvent;
import io.lepton.spi.Catalog.Change;
import io.lepton.spi.Catalog.Event;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds to the audit log of a catalogue. Entries are linked to the end that was read and appended
 * only if that still is the end, so any number of threads and processes make one chain.
 * Thread-safe; one for a catalogue and process serves best, since its threads then wait for each
 * other rather than fail and try again.
 */
public final class AuditWriter {
  private static final Logger LOG = LoggerFactory.getLogger(AuditWriter.class);

  private final Catalog catalog;
  private final InstantSource clock;
  private final Segments segments;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Head known;

  /**
   * What is to be recorded; time and place are given when it is.
   *
   * @param actor who acts
   * @param action what is done or asked
   * @param model whose matter it is; empty if the whole store's
   * @param subject what is acted upon
   * @param outcome how it ends
   * @param details whatever else is known
   */
  public record Draft(
      String actor,
      String action,
      String model,
      String subject,
      Outcome outcome,
      Map<String, String> details) {
    /** {@inheritDoc} */
    public Draft {
      details = Map.copyOf(details);
    }
  }

  /** What a change was decided on, to be looked at again when the store has moved on. */
  @FunctionalInterface
  public interface Condition {
    /**
     * Decides again. It may read the catalogue, and must not change it.
     *
     * @return what is to be recorded, at least one
     * @throws LeptonException if the change must not be made; nothing was changed then
     */
    List<Draft> check();
  }

  /**
   * Opens the log of a catalogue.
   *
   * @param catalog holds the log; made by the first entry
   * @param clock of the entries' times
   */
  public AuditWriter(Catalog catalog, InstantSource clock) {
    this.catalog = catalog;
    this.clock = clock;
    this.segments = new Segments(catalog);
  }

  /**
   * Makes changes and records them, all in one transaction.
   *
   * @param changes to be made
   * @param drafts what they are, in order; without any, the changes are made without a trace
   * @throws LeptonException as {@link Catalog#apply}; then nothing was recorded either
   */
  public void apply(List<? extends Change> changes, List<Draft> drafts) {
    if (drafts.isEmpty()) {
      catalog.apply(changes);
    } else {
      commit(changes, "", () -> drafts);
    }
  }

  /**
   * Makes changes that a condition allows, and records them, all in one transaction. What is
   * recorded of the model, or of the whole store, between the condition's check and the commit
   * makes it be checked again: the commit happens in a state in which the condition held.
   *
   * @param changes to be made
   * @param model that the condition looks at
   * @param condition checked at least once
   * @throws LeptonException as {@link Catalog#apply} or the condition; then nothing was recorded
   */
  public void applyIf(List<? extends Change> changes, String model, Condition condition) {
    commit(changes, model, condition);
  }

  private void commit(List<? extends Change> changes, String model, Condition condition) {
    lock.lock();
    try {
      Head head = known == null ? segments.find() : segments.advance(known, new ArrayList<>());
      known = head;
      List<Draft> drafts = condition.check();
      while (true) {
        List<Change> all = new ArrayList<>();
        all.add(head.unmoved()); // first, so that nothing else can fail before it
        all.addAll(changes);
        all.addAll(events(head, drafts));
        try {
          catalog.apply(all);
          return;
        } catch (ConflictException e) {
          List<Event> passed = new ArrayList<>();
          Head now = segments.advance(head, passed);
          if (now.equals(head)) {
            throw e;
          }
          known = now;
          head = now;
          if (passed.stream().anyMatch(event -> concerns(event, model))) {
            drafts = condition.check();
          }
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private static boolean concerns(Event event, String model) {
    try {
      String of = AuditEntry.read(Segments.bytes(event), "audit entry").model();
      return of.isEmpty() || of.equals(model);
    } catch (LeptonException e) {
      LOG.trace("unreadable, so it may be about anything", e);
      return true;
    }
  }

  private List<AppendEvent> events(Head head, List<Draft> drafts) {
    Instant time = clock.instant();
    List<AppendEvent> events = new ArrayList<>();
    Digest previous = head.last();
    for (Draft draft : drafts) {
      AuditEntry entry =
          new AuditEntry(
              AuditEntry.FORMAT,
              head.size() + events.size(),
              previous,
              time,
              draft.actor,
              draft.action,
              draft.model,
              draft.subject,
              draft.outcome,
              draft.details);
      AppendEvent event = Head.event(entry);
      previous = Digest.parse(event.id());
      events.add(event);
    }
    return events;
  }
}
