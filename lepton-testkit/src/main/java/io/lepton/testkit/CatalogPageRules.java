package io.lepton.testkit;

import static io.lepton.testkit.CatalogSubject.branch;
import static io.lepton.testkit.CatalogSubject.event;
import static io.lepton.testkit.CatalogSubject.moving;
import static io.lepton.testkit.CatalogSubject.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.InvalidInputException;
import io.lepton.model.VersionId;
import io.lepton.spi.Catalog.AddVersion;
import io.lepton.spi.Catalog.AppendEvent;
import io.lepton.spi.Catalog.Event;
import io.lepton.spi.Catalog.RetireVersion;
import io.lepton.spi.Catalog.VersionEntry;
import io.lepton.spi.Ref;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is read piece by piece, so that its cost does not grow with the store. */
interface CatalogPageRules extends CatalogSubject {
  @Test
  @DisplayName("gives a model's versions page by page, newest first, each with all its parents")
  default void pagesVersions() {
    List<VersionId> ids = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      VersionId[] parents = ids.subList(Math.max(0, i - 2), i).toArray(VersionId[]::new);
      ids.add(save("v" + i, MODEL, parents));
      save("other" + i, "other");
    }
    List<VersionEntry> all = new ArrayList<>();
    long before = Long.MAX_VALUE;
    List<VersionEntry> page;
    do {
      page = catalog().versions(MODEL, before, 3);
      assertThat(page.size()).isLessThanOrEqualTo(3);
      all.addAll(page);
      before = page.isEmpty() ? 0 : page.get(page.size() - 1).number();
    } while (!page.isEmpty());
    List<VersionEntry> expected = new ArrayList<>(catalog().versions(MODEL));
    java.util.Collections.reverse(expected);
    assertThat(all).isEqualTo(expected);
    assertThat(all.get(0).parents()).containsExactly(ids.get(7), ids.get(8));
    assertThat(catalog().versions(MODEL, 1, 3)).isEmpty();
    assertThat(catalog().versions("unknown", 10, 3)).isEmpty();
    assertThatThrownBy(() -> catalog().versions(MODEL, 10, 0))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  @DisplayName("gives what a version follows step by step, each version once, of its model only")
  default void pagesAncestry() {
    VersionId root = save("root");
    VersionId foreign = save("foreign", "other", root);
    VersionId left = save("left", MODEL, root);
    VersionId right = save("right", MODEL, foreign, root);
    VersionId unrelated = save("unrelated");
    VersionId merge = save("merge", MODEL, left, right);
    VersionId tip = save("tip", MODEL, merge, root);
    assertThat(ancestry(tip, 100)).hasSize(5).doesNotContain(foreign, unrelated);
    assertThat(ancestry(tip, 100).get(0)).isEqualTo(tip);
    assertThat(ancestry(tip, 3)).containsExactlyInAnyOrder(tip, merge, root);
    assertThat(ancestry(tip, 100).subList(3, 5)).containsExactlyInAnyOrder(left, right);
    assertThat(ancestry(tip, 1)).containsExactly(tip);
    assertThat(ancestry(root, 9)).containsExactly(root);
    assertThat(ancestry(version("unknown"), 9)).isEmpty();
    assertThat(catalog().ancestry(merge, 1).get(0).parents()).containsExactly(left, right);
    assertThatThrownBy(() -> catalog().ancestry(tip, 0)).isInstanceOf(InvalidInputException.class);
  }

  private List<VersionId> ancestry(VersionId from, int limit) {
    return catalog().ancestry(from, limit).stream().map(VersionEntry::id).toList();
  }

  @Test
  @DisplayName("follows a long line as far as asked for")
  default void followsALongLine() {
    List<VersionId> line = new ArrayList<>(List.of(save("0")));
    for (int i = 1; i < 60; i++) {
      line.add(0, save(Integer.toString(i), MODEL, line.get(0)));
    }
    assertThat(ancestry(line.get(0), 50)).isEqualTo(line.subList(0, 50));
    assertThat(ancestry(line.get(50), 50)).isEqualTo(line.subList(50, 60));
  }

  @Test
  @DisplayName("gives a model's refs of one kind by name")
  default void refsOfOneKind() {
    VersionId a = save("a");
    VersionId foreign = save("b", "other");
    apply(
        moving(branch("z"), null, a),
        moving(branch("a"), null, a),
        moving(new Ref(MODEL, Ref.Kind.TAG, "a"), null, a),
        moving(new Ref("other", Ref.Kind.BRANCH, "b"), null, foreign));
    Map<String, VersionId> branches = catalog().refs(MODEL, Ref.Kind.BRANCH);
    assertThat(branches).isEqualTo(Map.of("a", a, "z", a));
    assertThat(branches.keySet()).containsExactly("a", "z");
    assertThat(catalog().refs(MODEL, Ref.Kind.TAG)).isEqualTo(Map.of("a", a));
    assertThat(catalog().refs(MODEL, Ref.Kind.ALIAS)).isEmpty();
    assertThat(catalog().refs("unknown", Ref.Kind.TAG)).isEmpty();
  }

  @Test
  @DisplayName("gives one event by its id, and the last of a stream")
  default void singleEvents() {
    apply(event("s", "a"), event("t", "a"), event("s", "b"), event("t", "c"));
    List<Event> all = catalog().events("s", 0, 10);
    assertThat(catalog().event("s", "a")).contains(all.get(0));
    assertThat(catalog().event("s", "c")).isEmpty();
    assertThat(catalog().event("unknown", "a")).isEmpty();
    assertThat(catalog().lastEvent("s")).contains(all.get(1));
    assertThat(catalog().lastEvent("unknown")).isEmpty();
    assertThatThrownBy(() -> catalog().events("s", 0, 0)).isInstanceOf(InvalidInputException.class);
  }

  @Test
  @DisplayName("refuses text that not every catalogue can give back, wherever it stands")
  default void refusesUnstorableText() {
    VersionId a = save("a");
    for (String bad : List.of("a\u0000b", "\ud800", "x\udc00", "\udc00\ud800")) {
      assertThatThrownBy(
              () -> new AddVersion(version("b"), MODEL, List.of(), TIME, AUTHOR, bad, List.of()))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("message");
      assertThatThrownBy(() -> new AppendEvent("s", bad, TIME, "{}"))
          .isInstanceOf(InvalidInputException.class);
      assertThatThrownBy(() -> new AppendEvent("s", "e", TIME, bad))
          .isInstanceOf(InvalidInputException.class);
      assertThatThrownBy(() -> new RetireVersion(a, TIME, bad, ""))
          .isInstanceOf(InvalidInputException.class);
    }
  }

  @Test
  @DisplayName("takes names of 600 characters of any script, and long text of people")
  default void takesLongNames() {
    String wide = "\u65e5".repeat(200);
    VersionId a = save("a", wide);
    String text = "\ud83d\ude00 why ".repeat(20_000);
    apply(
        new io.lepton.spi.Catalog.MoveRef(
            new Ref(wide, Ref.Kind.BRANCH, wide), null, a, TIME, wide, text),
        new AppendEvent(wide, wide + wide, TIME, "{\"t\":\"" + text + "\"}"));
    Ref ref = new Ref(wide, Ref.Kind.BRANCH, wide);
    assertThat(catalog().ref(ref)).contains(a);
    assertThat(catalog().history(ref).get(0).reason()).isEqualTo(text);
    assertThat(catalog().event(wide, wide + wide)).isPresent();
  }
}
