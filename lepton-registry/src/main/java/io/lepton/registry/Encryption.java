package io.lepton.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.lepton.internal.Json;
import io.lepton.registry.internal.seal.ModelCipher;
import io.lepton.spi.Catalog.AppendEvent;
import io.lepton.spi.Catalog.Change;
import io.lepton.spi.Catalog.Event;
import io.lepton.spi.Catalog.RequireStreamEnd;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Under which key a model's new versions are kept, as a stream of the catalogue says: each event
 * begins a key, or says that one is being destroyed, or was.
 *
 * @param model it is about
 * @param end of the stream as it was read
 * @param key id of the key in use, or null
 * @param ending id of a key whose destruction was decided and is not known to be done, or null
 */
record Encryption(String model, long end, @Nullable String key, @Nullable String ending) {
  static final String PREFIX = "lepton/encryption/";
  private static final int PAGE = 1000;

  private enum Step {
    BEGUN,
    ENDING,
    ENDED
  }

  static Encryption of(Store store, String model) {
    Encryption state = new Encryption(model, 0, null, null);
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
      case BEGUN -> new Encryption(model, event.sequence(), id, ending);
      case ENDING -> new Encryption(model, event.sequence(), null, id);
      case ENDED -> new Encryption(model, event.sequence(), key, null);
    };
  }

  boolean isOn() {
    return key != null;
  }

  /** The cipher of the key in use, or null if there is none. */
  @Nullable ModelCipher cipher(Store store) {
    return key == null ? null : store.keys.cipher(key);
  }

  /** Fails the transaction if a key was begun or ended since this was read. */
  Change unchanged() {
    return new RequireStreamEnd(PREFIX + model, end);
  }

  AppendEvent begin(Store store, String id) {
    return event(store, Step.BEGUN, id, Optional.empty());
  }

  AppendEvent beginEnding(Store store, String id) {
    return event(store, Step.ENDING, id, Optional.empty());
  }

  AppendEvent end(Store store, Shredding certificate) {
    return event(store, Step.ENDED, certificate.key(), Optional.of(certificate));
  }

  private AppendEvent event(Store store, Step step, String id, Optional<Shredding> certificate) {
    Map<String, Object> payload =
        certificate.isEmpty()
            ? Map.of("step", step, "key", id)
            : Map.of("step", step, "key", id, "certificate", certificate.get());
    return new AppendEvent(
        PREFIX + model, step + "-" + id, store.clock.instant(), Json.text(payload));
  }
}
