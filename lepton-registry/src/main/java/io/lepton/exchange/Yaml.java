package io.lepton.exchange;

import io.lepton.error.CorruptDataException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads YAML as maps, lists and texts. Every scalar stays the text it is: a run's id such as {@code
 * 12e45…} is no number, whatever YAML thinks. Tags mean nothing; depth, length and what aliases
 * multiply to are bounded. Belongs to one thread.
 */
final class Yaml {
  private static final int MAX_DEPTH = 40;
  private static final int MAX_NODES = 100_000;
  private static final int MAX_CHARACTERS = 3 << 20;

  private final String where;
  private final Iterator<Event> events;
  private final Map<String, Node> anchors = new HashMap<>();
  private long nodes;

  /** A value, and how many nodes it has when every alias is written out. */
  private record Node(@Nullable Object value, long size) {}

  private Yaml(String text, String where) {
    this.where = where;
    LoadSettings settings =
        LoadSettings.builder().setLabel(where).setCodePointLimit(MAX_CHARACTERS).build();
    this.events = new Parse(settings).parseString(text).iterator();
  }

  /**
   * Reads one document that is a map.
   *
   * @return text keys to maps, lists, texts, or null for an empty plain scalar
   */
  static Map<String, @Nullable Object> map(byte[] yaml, String where) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(yaml)).toString();
      if (new Yaml(text, where).document() instanceof Map<?, ?> map) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put(String.valueOf(key), value));
        return copy;
      }
      throw new CorruptDataException(where + " is YAML, but no map");
    } catch (YamlEngineException | CharacterCodingException e) {
      throw new CorruptDataException(where + " is not YAML: " + e.getMessage(), e);
    }
  }

  private @Nullable Object document() {
    next(Event.ID.StreamStart);
    next(Event.ID.DocumentStart);
    Object value = node(events.next(), 0).value;
    next(Event.ID.DocumentEnd);
    next(Event.ID.StreamEnd);
    return value;
  }

  private void next(Event.ID expected) {
    if (!events.hasNext() || events.next().getEventId() != expected) {
      throw new CorruptDataException(where + ": expected one YAML document");
    }
  }

  private Node node(Event event, int depth) {
    if (depth > MAX_DEPTH) {
      throw new CorruptDataException(where + " is nested more than " + MAX_DEPTH + " deep");
    }
    Node node =
        switch (event.getEventId()) {
          case Scalar -> new Node(scalar((ScalarEvent) event), 1);
          case SequenceStart -> list(depth);
          case MappingStart -> map(depth);
          case Alias -> alias((AliasEvent) event);
          default -> throw new CorruptDataException(where + ": expected a value, found " + event);
        };
    if (event instanceof NodeEvent named && !(event instanceof AliasEvent)) {
      named.getAnchor().ifPresent(anchor -> anchors.put(anchor.getValue(), node));
    }
    nodes += event instanceof AliasEvent ? node.size : 1;
    if (nodes > MAX_NODES) {
      throw new CorruptDataException(where + " has more than " + MAX_NODES + " values");
    }
    return node;
  }

  private static @Nullable String scalar(ScalarEvent event) {
    String text = event.getValue();
    boolean empty = text.isEmpty() || text.equals("null") || text.equals("~");
    return empty && event.getScalarStyle() == ScalarStyle.PLAIN ? null : text;
  }

  private Node list(int depth) {
    List<@Nullable Object> values = new ArrayList<>();
    long size = 1;
    Event event = events.next();
    while (event.getEventId() != Event.ID.SequenceEnd) {
      Node value = node(event, depth + 1);
      values.add(value.value);
      size += value.size;
      event = events.next();
    }
    return new Node(values, size);
  }

  private Node map(int depth) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    long size = 1;
    Event event = events.next();
    while (event.getEventId() != Event.ID.MappingEnd) {
      if (!(event instanceof ScalarEvent key)) {
        throw new CorruptDataException(where + ": a key is no text");
      }
      Node value = node(events.next(), depth + 1);
      if (values.containsKey(key.getValue())) {
        throw new CorruptDataException(where + ": \"" + key.getValue() + "\" comes twice");
      }
      values.put(key.getValue(), value.value);
      size += 1 + value.size;
      event = events.next();
    }
    return new Node(values, size);
  }

  private Node alias(AliasEvent event) {
    Node node = anchors.get(event.getAlias().getValue());
    if (node == null) {
      throw new CorruptDataException(where + ": nothing has the anchor " + event.getAlias());
    }
    return node;
  }
}
