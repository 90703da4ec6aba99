package io.lepton.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.gate.Gates;
import io.lepton.internal.Json;
import io.lepton.spi.Catalog;
import io.lepton.spi.Catalog.Event;
import io.lepton.spi.Ref;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where protections are kept: a stream of events for each ref, the last of which counts. A colon is
 * in no name, so that no two refs share a stream.
 */
final class Protections {
  static final String PREFIX = "lepton/protection:";
  private static final int FORMAT = 1;
  private static final int PAGE = 1000;

  private Protections() {}

  static String stream(Ref ref) {
    return PREFIX + ref.model() + ":" + ref.kind() + ":" + ref.name();
  }

  static Ref refOf(String stream) {
    String[] parts = stream.substring(PREFIX.length()).split(":", 3);
    return new Ref(parts[0], Ref.Kind.valueOf(parts[1]), parts[2]);
  }

  static String write(Protection protection) {
    return Json.text(
        Map.of(
            "protection",
            FORMAT,
            "rules",
            protection.gates().stream().map(Gates::write).toList(),
            "author",
            protection.author(),
            "time",
            protection.time(),
            "reason",
            protection.reason()));
  }

  /** Every state there was, oldest first, with the sequence of the last event. */
  record Past(List<Protection> states, long end) {
    Optional<Protection> current() {
      return states.isEmpty() ? Optional.empty() : Optional.of(states.get(states.size() - 1));
    }
  }

  static Past read(Catalog catalog, Ref ref) {
    List<Protection> states = new ArrayList<>();
    long end = 0;
    List<Event> page = catalog.events(stream(ref), end, PAGE);
    while (!page.isEmpty()) {
      page.forEach(event -> states.add(read(ref, event)));
      end = page.get(page.size() - 1).sequence();
      page = catalog.events(stream(ref), end, PAGE);
    }
    return new Past(states, end);
  }

  private static Protection read(Ref ref, Event event) {
    String where = "protection of " + ref;
    JsonNode json = Json.read(event.payload(), JsonNode.class, where);
    int format = json.path("protection").asInt();
    if (format > FORMAT) {
      throw new FormatTooNewException(
          where + " has format " + format + "; this Lepton knows " + FORMAT);
    }
    try {
      return new Protection(
          ref,
          Gates.read(json.path("rules"), where),
          json.path("author").asText(),
          Instant.parse(json.path("time").asText()),
          json.path("reason").asText());
    } catch (java.time.DateTimeException e) {
      throw new CorruptDataException(where + " is damaged: " + event.payload(), e);
    }
  }
}
