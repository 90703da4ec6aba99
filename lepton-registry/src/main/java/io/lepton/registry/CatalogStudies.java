package io.lepton.registry;

import io.lepton.error.CorruptDataException;
import io.lepton.spi.Catalog.AppendEvent;
import io.lepton.spi.Catalog.Event;
import io.lepton.spi.StudyStorage;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Studies in a store's catalogue: the journal of study NAME is the event stream {@code study/NAME}.
 * A stream takes an id once, and says nothing to who comes second; so each writer signs, and looks
 * whose entry is there. Payload: {@code {"writer":"UUID","entry":...}}.
 */
final class CatalogStudies implements StudyStorage {
  private static final String PREFIX = "study/";
  private static final String BEFORE = "{\"writer\":\"";
  private static final String BETWEEN = "\",\"entry\":";
  private static final String AFTER = "}";
  private static final int START = BEFORE.length() + 36 + BETWEEN.length();

  private final Store store;

  CatalogStudies(Store store) {
    this.store = store;
  }

  @Override
  public boolean append(String study, String id, Instant time, String payload) {
    String stream = PREFIX + study;
    if (store.catalog.event(stream, id).isPresent()) {
      return false;
    }
    String signed = BEFORE + UUID.randomUUID() + BETWEEN + payload + AFTER;
    store.catalog.apply(List.of(new AppendEvent(stream, id, time, signed)));
    return store.catalog.event(stream, id).filter(it -> it.payload().equals(signed)).isPresent();
  }

  @Override
  public List<Entry> read(String study, long after, int limit) {
    String stream = PREFIX + study;
    return store.catalog.events(stream, after, limit).stream()
        .map(it -> entry(stream, it))
        .toList();
  }

  private static Entry entry(String stream, Event event) {
    String payload = event.payload();
    if (!payload.startsWith(BEFORE) || !payload.startsWith(BETWEEN, START - BETWEEN.length())) {
      throw new CorruptDataException(
          "event \"" + event.id() + "\" of stream \"" + stream + "\" is no entry of a study");
    }
    return new Entry(
        event.sequence(),
        event.id(),
        event.time(),
        payload.substring(START, payload.length() - AFTER.length()));
  }

  @Override
  public List<String> studies() {
    return store.catalog.streams(PREFIX).stream()
        .map(name -> name.substring(PREFIX.length()))
        .toList();
  }
}
