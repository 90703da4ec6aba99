package io.lepton.experiment;

import io.lepton.spi.Catalog;
import io.lepton.spi.Catalog.AppendEvent;
import java.util.List;

/**
 * Experiments in a catalogue: the log of experiment NAME is the event stream {@code
 * experiment/NAME}. Appends that wait at the same time, of whatever experiments, share one
 * transaction; an append returns when its own entries are durable.
 *
 * <p>Safe for use by many threads, and by many processes on one catalogue. Closing the catalogue is
 * the work of who opened it.
 */
public final class CatalogExperimentStore implements ExperimentStore {
  private static final String PREFIX = "experiment/";

  private final Catalog catalog;
  private final GroupCommit<AppendEvent> commits;

  /**
   * Opens the experiments of a catalogue.
   *
   * @param catalog holds the logs
   */
  public CatalogExperimentStore(Catalog catalog) {
    this.catalog = catalog;
    this.commits = new GroupCommit<>(catalog::apply);
  }

  @Override
  public void append(String experiment, List<? extends Entry> entries) {
    String stream = PREFIX + experiment;
    commits.commit(entries.stream().map(entry -> EntryFormat.encode(stream, entry)).toList());
  }

  @Override
  public List<Stored> read(String experiment, long after, int limit) {
    String stream = PREFIX + experiment;
    return catalog.events(stream, after, limit).stream()
        .map(event -> new Stored(event.sequence(), EntryFormat.decode(stream, event)))
        .toList();
  }

  @Override
  public List<String> experiments() {
    return catalog.streams(PREFIX).stream().map(name -> name.substring(PREFIX.length())).toList();
  }
}
