package io.lepton.testkit;

import static io.lepton.testkit.CatalogSubject.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.ConflictException;
import io.lepton.spi.Catalog.AppendEvent;
import io.lepton.spi.Catalog.Event;
import io.lepton.spi.Catalog.RequireStreamEnd;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Append-only streams of events. */
interface CatalogStreamRules extends CatalogSubject {
  @Test
  @DisplayName("gives events back as appended, in order, with a sequence that grows from above 0")
  default void keepsEvents() {
    apply(new AppendEvent("s", "b", TIME, "{\"x\": 1.0,  \"\u00e9\":\"\u65e5\"}"));
    apply(event("s", "a"), event("other", "a"), event("s", "c"));
    List<Event> events = catalog().events("s", 0, 100);
    assertThat(events).extracting(Event::id).containsExactly("b", "a", "c");
    assertThat(events.get(0).payload()).isEqualTo("{\"x\": 1.0,  \"\u00e9\":\"\u65e5\"}");
    assertThat(events.get(0).time()).isEqualTo(TIME);
    assertThat(events.get(0).sequence()).isPositive();
    assertThat(events.get(1).sequence()).isGreaterThan(events.get(0).sequence());
    assertThat(events.get(2).sequence()).isGreaterThan(events.get(1).sequence());
    assertThat(catalog().events("other", 0, 100)).hasSize(1);
    assertThat(catalog().events("unknown", 0, 100)).isEmpty();
  }

  @Test
  @DisplayName("does nothing for an event whose id the stream has, and keeps the first")
  default void appendsOnce() {
    apply(event("s", "a"));
    List<Event> before = catalog().events("s", 0, 100);
    apply(new AppendEvent("s", "a", TIME.plusSeconds(1), "{\"other\":true}"));
    assertThat(catalog().events("s", 0, 100)).isEqualTo(before);
    apply(event("s", "b"), event("s", "b"), event("t", "a"));
    assertThat(catalog().events("s", 0, 100)).extracting(Event::id).containsExactly("a", "b");
    assertThat(catalog().events("t", 0, 100)).extracting(Event::id).containsExactly("a");
  }

  @Test
  @DisplayName("makes the other changes even when an event is there already")
  default void goesOnAfterAnEventThatIsThere() {
    apply(event("s", "a"));
    apply(event("s", "a"), event("s", "b"));
    assertThat(catalog().events("s", 0, 100)).hasSize(2);
  }

  @Test
  @DisplayName("reads a stream page by page without loss or repetition")
  default void readsPages() {
    List<AppendEvent> appended = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      appended.add(event("s", "id" + i));
      appended.add(event("noise", "id" + i));
    }
    catalog().apply(appended);
    List<String> read = new ArrayList<>();
    long after = 0;
    List<Event> page;
    do {
      page = catalog().events("s", after, 7);
      assertThat(page.size()).isLessThanOrEqualTo(7);
      for (Event event : page) {
        assertThat(event.sequence()).isGreaterThan(after);
        after = event.sequence();
        read.add(event.id());
      }
    } while (!page.isEmpty());
    assertThat(read)
        .isEqualTo(
            appended.stream().filter(e -> e.stream().equals("s")).map(AppendEvent::id).toList());
  }

  @Test
  @DisplayName("names the streams that begin with a prefix, in ascending order, no wildcard meant")
  default void namesStreams() {
    for (String stream : List.of("b", "a_c", "abc", "a%c", "A", "a/1", "a")) {
      apply(event(stream, "1"));
    }
    assertThat(catalog().streams("")).containsExactly("A", "a", "a%c", "a/1", "a_c", "abc", "b");
    assertThat(catalog().streams("a")).containsExactly("a", "a%c", "a/1", "a_c", "abc");
    assertThat(catalog().streams("a_")).containsExactly("a_c");
    assertThat(catalog().streams("a%")).containsExactly("a%c");
    assertThat(catalog().streams("zzz")).isEmpty();
  }

  @Test
  @DisplayName("refuses changes made for a stream that has gone on")
  default void guardsTheEndOfAStream() {
    apply(new RequireStreamEnd("s", 0), event("s", "a"));
    long end = catalog().events("s", 0, 1).get(0).sequence();
    apply(event("other", "a"));
    apply(new RequireStreamEnd("s", end), event("s", "b"));
    assertThatThrownBy(() -> apply(event("t", "x"), new RequireStreamEnd("s", end)))
        .isInstanceOf(ConflictException.class);
    assertThatThrownBy(() -> apply(new RequireStreamEnd("s", 0), event("s", "c")))
        .isInstanceOf(ConflictException.class);
    assertThat(catalog().events("s", 0, 100)).extracting(Event::id).containsExactly("a", "b");
    assertThat(catalog().events("t", 0, 100)).isEmpty();
  }
}
