package io.lepton.registry.internal.backup;

import com.fasterxml.jackson.databind.JsonNode;
import io.lepton.error.CorruptDataException;
import io.lepton.error.LeptonException;
import io.lepton.internal.Json;
import io.lepton.model.Evaluation;
import io.lepton.model.VersionId;
import io.lepton.spi.Catalog.AddVersion;
import io.lepton.spi.Catalog.AppendEvent;
import io.lepton.spi.Catalog.AttachEvaluation;
import io.lepton.spi.Catalog.Change;
import io.lepton.spi.Catalog.MoveRef;
import io.lepton.spi.Catalog.RetireVersion;
import io.lepton.spi.Ref;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One change of a catalogue as one line of canonical JSON; docs/format.md has the fields. */
final class ChangeLines {
  private ChangeLines() {}

  static byte[] write(Change change) {
    Map<String, Object> line = new TreeMap<>();
    if (change instanceof AddVersion it) {
      line.put("kind", "version");
      line.put("id", it.id().hex());
      line.put("model", it.model());
      line.put("parents", it.parents().stream().map(VersionId::hex).toList());
      said(line, it.time(), it.author());
      line.put("message", it.message());
    } else if (change instanceof MoveRef it) {
      line.put("kind", "move");
      line.put("model", it.ref().model());
      line.put("ref", it.ref().kind().name());
      line.put("name", it.ref().name());
      put(line, "from", it.expected());
      put(line, "to", it.target());
      said(line, it.time(), it.author());
      line.put("reason", it.reason());
    } else if (change instanceof AttachEvaluation it) {
      line.put("kind", "evaluation");
      line.put("version", it.version().hex());
      line.put("document", Json.text(it.evaluation()));
      said(line, it.time(), it.author());
    } else if (change instanceof AppendEvent it) {
      line.put("kind", "event");
      line.put("stream", it.stream());
      line.put("id", it.id());
      line.put("time", it.time().toString());
      line.put("payload", it.payload());
    } else if (change instanceof RetireVersion it) {
      line.put("kind", "retirement");
      line.put("version", it.version().hex());
      said(line, it.time(), it.author());
      line.put("reason", it.reason());
    } else {
      throw new IllegalArgumentException("no catalogue exports " + change);
    }
    return Json.bytes(line);
  }

  private static void said(Map<String, Object> line, Instant time, String author) {
    line.put("time", time.toString());
    line.put("author", author);
  }

  private static void put(Map<String, Object> line, String name, @Nullable VersionId id) {
    if (id != null) {
      line.put(name, id.hex());
    }
  }

  static Change read(byte[] json, String where) {
    JsonNode line = Json.read(json, JsonNode.class, where);
    try {
      return switch (text(line, "kind")) {
        case "version" -> version(line);
        case "move" -> move(line);
        case "evaluation" -> {
          requireFields(line, "version", "document", "time", "author");
          yield new AttachEvaluation(
              VersionId.parse(text(line, "version")),
              Json.read(text(line, "document"), Evaluation.class, where),
              time(line),
              text(line, "author"));
        }
        case "event" -> {
          requireFields(line, "stream", "id", "time", "payload");
          yield new AppendEvent(
              text(line, "stream"), text(line, "id"), time(line), text(line, "payload"));
        }
        case "retirement" -> {
          requireFields(line, "version", "time", "author", "reason");
          yield new RetireVersion(
              VersionId.parse(text(line, "version")),
              time(line),
              text(line, "author"),
              text(line, "reason"));
        }
        default -> throw new CorruptDataException("a line of kind " + text(line, "kind"));
      };
    } catch (LeptonException | DateTimeException | IllegalArgumentException e) {
      throw new CorruptDataException(where + ": " + e.getMessage(), e);
    }
  }

  private static AddVersion version(JsonNode line) {
    requireFields(line, "id", "model", "parents", "time", "author", "message");
    List<VersionId> parents = new ArrayList<>();
    line.path("parents").forEach(parent -> parents.add(VersionId.parse(parent.asText())));
    return new AddVersion(
        VersionId.parse(text(line, "id")),
        text(line, "model"),
        parents,
        time(line),
        text(line, "author"),
        text(line, "message"),
        List.of());
  }

  private static MoveRef move(JsonNode line) {
    Set<String> fields = new TreeSet<>(Set.of("model", "ref", "name", "time", "author", "reason"));
    List.of("from", "to").stream().filter(line::has).forEach(fields::add);
    requireFields(line, fields.toArray(String[]::new));
    return new MoveRef(
        new Ref(text(line, "model"), Ref.Kind.valueOf(text(line, "ref")), text(line, "name")),
        line.has("from") ? VersionId.parse(text(line, "from")) : null,
        line.has("to") ? VersionId.parse(text(line, "to")) : null,
        time(line),
        text(line, "author"),
        text(line, "reason"));
  }

  static void requireFields(JsonNode line, String... names) {
    Set<String> expected = new TreeSet<>(Set.of(names));
    expected.add("kind");
    Set<String> found = new TreeSet<>();
    for (Iterator<String> each = line.fieldNames(); each.hasNext(); ) {
      found.add(each.next());
    }
    if (!found.equals(expected)) {
      throw new CorruptDataException("expected fields " + expected + ", found " + found);
    }
  }

  static String text(JsonNode line, String field) {
    JsonNode value = line.path(field);
    if (!value.isTextual()) {
      throw new CorruptDataException("field " + field + " is no text");
    }
    return value.asText();
  }

  static Instant time(JsonNode line) {
    return Instant.parse(text(line, "time"));
  }
}
