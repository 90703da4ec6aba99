package io.lepton.testkit;

import static io.lepton.testkit.CatalogSubject.adding;
import static io.lepton.testkit.CatalogSubject.digest;
import static io.lepton.testkit.CatalogSubject.packOf;
import static io.lepton.testkit.CatalogSubject.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.bytes.Digest;
import io.lepton.error.AlreadyExistsException;
import io.lepton.error.ConflictException;
import io.lepton.error.NotFoundException;
import io.lepton.model.VersionId;
import io.lepton.spi.Catalog.AddPack;
import io.lepton.spi.Catalog.AddVersion;
import io.lepton.spi.Catalog.Chunk;
import io.lepton.spi.Catalog.RequireVersionCount;
import io.lepton.spi.Catalog.VersionEntry;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How versions are recorded and found. */
interface CatalogVersionRules extends CatalogSubject {
  @Test
  @DisplayName("knows nothing at first")
  default void knowsNothingAtFirst() {
    assertThat(catalog().models()).isEmpty();
    assertThat(catalog().versionCount()).isZero();
    assertThat(catalog().version(version("a"))).isEmpty();
    assertThat(catalog().version(MODEL, 1)).isEmpty();
    assertThat(catalog().versions(MODEL)).isEmpty();
    assertThat(catalog().versionsStartingWith("0")).isEmpty();
    catalog().apply(List.of());
    assertThat(catalog().versionCount()).isZero();
  }

  @Test
  @DisplayName("gives a version back as it was recorded, to the nanosecond, in any script")
  default void givesAVersionBack() {
    VersionId first = save("first", "other/model");
    VersionId second = version("second");
    String message =
        "l'\u00e9t\u00e9 \"2026\"\n\t\u65e5\u672c\u8a9e \ud83d\ude00 %_\\ ; DROP TABLE x --";
    apply(
        packOf(second),
        new AddVersion(
            second, MODEL, List.of(first), TIME, AUTHOR, message, List.of(second.digest())));
    VersionEntry expected =
        new VersionEntry(second, MODEL, 1, List.of(first), TIME, AUTHOR, message, null);
    assertThat(catalog().version(second)).contains(expected);
    assertThat(catalog().version(MODEL, 1)).contains(expected);
    assertThat(catalog().versions(MODEL)).containsExactly(expected);
    assertThat(catalog().versionsStartingWith(second.hex())).containsExactly(expected);
  }

  @Test
  @DisplayName("keeps the order of parents, of any model")
  default void keepsTheOrderOfParents() {
    VersionId a = save("a");
    VersionId b = save("b", "other");
    VersionId c = save("c");
    VersionId merge = save("merge", MODEL, c, a, b);
    assertThat(catalog().version(merge).orElseThrow().parents()).containsExactly(c, a, b);
    VersionId reverse = save("reverse", MODEL, b, a, c);
    assertThat(catalog().version(reverse).orElseThrow().parents()).containsExactly(b, a, c);
  }

  @Test
  @DisplayName("numbers the versions of each model from 1, without a hole")
  default void numbersVersions() {
    for (int i = 1; i <= 12; i++) {
      VersionId id = save("m" + i);
      VersionId other = save("o" + i, "other");
      assertThat(catalog().version(MODEL, i).orElseThrow().id()).isEqualTo(id);
      assertThat(catalog().version("other", i).orElseThrow().id()).isEqualTo(other);
    }
    assertThat(catalog().versions(MODEL))
        .extracting(VersionEntry::number)
        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L);
    assertThat(catalog().version(MODEL, 0)).isEmpty();
    assertThat(catalog().version(MODEL, 13)).isEmpty();
    assertThat(catalog().versionCount()).isEqualTo(24);
  }

  @Test
  @DisplayName("takes no number away when recording a version failed")
  default void wastesNoNumber() {
    save("a");
    assertThatThrownBy(() -> save("a")).isInstanceOf(AlreadyExistsException.class);
    assertThatThrownBy(() -> save("b", MODEL, version("unknown")))
        .isInstanceOf(NotFoundException.class);
    VersionId b = save("b");
    assertThat(catalog().version(b).orElseThrow().number()).isEqualTo(2);
    assertThat(catalog().versionCount()).isEqualTo(2);
  }

  @Test
  @DisplayName("refuses an id that is there, even for another model")
  default void refusesATakenId() {
    VersionId id = save("a");
    assertThatThrownBy(() -> apply(adding(id, MODEL)))
        .isInstanceOf(AlreadyExistsException.class)
        .hasMessageContaining(id.abbreviated());
    assertThatThrownBy(() -> apply(adding(id, "other"))).isInstanceOf(AlreadyExistsException.class);
    assertThat(catalog().models()).containsExactly(MODEL);
    assertThat(catalog().versionCount()).isEqualTo(1);
  }

  @Test
  @DisplayName("refuses a version whose parent is not recorded, and names the parent")
  default void refusesAnUnknownParent() {
    VersionId known = save("known");
    VersionId unknown = version("unknown");
    assertThatThrownBy(() -> save("child", MODEL, known, unknown))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining(unknown.abbreviated());
    assertThat(catalog().version(version("child"))).isEmpty();
  }

  @Test
  @DisplayName("refuses a version that needs a chunk which is not indexed, and names the chunk")
  default void refusesAMissingChunk() {
    VersionId id = version("a");
    Digest missing = digest("missing");
    apply(packOf(id));
    assertThatThrownBy(
            () ->
                apply(
                    new AddVersion(
                        id,
                        MODEL,
                        List.of(),
                        TIME,
                        AUTHOR,
                        "",
                        List.of(id.digest(), missing, digest("also missing")))))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining(missing.hex().substring(0, 12));
    assertThat(catalog().version(id)).isEmpty();
    assertThat(catalog().models()).isEmpty();
  }

  @Test
  @DisplayName("checks any number of chunks")
  default void checksAnyNumberOfChunks() {
    VersionId id = version("large");
    List<Chunk> chunks = CatalogPackRules.manyChunks("packs/large", 40_000);
    List<Digest> digests = chunks.stream().map(Chunk::digest).toList();
    apply(new AddPack("packs/large", chunks));
    apply(packOf(id), new AddVersion(id, MODEL, List.of(), TIME, AUTHOR, "", digests));
    assertThat(catalog().version(id)).isPresent();
    VersionId lacking = version("lacking");
    List<Digest> oneMore = new java.util.ArrayList<>(digests);
    oneMore.add(digest("one more"));
    assertThatThrownBy(
            () ->
                apply(
                    packOf(lacking),
                    new AddVersion(lacking, MODEL, List.of(), TIME, AUTHOR, "", oneMore)))
        .isInstanceOf(ConflictException.class);
  }

  @Test
  @DisplayName("names the models in ascending order")
  default void namesModels() {
    for (String model : List.of("b", "a", "Zeta", "a/b", "a-b", "\u00e9t\u00e9", "10", "9")) {
      save("of " + model, model);
    }
    assertThat(catalog().models())
        .containsExactly("10", "9", "Zeta", "a", "a-b", "a/b", "b", "\u00e9t\u00e9");
  }

  @Test
  @DisplayName("keeps models apart whose names differ in case only")
  default void keepsCaseApart() {
    save("upper", "Model");
    save("lower", "model");
    assertThat(catalog().models()).containsExactly("Model", "model");
    assertThat(catalog().versions("model")).hasSize(1);
  }

  @Test
  @DisplayName("finds versions by the first digits of the id, in ascending order")
  default void findsByPrefix() {
    String tail = "0".repeat(60);
    VersionId a = crafted("abc3" + tail);
    VersionId b = crafted("abc1" + tail);
    VersionId c = crafted("abd0" + tail);
    assertThat(ids("ab")).containsExactly(b, a, c);
    assertThat(ids("abc")).containsExactly(b, a);
    assertThat(ids("abd0" + tail)).containsExactly(c);
    assertThat(ids("abe")).isEmpty();
    assertThat(ids("b")).isEmpty();
  }

  private VersionId crafted(String hex) {
    VersionId id = VersionId.parse(hex);
    apply(packOf(id), adding(id, MODEL));
    return id;
  }

  private List<VersionId> ids(String prefix) {
    return catalog().versionsStartingWith(prefix).stream().map(VersionEntry::id).toList();
  }

  @Test
  @DisplayName("refuses changes computed before another version was recorded")
  default void guardsByVersionCount() {
    save("a");
    long seen = catalog().versionCount();
    String pack = packOf(version("a")).pack();
    save("b");
    assertThatThrownBy(
            () -> apply(new RequireVersionCount(seen), new io.lepton.spi.Catalog.RemovePack(pack)))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("2");
    assertThat(catalog().packs()).contains(pack);
    apply(new RequireVersionCount(2), new io.lepton.spi.Catalog.RemovePack(pack));
    assertThat(catalog().packs()).doesNotContain(pack);
  }
}
