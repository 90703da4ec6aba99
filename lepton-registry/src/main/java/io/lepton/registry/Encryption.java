package io.lepton.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.lepton.internal.Json;
import io.lepton.registry.internal.seal.ModelCipher;
import io.lepton.registry.internal.seal.WrappedKey;
import io.lepton.spi.Catalog.AppendEvent;
import io.lepton.spi.Catalog.Change;
import io.lepton.spi.Catalog.Event;
import io.lepton.spi.Catalog.RequireStreamEnd;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Under which key a model's new versions are kept, as a stream of the catalogue says: each event
 * begins a key, or says that one is being destroyed, or was.
 *
 * @param model it is about
 * @param end of the stream as it was read
 * @param key id of the key in use, or null
 * @param rotation how often that was wrapped anew, as far as this store recorded it
 * @param ending id of a key whose destruction was decided and is not known to be done, or null
 */
record Encryption(
    String model, long end, @Nullable String key, int rotation, @Nullable String ending) {
  static final String PREFIX = "lepton/encryption/";
  private static final int PAGE = 1000;

  /** What can be said of a key. */
  enum Step {
    BEGUN,
    /** Its data key was wrapped by another key of the provider. */
    ROTATED,
    ENDING,
    ENDED
  }

  static Encryption of(Store store, String model) {
    Encryption state = new Encryption(model, 0, null, 0, null);
    List<Event> page = store.catalog.events(PREFIX + model, 0, PAGE);
    while (!page.isEmpty()) {
      for (Event event : page) {
        state = state.after(event);
      }
      page = store.catalog.events(PREFIX + model, state.end, PAGE);
    }
    return state;
  }

  private Encryption after(Event event) {
    JsonNode json = Json.read(event.payload(), JsonNode.class, PREFIX + model);
    String id = json.path("key").asText();
    return switch (Step.valueOf(json.path("step").asText())) {
      case BEGUN, ROTATED ->
          new Encryption(model, event.sequence(), id, json.path("rotation").asInt(), ending);
      case ENDING -> new Encryption(model, event.sequence(), null, 0, id);
      case ENDED ->
          id.equals(key)
              ? new Encryption(model, event.sequence(), null, 0, ending)
              : new Encryption(model, event.sequence(), key, rotation, null);
    };
  }

  boolean isOn() {
    return key != null;
  }

  /** The cipher of the key in use, to seal with; null if there is none. */
  @Nullable ModelCipher cipher(Store store) {
    return key == null ? null : store.keys.cipherForSealing(key);
  }

  /** Fails the transaction if a key was begun or ended since this was read. */
  Change unchanged() {
    return new RequireStreamEnd(PREFIX + model, end);
  }

  AppendEvent begin(Store store, String id) {
    int rotation = store.keys.record(id).rotation();
    return event(
        store, Step.BEGUN, id, id, rotation == 0 ? Map.of() : Map.of("rotation", rotation));
  }

  AppendEvent rotated(Store store, WrappedKey now) {
    String former = now.former().isEmpty() ? "" : now.former().get(now.former().size() - 1);
    return event(
        store,
        Step.ROTATED,
        now.id(),
        now.id() + "-" + now.rotation(),
        Map.of("rotation", now.rotation(), "from", former, "to", now.key()));
  }

  AppendEvent beginEnding(Store store, String id) {
    return event(store, Step.ENDING, id, id, Map.of());
  }

  AppendEvent end(Store store, Shredding certificate) {
    String id = certificate.key();
    return event(store, Step.ENDED, id, id, Map.of("certificate", certificate));
  }

  /** Says that a key is gone, of whose end no certificate is known. */
  AppendEvent lost(Store store, String id) {
    return event(
        store, Step.ENDED, id, id, Map.of("note", "found gone when the catalogue was rebuilt"));
  }

  private AppendEvent event(
      Store store, Step step, String id, String eventId, Map<String, Object> more) {
    Map<String, Object> payload = new HashMap<>(more);
    payload.put("step", step);
    payload.put("key", id);
    return new AppendEvent(
        PREFIX + model, step + "-" + eventId, store.clock.instant(), Json.text(payload));
  }

  /** What an event of such a stream says, for the audit log. */
  static Map<String, String> described(AppendEvent event) {
    JsonNode json = Json.read(event.payload(), JsonNode.class, event.stream());
    Map<String, String> said = new HashMap<>();
    for (String field : List.of("step", "key", "from", "to")) {
      if (json.path(field).isTextual()) {
        said.put(field, json.path(field).asText());
      }
    }
    return said;
  }
}
