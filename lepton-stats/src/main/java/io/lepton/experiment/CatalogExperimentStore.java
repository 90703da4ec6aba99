package io.lepton.experiment;

import io.lepton.assign.LayerRange;
import io.lepton.experiment.Entry.LeftLayer;
import io.lepton.experiment.Entry.Started;
import io.lepton.experiment.Entry.TrafficRaised;
import io.lepton.spi.Catalog;
import io.lepton.spi.Catalog.AppendEvent;
import io.lepton.spi.Catalog.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Experiments in a catalogue: the log of experiment NAME is the event stream {@code
 * experiment/NAME}; what its traffic was raised to is also in {@code traffic/NAME}, and who holds
 * which part of a layer in {@code layer/NAME}. Appends that wait at the same time, of whatever
 * experiments, share one transaction; an append returns when its own entries are durable.
 *
 * <p>Safe for use by many threads, and by many processes on one catalogue. Closing the catalogue is
 * the work of who opened it.
 */
public final class CatalogExperimentStore implements ExperimentStore {
  private static final String PREFIX = "experiment/";
  private static final String TRAFFIC = "traffic/";
  private static final int PAGE = 1000;

  private final Catalog catalog;
  private final GroupCommit<AppendEvent> commits;
  private final LayerLog layers;

  /**
   * Opens the experiments of a catalogue.
   *
   * @param catalog holds the logs
   */
  public CatalogExperimentStore(Catalog catalog) {
    this.catalog = catalog;
    this.commits = new GroupCommit<>(catalog::apply);
    this.layers = new LayerLog(catalog);
  }

  @Override
  public void append(String experiment, List<? extends Entry> entries) {
    String stream = PREFIX + experiment;
    List<AppendEvent> events = new ArrayList<>();
    Optional<LayerRange> layer = Optional.empty();
    for (Entry entry : entries) {
      events.add(EntryFormat.encode(stream, entry));
      if (entry instanceof TrafficRaised) {
        events.add(EntryFormat.encode(TRAFFIC + experiment, entry)); // found without the log
      } else if (entry instanceof LeftLayer left) {
        events.add(LayerLog.release(experiment, left.layer(), left.time()));
      } else if (entry instanceof Started started) {
        layer = started.design().randomisation().findLayer();
      }
    }
    if (layer.isPresent()) {
      layers.claim(experiment, stream, layer.get(), events); // alone: it may be refused
    } else {
      commits.commit(events);
    }
  }

  @Override
  public List<Stored> read(String experiment, long after, int limit) {
    String stream = PREFIX + experiment;
    return catalog.events(stream, after, limit).stream()
        .map(event -> new Stored(event.sequence(), EntryFormat.decode(stream, event)))
        .toList();
  }

  @Override
  public List<TrafficRaised> trafficRaises(String experiment) {
    String stream = TRAFFIC + experiment;
    List<TrafficRaised> raises = new ArrayList<>();
    long after = 0;
    List<Event> page = catalog.events(stream, after, PAGE);
    while (!page.isEmpty()) {
      for (Event event : page) {
        if (EntryFormat.decode(stream, event) instanceof TrafficRaised raised) {
          raises.add(raised);
        }
        after = event.sequence();
      }
      page = catalog.events(stream, after, PAGE);
    }
    return raises;
  }

  @Override
  public Map<String, LayerRange> claims(String layer) {
    return Map.copyOf(layers.claims(layer));
  }

  @Override
  public List<String> experiments() {
    return catalog.streams(PREFIX).stream().map(name -> name.substring(PREFIX.length())).toList();
  }
}
