package io.lepton.experiment;

import io.lepton.assign.Layer;
import io.lepton.assign.LayerRange;
import io.lepton.error.AlreadyExistsException;
import io.lepton.error.ConflictException;
import io.lepton.error.CorruptDataException;
import io.lepton.spi.Catalog;
import io.lepton.spi.Catalog.AppendEvent;
import io.lepton.spi.Catalog.Change;
import io.lepton.spi.Catalog.Event;
import io.lepton.spi.Catalog.RequireStreamEnd;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who holds which part of a layer: the event stream {@code layer/NAME}, with the layer itself in
 * its first event, then {@code claim:EXPERIMENT} and {@code release:EXPERIMENT}. A claim is written
 * together with the experiment's design, on condition that nobody wrote to the layer since it was
 * read, so two processes cannot both claim.
 */
final class LayerLog {
  private static final String PREFIX = "layer/";
  private static final String LAYER = "layer";
  private static final String CLAIM = "claim:";
  private static final String RELEASE = "release:";
  private static final int PAGE = 1000;

  /** Each lost race is another's success; so many in a row are a catalogue that does not work. */
  private static final int ATTEMPTS = 1000;

  private final Catalog catalog;

  LayerLog(Catalog catalog) {
    this.catalog = catalog;
  }

  /** A layer as it is at some moment. */
  static final class State {
    @Nullable Layer layer;
    final Map<String, LayerRange> claims = new LinkedHashMap<>();
    long end;

    /** Refuses a part that another experiment holds, or of a layer that was made otherwise. */
    void requireClaimable(String experiment, LayerRange wanted) {
      requireSameLayer(this, wanted.layer());
      requireFree(experiment, this, wanted);
    }
  }

  /** The ranges held, by experiment, oldest first. */
  Map<String, LayerRange> claims(String layer) {
    return read(layer).claims;
  }

  static AppendEvent release(String experiment, String layer, Instant time) {
    return new AppendEvent(PREFIX + layer, RELEASE + experiment, time, "{}");
  }

  /** Writes the first entries of an experiment together with its claim, unless it has begun. */
  void claim(String experiment, String stream, LayerRange wanted, List<AppendEvent> entries) {
    for (int attempt = 1; ; attempt++) {
      if (!catalog.events(stream, 0, 1).isEmpty()) {
        catalog.apply(entries); // its design is there and stays, with the claim it came with
        return;
      }
      State state = read(wanted.layer().name());
      state.requireClaimable(experiment, wanted);
      try {
        catalog.apply(changes(experiment, stream, wanted, state, entries));
        return;
      } catch (ConflictException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static List<Change> changes(
      String experiment, String stream, LayerRange wanted, State state, List<AppendEvent> entries) {
    String name = PREFIX + wanted.layer().name();
    Instant time = entries.get(0).time();
    List<Change> changes = new ArrayList<>();
    changes.add(new RequireStreamEnd(name, state.end));
    changes.add(new RequireStreamEnd(stream, 0));
    changes.add(new AppendEvent(name, LAYER, time, RandomisationFormat.text(wanted.layer())));
    changes.add(new AppendEvent(name, CLAIM + experiment, time, RandomisationFormat.text(wanted)));
    changes.addAll(entries);
    return changes;
  }

  private static void requireSameLayer(State state, Layer wanted) {
    if (state.layer != null && !state.layer.equals(wanted)) {
      throw new AlreadyExistsException(
          "layer \""
              + wanted.name()
              + "\" was made as "
              + state.layer
              + ", asked "
              + wanted
              + "; a layer never changes, or its experiments would get others' units. Take it as it"
              + " was made, or give the new one another name");
    }
  }

  private static void requireFree(String experiment, State state, LayerRange wanted) {
    List<String> held =
        state.claims.entrySet().stream()
            .filter(claim -> claim.getValue().overlaps(wanted))
            .map(claim -> "\"" + claim.getKey() + "\" " + claim.getValue())
            .toList();
    if (!held.isEmpty()) {
      throw new ConflictException(
          "experiment \""
              + experiment
              + "\" wants "
              + wanted
              + ", of which others hold a part: "
              + String.join(", ", held)
              + ". Free are "
              + free(state)
              + "; a decided experiment gives its part back with leaveLayer()");
    }
  }

  private static List<String> free(State state) {
    List<LayerRange> held =
        state.claims.values().stream()
            .sorted((one, two) -> Double.compare(one.from(), two.from()))
            .toList();
    List<String> free = new ArrayList<>();
    double at = 0;
    for (LayerRange range : held) {
      if (range.from() > at) {
        free.add("[" + at + ", " + range.from() + ")");
      }
      at = range.to();
    }
    if (at < 1) {
      free.add("[" + at + ", 1.0)");
    }
    return free;
  }

  private State read(String layer) {
    State state = new State();
    String stream = PREFIX + layer;
    List<Event> page = catalog.events(stream, 0, PAGE);
    while (!page.isEmpty()) {
      page.forEach(event -> add(stream, state, event));
      page = catalog.events(stream, state.end, PAGE);
    }
    return state;
  }

  private static void add(String stream, State state, Event event) {
    String where = "event " + event.sequence() + " \"" + event.id() + "\" of " + stream;
    String id = event.id();
    if (id.equals(LAYER)) {
      state.layer = RandomisationFormat.layer(event.payload(), where);
    } else if (id.startsWith(CLAIM)) {
      state.claims.put(
          id.substring(CLAIM.length()), RandomisationFormat.layerRange(event.payload(), where));
    } else if (id.startsWith(RELEASE)) {
      state.claims.remove(id.substring(RELEASE.length()));
    } else {
      throw new CorruptDataException(where + " is none of layer, claim:NAME, release:NAME");
    }
    state.end = event.sequence();
  }
}
