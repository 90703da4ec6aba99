package io.lepton.testkit;

import static io.lepton.testkit.CatalogSubject.adding;
import static io.lepton.testkit.CatalogSubject.chunk;
import static io.lepton.testkit.CatalogSubject.digest;
import static io.lepton.testkit.CatalogSubject.packOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.bytes.Digest;
import io.lepton.error.ConflictException;
import io.lepton.model.VersionId;
import io.lepton.spi.Catalog.AddPack;
import io.lepton.spi.Catalog.Chunk;
import io.lepton.spi.Catalog.RemovePack;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How chunks are indexed. */
interface CatalogPackRules extends CatalogSubject {
  static List<Chunk> manyChunks(String pack, int count) {
    List<Chunk> chunks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      chunks.add(chunk(digest(pack + i), pack, i));
    }
    return chunks;
  }

  @Test
  @DisplayName("gives back where each chunk of a pack lies, beyond 2 GiB too, by ascending offset")
  default void indexesAPack() {
    Chunk far =
        new Chunk(
            digest("far"), "packs/p", 5_000_000_000L, Integer.MAX_VALUE, 2_000_000_000, 7, null);
    Chunk near = new Chunk(digest("near"), "packs/p", 0, 0, 0, 0, null);
    Chunk middle = chunk(digest("middle"), "packs/p", 77);
    apply(new AddPack("packs/p", List.of(far, near, middle)));
    assertThat(catalog().chunksOf("packs/p")).containsExactly(near, middle, far);
    assertThat(catalog().chunks(List.of(far.digest(), digest("unknown"), near.digest())))
        .isEqualTo(Map.of(far.digest(), far, near.digest(), near));
    assertThat(catalog().chunks(List.of())).isEmpty();
    assertThat(catalog().chunksOf("packs/unknown")).isEmpty();
  }

  @Test
  @DisplayName("says which chunks are stored as differences from others")
  default void knowsBases() {
    Chunk base = chunk(digest("base"), "packs/p", 1);
    Chunk onBase = new Chunk(digest("on"), "packs/q", 2, 100, 250, 3, base.digest());
    Chunk onThat = new Chunk(digest("further"), "packs/q", 200, 100, 250, 3, onBase.digest());
    apply(new AddPack("packs/p", List.of(base)), new AddPack("packs/q", List.of(onBase, onThat)));
    assertThat(catalog().chunksOf("packs/q")).containsExactly(onBase, onThat);
    assertThat(catalog().chunksBasedOn(List.of(base.digest(), digest("unknown"))))
        .containsExactly(onBase);
    assertThat(catalog().chunksBasedOn(List.of(onThat.digest()))).isEmpty();
    assertThat(catalog().chunksBasedOn(List.of())).isEmpty();
  }

  @Test
  @DisplayName("looks up any number of chunks, each once however often it is asked for")
  default void looksUpAnyNumber() {
    List<Chunk> chunks = manyChunks("packs/many", 40_000);
    apply(new AddPack("packs/many", chunks));
    List<Digest> asked = new ArrayList<>(chunks.stream().map(Chunk::digest).toList());
    asked.add(digest("unknown"));
    asked.add(asked.get(0));
    Map<Digest, Chunk> found = catalog().chunks(asked);
    assertThat(found).hasSize(40_000);
    assertThat(chunks).allMatch(chunk -> chunk.equals(found.get(chunk.digest())));
  }

  @Test
  @DisplayName("lets chunks indexed before keep their place")
  default void keepsTheFirstPlace() {
    Chunk first = chunk(digest("shared"), "packs/b", 10);
    Chunk second = chunk(digest("shared"), "packs/a", 20);
    Chunk own = chunk(digest("own"), "packs/a", 30);
    apply(new AddPack("packs/b", List.of(first)));
    apply(new AddPack("packs/a", List.of(second, own)));
    assertThat(catalog().chunks(List.of(first.digest())).get(first.digest())).isEqualTo(first);
    assertThat(catalog().chunksOf("packs/a")).containsExactly(own);
    assertThat(catalog().packs()).containsExactly("packs/a", "packs/b");
  }

  @Test
  @DisplayName(
      "lists a pack even when none of its chunks is new, so that it can be found and removed")
  default void listsAPackWithoutNews() {
    apply(new AddPack("packs/a", List.of(chunk(digest("x"), "packs/a", 1))));
    apply(new AddPack("packs/b", List.of(chunk(digest("x"), "packs/b", 1))));
    apply(new AddPack("packs/c", List.of()));
    assertThat(catalog().packs()).containsExactly("packs/a", "packs/b", "packs/c");
    assertThat(catalog().chunksOf("packs/b")).isEmpty();
  }

  @Test
  @DisplayName("indexes a pack twice as once, as after a retry")
  default void indexesTwiceAsOnce() {
    AddPack pack = new AddPack("packs/a", manyChunks("packs/a", 3));
    apply(pack);
    apply(pack);
    assertThat(catalog().packs()).containsExactly("packs/a");
    assertThat(catalog().chunksOf("packs/a")).isEqualTo(pack.chunks());
  }

  @Test
  @DisplayName("forgets a pack with the chunks that lie in it, and nothing else")
  default void forgetsAPack() {
    Chunk inA = chunk(digest("a"), "packs/a", 1);
    Chunk inB = chunk(digest("b"), "packs/b", 1);
    apply(new AddPack("packs/a", List.of(inA)), new AddPack("packs/b", List.of(inB)));
    apply(new RemovePack("packs/a"));
    apply(new RemovePack("packs/a"));
    apply(new RemovePack("packs/never-was"));
    assertThat(catalog().packs()).containsExactly("packs/b");
    assertThat(catalog().chunksOf("packs/a")).isEmpty();
    assertThat(catalog().chunks(List.of(inA.digest(), inB.digest())))
        .containsOnlyKeys(inB.digest());
    Chunk moved = chunk(digest("a"), "packs/c", 9);
    apply(new AddPack("packs/c", List.of(moved)));
    assertThat(catalog().chunks(List.of(moved.digest()))).containsValue(moved);
  }

  @Test
  @DisplayName("refuses a version whose chunk was forgotten after the caller looked")
  default void refusesAVersionOfForgottenChunks() {
    VersionId id = CatalogSubject.version("late");
    apply(packOf(id));
    apply(new RemovePack(packOf(id).pack()));
    assertThatThrownBy(() -> apply(adding(id, MODEL))).isInstanceOf(ConflictException.class);
    assertThatThrownBy(
            () -> apply(packOf(id), new RemovePack(packOf(id).pack()), adding(id, MODEL)))
        .as("each change sees those before it")
        .isInstanceOf(ConflictException.class);
    apply(packOf(id), adding(id, MODEL));
    assertThat(catalog().version(id)).isPresent();
  }
}
