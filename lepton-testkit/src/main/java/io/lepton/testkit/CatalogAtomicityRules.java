package io.lepton.testkit;

import static io.lepton.testkit.CatalogSubject.adding;
import static io.lepton.testkit.CatalogSubject.branch;
import static io.lepton.testkit.CatalogSubject.event;
import static io.lepton.testkit.CatalogSubject.moving;
import static io.lepton.testkit.CatalogSubject.packOf;
import static io.lepton.testkit.CatalogSubject.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.LeptonException;
import io.lepton.model.VersionId;
import io.lepton.spi.Catalog;
import io.lepton.spi.Catalog.AttachEvaluation;
import io.lepton.spi.Catalog.Change;
import io.lepton.spi.Catalog.RemovePack;
import io.lepton.spi.Catalog.RequireVersionCount;
import io.lepton.spi.Catalog.RetireVersion;
import io.lepton.spi.Ref;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** All changes of one apply or none, and for good. */
interface CatalogAtomicityRules extends CatalogSubject {
  /** Everything a reader can see, as one value. */
  static List<Object> everything(Catalog catalog) {
    List<Object> all = new ArrayList<>();
    all.add(catalog.versionCount());
    all.add(catalog.packs());
    for (String pack : catalog.packs()) {
      all.add(catalog.chunksOf(pack));
    }
    for (String model : catalog.models()) {
      all.add(model);
      all.add(catalog.versions(model));
      Map<Ref, VersionId> refs = catalog.refs(model);
      all.add(refs);
      all.add(catalog.evaluations(model));
    }
    all.add(catalog.history(branch("main")));
    all.add(catalog.history(branch("other")));
    for (String stream : catalog.streams("")) {
      all.add(stream);
      all.add(catalog.events(stream, 0, 1000));
    }
    return all;
  }

  /** One change of each kind that succeeds, given the version {@code old} on branch main. */
  private static List<Change> good(VersionId old) {
    VersionId id = version("new");
    return List.of(
        packOf(id),
        adding(id, MODEL, old),
        moving(branch("main"), old, id),
        moving(branch("other"), null, old),
        new AttachEvaluation(id, CatalogRecordRules.evaluation(0.5), TIME, AUTHOR),
        new RetireVersion(old, TIME, AUTHOR, "old"),
        event("s", "1"),
        new RequireVersionCount(2),
        new RemovePack(packOf(old).pack()));
  }

  @Test
  @DisplayName("makes changes in order, each seeing those before it")
  default void makesChangesInOrder() {
    VersionId old = save("old");
    apply(moving(branch("main"), null, old));
    catalog().apply(good(old));
    VersionId id = version("new");
    assertThat(catalog().version(id).orElseThrow().number()).isEqualTo(2);
    assertThat(catalog().ref(branch("main"))).contains(id);
    assertThat(catalog().evaluations(id)).hasSize(1);
    assertThat(catalog().version(old).orElseThrow().retirement()).isNotNull();
    assertThat(catalog().packs()).containsExactly(packOf(id).pack());
  }

  @Test
  @DisplayName("makes none of the changes when any of them fails, whichever comes before")
  default void makesNoneWhenOneFails() {
    VersionId old = save("old");
    apply(moving(branch("main"), null, old), event("s", "0"));
    VersionId unknown = version("unknown");
    List<Change> bad =
        List.of(
            adding(old, MODEL),
            adding(version("unpacked"), MODEL),
            moving(branch("main"), unknown, old),
            moving(branch("fresh"), null, unknown),
            new RequireVersionCount(17),
            new AttachEvaluation(unknown, CatalogRecordRules.evaluation(0.5), TIME, AUTHOR),
            new RetireVersion(unknown, TIME, AUTHOR, ""));
    List<Object> before = everything(catalog());
    for (Change failing : bad) {
      for (int at = 0; at <= good(old).size(); at++) {
        List<Change> changes = new ArrayList<>(good(old));
        changes.add(at, failing);
        assertThatThrownBy(() -> catalog().apply(changes))
            .as("%s after %d good changes", failing, at)
            .isInstanceOf(LeptonException.class);
        assertThat(everything(catalog()))
            .as("what is seen after %s failed behind %d good changes", failing, at)
            .isEqualTo(before);
      }
    }
    catalog().apply(good(old));
    assertThat(catalog().version(version("new")).orElseThrow().number()).isEqualTo(2);
  }

  @Test
  @DisplayName("may be closed twice")
  default void closesTwice() {
    catalog().close();
    catalog().close();
  }

  @Test
  @DisplayName("shows a second handle everything that was applied, after the first closed")
  default void survivesReopening() {
    VersionId old = save("old");
    apply(moving(branch("main"), null, old), event("s", "0"));
    catalog().apply(good(old));
    List<Object> before = everything(catalog());
    catalog().close();
    Catalog reopened = again();
    assertThat(everything(reopened)).isEqualTo(before);
    VersionId next = version("next");
    reopened.apply(List.of(packOf(next), adding(next, MODEL)));
    assertThat(reopened.version(next).orElseThrow().number()).isEqualTo(3);
    long last = reopened.events("s", 0, 10).get(1).sequence();
    reopened.apply(List.of(event("s", "2")));
    assertThat(reopened.events("s", last, 10)).hasSize(1);
  }

  @Test
  @DisplayName("shows a second open handle what the first applies, at once")
  default void twoHandlesSeeEachOther() {
    Catalog second = again();
    VersionId a = save("a");
    assertThat(second.version(a)).isPresent();
    second.apply(List.of(moving(branch("main"), null, a)));
    assertThat(catalog().ref(branch("main"))).contains(a);
    assertThat(everything(second)).isEqualTo(everything(catalog()));
  }
}
