package io.lepton.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.lepton.error.FormatTooNewException;
import io.lepton.internal.Json;
import io.lepton.model.VersionId;
import io.lepton.spi.Catalog.AppendEvent;
import io.lepton.spi.Catalog.Event;
import io.lepton.spi.Catalog.RequireStreamEnd;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Texts attached to versions, each kind in a stream a version: appended, never changed. */
final class Attachments {
  /** Streams of signatures, by version. */
  static final String SIGNATURES = "lepton/signatures/";

  /** Streams of what people wrote on cards, by version. */
  static final String CARDS = "lepton/cards/";

  private static final int FORMAT = 1;
  private static final int PAGE = 1000;

  private final Store store;
  private final VersionId version;
  private final String stream;

  Attachments(Store store, String prefix, VersionId version) {
    store.entry(version);
    this.store = store;
    this.version = version;
    this.stream = prefix + version.hex();
  }

  private record Payload(int format, String author, String text) {}

  /**
   * A text.
   *
   * @param sequence in its stream
   * @param author who attached it
   * @param time when
   * @param text as it was attached
   */
  record Entry(long sequence, String author, Instant time, String text) {}

  /** Attaches a text, unless one of that id is there. */
  Instant append(String id, String text) {
    Instant now = store.clock.instant();
    store.catalog.apply(List.of(event(id, text, now)));
    return now;
  }

  /** Attaches a text if none was attached after a place, or throws a conflict. */
  void appendAfter(long sequence, String text) {
    store.catalog.apply(
        List.of(
            new RequireStreamEnd(stream, sequence),
            event("after-" + sequence, text, store.clock.instant())));
  }

  private AppendEvent event(String id, String text, Instant time) {
    return new AppendEvent(stream, id, time, Json.text(new Payload(FORMAT, store.author, text)));
  }

  /** Oldest first. */
  List<Entry> all() {
    List<Entry> entries = new ArrayList<>();
    List<Event> page = store.catalog.events(stream, 0, PAGE);
    while (!page.isEmpty()) {
      page.forEach(event -> entries.add(entry(event)));
      page = store.catalog.events(stream, page.get(page.size() - 1).sequence(), PAGE);
    }
    return entries;
  }

  private Entry entry(Event event) {
    String where = "event " + event.sequence() + " of " + stream;
    long format = Json.read(event.payload(), JsonNode.class, where).path("format").asLong();
    if (format > FORMAT) {
      throw new FormatTooNewException(
          where
              + " about "
              + version
              + " has format "
              + format
              + "; this Lepton knows "
              + FORMAT
              + ": use the newer Lepton that wrote it");
    }
    Payload payload = Json.read(event.payload(), Payload.class, where);
    return new Entry(event.sequence(), payload.author, event.time(), payload.text);
  }
}
