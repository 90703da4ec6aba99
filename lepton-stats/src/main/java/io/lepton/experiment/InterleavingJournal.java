package io.lepton.experiment;

import io.lepton.error.CorruptDataException;
import io.lepton.experiment.ExperimentStore.Stored;
import io.lepton.experiment.InterleavingEntry.Clicked;
import io.lepton.experiment.InterleavingEntry.Shown;
import io.lepton.stats.interleave.Credit;
import io.lepton.stats.interleave.TeamDraft;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Follows the log of a comparison of rankers, reading only what is new. */
final class InterleavingJournal {
  private static final int PAGE = 10_000;

  private final ExperimentStore store;
  private final InterleavingDesign design;
  private final Map<String, Page> lists = new LinkedHashMap<>();
  private long through;

  private record Page(Shown shown, BitSet clicks) {
    Credit credit() {
      return new TeamDraft<>(shown.results(), shown.teams()).credit(clicks.stream().toArray());
    }
  }

  InterleavingJournal(ExperimentStore store, InterleavingDesign design) {
    this.store = store;
    this.design = design;
  }

  /** Reads what is new. */
  synchronized InterleavingJournal follow() {
    List<Stored> page = store.read(design.name(), through, PAGE);
    while (!page.isEmpty()) {
      page.forEach(this::add);
      page = store.read(design.name(), through, PAGE);
    }
    return this;
  }

  synchronized void add(Stored stored) {
    if (stored.entry() instanceof Shown shown) {
      lists.putIfAbsent(shown.query(), new Page(shown, new BitSet()));
    } else if (stored.entry() instanceof Clicked clicked) {
      Page page = lists.get(clicked.query());
      if (page == null || clicked.place() >= page.shown.results().size()) {
        throw new CorruptDataException(
            InterleavingDesign.refused(design.name())
                + "entry "
                + stored.sequence()
                + " is a click on what was not shown: "
                + clicked);
      }
      page.clicks.set(clicked.place());
    }
    through = stored.sequence();
  }

  /** A list that was seen before, without reading. */
  synchronized Optional<Shown> find(String query) {
    return Optional.ofNullable(lists.get(query)).map(Page::shown);
  }

  /** Every list with whom its clicks favour and their number, in log order. */
  synchronized void forEach(BiConsumer<Shown, Credit> consumer) {
    lists.values().forEach(page -> consumer.accept(page.shown, page.credit()));
  }

  synchronized long clicks() {
    return lists.values().stream().mapToLong(page -> page.clicks.cardinality()).sum();
  }

  synchronized long clicked() {
    return lists.values().stream().filter(page -> !page.clicks.isEmpty()).count();
  }

  synchronized long through() {
    return through;
  }
}
