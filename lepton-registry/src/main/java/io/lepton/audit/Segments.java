package io.lepton.audit;

import io.lepton.bytes.Digest;
import io.lepton.spi.Catalog;
import io.lepton.spi.Catalog.AppendEvent;
import io.lepton.spi.Catalog.Event;
import io.lepton.spi.Catalog.RequireStreamEnd;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where the entries lie: in streams of {@value #SIZE} each, so that the end is found by a binary
 * search over the streams, and not by reading a log that only grows. The id of an event is the hash
 * of its entry: two different entries never share one, so none is dropped as a repetition.
 */
final class Segments {
  static final String PREFIX = "lepton/audit/";
  static final int SIZE = 1024;

  private final Catalog catalog;

  /**
   * The end of the log.
   *
   * @param size number of entries
   * @param last hash of the last one
   * @param sequence of the last event in the segment that the next entry goes to; 0 if there is
   *     none
   */
  record Head(long size, Digest last, long sequence) {
    static final Head NONE = new Head(0, AuditEntry.GENESIS, 0);

    RequireStreamEnd unmoved() {
      return new RequireStreamEnd(stream(size / SIZE), sequence);
    }

    /** What is appended, in order. */
    static AppendEvent event(AuditEntry entry) {
      byte[] json = entry.toBytes();
      return new AppendEvent(
          stream(entry.number() / SIZE),
          Merkle.leaf(json).hex(),
          entry.time(),
          new String(json, StandardCharsets.UTF_8));
    }
  }

  Segments(Catalog catalog) {
    this.catalog = catalog;
  }

  static String stream(long segment) {
    return PREFIX + String.format(Locale.ROOT, "%012d", segment);
  }

  static Digest hash(Event event) {
    return Merkle.leaf(bytes(event));
  }

  static byte[] bytes(Event event) {
    return event.payload().getBytes(StandardCharsets.UTF_8);
  }

  /** The end, found without reading more than one segment. */
  Head find() {
    long filled = 0; // segments known to have an entry
    long step = 1;
    while (!isEmpty(filled + step - 1)) {
      filled += step;
      step *= 2;
    }
    while (step > 1) {
      step /= 2;
      if (!isEmpty(filled + step - 1)) {
        filled += step;
      }
    }
    return filled == 0
        ? Head.NONE
        : advance(new Head((filled - 1) * SIZE, AuditEntry.GENESIS, 0), new ArrayList<>());
  }

  private boolean isEmpty(long segment) {
    return catalog.events(stream(segment), 0, 1).isEmpty();
  }

  /**
   * Follows the log from an earlier end. Places are counted, not read from the entries: a log that
   * was damaged is reported by the verification, and must not keep the store from being used.
   */
  Head advance(Head from, List<Event> passed) {
    Head head = from;
    while (true) {
      long segment = head.size / SIZE;
      List<Event> page = catalog.events(stream(segment), head.sequence, SIZE);
      for (Event event : page) {
        head = new Head(head.size + 1, hash(event), event.sequence());
        passed.add(event);
      }
      if (page.isEmpty() || head.size / SIZE == segment) {
        return head;
      }
      head = new Head(head.size, head.last, 0);
    }
  }
}
