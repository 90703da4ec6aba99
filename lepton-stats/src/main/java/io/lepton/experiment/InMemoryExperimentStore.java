package io.lepton.experiment;

import io.lepton.assign.LayerRange;
import io.lepton.error.InvalidInputException;
import io.lepton.experiment.Entry.LeftLayer;
import io.lepton.experiment.Entry.Started;
import io.lepton.experiment.Entry.TrafficRaised;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Experiments in memory, for notebooks, simulations and the analysis of data that lie elsewhere.
 * They end with the process, so the rule that an append survives a crash is the one it breaks. Safe
 * for use by many threads.
 */
public final class InMemoryExperimentStore implements ExperimentStore {
  private final SortedMap<String, Log> logs = new TreeMap<>();
  private final Map<String, LayerLog.State> layers = new HashMap<>();

  private static final class Log {
    final List<Stored> entries = new ArrayList<>();
    final Set<String> ids = new HashSet<>();
  }

  /** Empty. */
  public InMemoryExperimentStore() {}

  @Override
  public synchronized void append(String experiment, List<? extends Entry> entries) {
    Log log = logs.getOrDefault(experiment, new Log());
    Optional<LayerRange> wanted = log.entries.isEmpty() ? layerOf(entries) : Optional.empty();
    wanted.ifPresent(range -> layer(range.layer().name()).requireClaimable(experiment, range));
    for (Entry entry : entries) {
      if (log.ids.add(EntryFormat.id(entry))) {
        log.entries.add(new Stored(log.entries.size() + 1L, entry));
        if (entry instanceof LeftLayer left) {
          layer(left.layer()).claims.remove(experiment);
        }
      }
    }
    logs.put(experiment, log);
    wanted.ifPresent(
        range -> {
          LayerLog.State layer = layer(range.layer().name());
          layer.layer = range.layer();
          layer.claims.put(experiment, range);
        });
  }

  private LayerLog.State layer(String name) {
    return layers.computeIfAbsent(name, any -> new LayerLog.State());
  }

  private static Optional<LayerRange> layerOf(List<? extends Entry> entries) {
    return entries.stream()
        .filter(Started.class::isInstance)
        .findFirst()
        .flatMap(entry -> ((Started) entry).design().randomisation().findLayer());
  }

  @Override
  public synchronized List<TrafficRaised> trafficRaises(String experiment) {
    Log log = logs.get(experiment);
    return log == null
        ? List.of()
        : log.entries.stream()
            .map(Stored::entry)
            .filter(TrafficRaised.class::isInstance)
            .map(TrafficRaised.class::cast)
            .toList();
  }

  @Override
  public synchronized Map<String, LayerRange> claims(String layer) {
    return Map.copyOf(layer(layer).claims);
  }

  @Override
  public synchronized List<Stored> read(String experiment, long after, int limit) {
    if (after < 0 || limit < 1) {
      throw new InvalidInputException(
          "read after " + after + ", at most " + limit + "; expected 0 or more, and at least 1");
    }
    Log log = logs.get(experiment);
    if (log == null || after >= log.entries.size()) {
      return List.of();
    }
    int from = Math.toIntExact(after);
    return List.copyOf(log.entries.subList(from, Math.min(log.entries.size(), from + limit)));
  }

  @Override
  public synchronized List<String> experiments() {
    return List.copyOf(logs.keySet());
  }
}
