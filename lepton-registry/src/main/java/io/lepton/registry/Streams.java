package io.lepton.registry;

import io.lepton.spi.Catalog;
import io.lepton.spi.Catalog.Event;
import java.util.List;
import java.util.function.Consumer;

/** Reading streams of events to their end. */
final class Streams {
  private static final int PAGE = 1000;

  private Streams() {}

  /** The stream's last sequence, 0 for none. */
  static long end(Catalog catalog, String stream) {
    long[] end = {0};
    pages(catalog, stream, page -> end[0] = page.get(page.size() - 1).sequence());
    return end[0];
  }

  /** Every event, some at a time. */
  static void pages(Catalog catalog, String stream, Consumer<List<Event>> reader) {
    long after = 0;
    List<Event> page = catalog.events(stream, after, PAGE);
    while (!page.isEmpty()) {
      reader.accept(page);
      after = page.get(page.size() - 1).sequence();
      page = catalog.events(stream, after, PAGE);
    }
  }
}
