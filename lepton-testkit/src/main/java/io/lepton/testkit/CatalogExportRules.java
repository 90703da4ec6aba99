package io.lepton.testkit;

import static io.lepton.testkit.CatalogRecordRules.evaluation;
import static io.lepton.testkit.CatalogSubject.branch;
import static io.lepton.testkit.CatalogSubject.event;
import static io.lepton.testkit.CatalogSubject.moving;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.model.VersionId;
import io.lepton.spi.Catalog;
import io.lepton.spi.Catalog.AddPack;
import io.lepton.spi.Catalog.AppendEvent;
import io.lepton.spi.Catalog.AttachEvaluation;
import io.lepton.spi.Catalog.Change;
import io.lepton.spi.Catalog.RetireVersion;
import io.lepton.spi.Ref;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is exported makes the same again. */
interface CatalogExportRules extends CatalogSubject {
  private List<Change> exported() {
    List<Change> changes = new ArrayList<>();
    catalog().export(changes::add);
    return changes;
  }

  @Test
  @DisplayName("exports nothing of an empty catalogue")
  default void exportsNothing() {
    assertThat(exported()).isEmpty();
  }

  @Test
  @DisplayName("exports what makes an equal catalogue, deleted refs and retirements included")
  default void exportsAll() {
    VersionId a = save("a");
    VersionId b = save("b", "other", a);
    VersionId c = save("c", MODEL, b, a);
    Ref alias = new Ref(MODEL, Ref.Kind.ALIAS, "champion");
    Ref tag = new Ref(MODEL, Ref.Kind.TAG, "t");
    apply(moving(alias, null, a), moving(branch("gone"), null, a), moving(tag, null, c));
    apply(moving(alias, a, c), moving(branch("gone"), a, null));
    apply(new AttachEvaluation(a, evaluation(0.75), TIME, AUTHOR));
    apply(new AttachEvaluation(b, evaluation(0.5), TIME.minusSeconds(60), "bob"));
    apply(event("s", "2"), event("r", "1"), event("s", "1"));
    apply(new RetireVersion(a, TIME.plusSeconds(9), AUTHOR, "wrong data \u2713"));

    InMemoryCatalog copy = new InMemoryCatalog();
    copy.apply(exported());

    for (Catalog each : List.of(copy, catalog())) {
      assertThat(each.versionCount()).isEqualTo(3);
      assertThat(each.models()).containsExactly(MODEL, "other");
    }
    for (String model : catalog().models()) {
      assertThat(copy.versions(model)).isEqualTo(catalog().versions(model));
      assertThat(copy.refs(model)).isEqualTo(catalog().refs(model));
      assertThat(copy.evaluations(model)).isEqualTo(catalog().evaluations(model));
    }
    for (Ref ref : List.of(alias, tag, branch("gone"))) {
      assertThat(copy.history(ref)).isEqualTo(catalog().history(ref)).isNotEmpty();
    }
    assertThat(copy.streams("")).isEqualTo(catalog().streams(""));
    for (String stream : copy.streams("")) {
      assertThat(copy.events(stream, 0, 9))
          .usingRecursiveFieldByFieldElementComparatorIgnoringFields("sequence")
          .isEqualTo(catalog().events(stream, 0, 9));
    }
    assertThat(copy.packs()).isEmpty();
    assertThat(exported()).noneMatch(AddPack.class::isInstance);
  }

  @Test
  @DisplayName("takes back what another catalogue exported")
  default void takesAnExport() {
    InMemoryCatalog from = new InMemoryCatalog();
    VersionId a = CatalogSubject.version("a");
    from.apply(
        List.of(
            CatalogSubject.packOf(a),
            CatalogSubject.adding(a, MODEL),
            moving(branch("main"), null, a),
            event("s", "1"),
            new AttachEvaluation(a, evaluation(0.5), TIME, AUTHOR),
            new RetireVersion(a, TIME, AUTHOR, "done")));
    List<Change> changes = new ArrayList<>();
    from.export(changes::add);
    catalog().apply(changes);
    assertThat(catalog().versions(MODEL)).isEqualTo(from.versions(MODEL));
    assertThat(catalog().history(branch("main"))).isEqualTo(from.history(branch("main")));
    assertThat(catalog().evaluations(a)).isEqualTo(from.evaluations(a));
    assertThat(exported()).isEqualTo(changes);
  }

  @Test
  @DisplayName("exports one state, however much others write meanwhile, and more than a page")
  default void exportsOneState() {
    List<Change> many = new ArrayList<>();
    Stream.iterate(0, i -> i + 1).limit(2500).forEach(i -> many.add(event("s", "e" + i)));
    catalog().apply(many);
    save("a");
    Catalog second = again();
    List<AppendEvent> events = new ArrayList<>();
    List<Change> all = new ArrayList<>();
    catalog()
        .export(
            change -> {
              if (all.isEmpty()) {
                second.apply(List.of(event("s", "late"), event("t", "late")));
              }
              all.add(change);
              if (change instanceof AppendEvent it) {
                events.add(it);
              }
            });
    assertThat(events).isEqualTo(many);
    assertThat(catalog().streams("")).contains("t");
  }

  @Test
  @DisplayName("throws what the reader throws, and goes on working")
  default void passesFailuresOn() {
    save("a");
    IllegalStateException failure = new IllegalStateException("enough");
    assertThatThrownBy(
            () ->
                catalog()
                    .export(
                        change -> {
                          throw failure;
                        }))
        .isSameAs(failure);
    save("b");
    assertThat(exported()).hasSize(2);
  }
}
