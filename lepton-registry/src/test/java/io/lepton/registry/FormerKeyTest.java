package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.crypto.QuickKeys;
import io.lepton.error.InvalidInputException;
import io.lepton.error.RetiredException;
import io.lepton.model.Version;
import io.lepton.registry.internal.pack.Codecs;
import io.lepton.registry.internal.pack.Packs;
import io.lepton.spi.Catalog.Chunk;
import io.lepton.spi.KeyProvider;
import io.lepton.testkit.InMemoryBlobStore;
import io.lepton.testkit.InMemoryCatalog;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("When a model's key is another than it was")
class FormerKeyTest {
  @TempDir Path folder;
  private final InMemoryCatalog catalog = new InMemoryCatalog();
  private final KeyProvider keys = QuickKeys.open(new InMemoryBlobStore());
  private final BeforeRecording recording = new BeforeRecording(catalog);
  private ModelManager models;
  private Model model;

  @BeforeEach
  void open() {
    models =
        ModelManager.builder(folder)
            .blobs(new InMemoryBlobStore())
            .catalog(recording.catalog())
            .keys(keys)
            .open();
    model = models.model("m");
  }

  @AfterEach
  void close() {
    models.close();
  }

  private Version save(long seed) {
    return model.save(Samples.snapshot(seed)).commit();
  }

  private void assertReads(Version version, long seed) {
    assertThat(models.load(version).weights().contentEquals(Samples.snapshot(seed).weights()))
        .isTrue();
  }

  /** The keys that a version's chunks are sealed under; "none" for one in the clear. */
  private Set<String> keysOf(Version version) {
    Store store = models.store();
    Packs packs = new Packs(store.blobs, store.chunks, store.workers);
    Set<Chunk> places = Set.copyOf(catalog.chunks(store.manifest(version.id()).chunks()).values());
    return places.stream()
        .map(chunk -> Codecs.isSealed(chunk) ? packs.keyOf(chunk) : "none")
        .collect(Collectors.toSet());
  }

  private String key() {
    return String.valueOf(Encryption.of(models.store(), "m").key());
  }

  @Test
  @DisplayName("in the clear when a save began, it is recorded only as sealed under the new one")
  void encryptedMeanwhile() {
    recording.once(model::encrypt);
    Version version = save(1);
    assertThat(keysOf(version)).containsExactly(key());
    assertReads(version, 1);
    assertThat(models.verify().isSound()).isTrue();
    assertThat(models.verify().unindexedPacks()).isEmpty();
  }

  @Test
  @DisplayName("because it was shredded while a save ran, that is sealed under the new one alone")
  void rekeyedMeanwhile() {
    model.encrypt();
    Version first = save(1);
    String former = key();
    recording.once(
        () -> {
          model.shred().because("contract ended");
          model.encrypt();
        });
    Version second = save(2);
    assertThat(key()).isNotEqualTo(former);
    assertThat(keysOf(second)).containsExactly(key());
    assertReads(second, 2);
    assertThatThrownBy(() -> models.load(first)).isInstanceOf(RetiredException.class);
    assertThat(models.verify().isSound()).isTrue();
  }

  @Test
  @DisplayName("shredding is refused while a living version is sealed under the former one")
  void shredding() {
    model.encrypt();
    Version first = save(1);
    String former = key();
    String second = models.store().keys.create("m").id();
    Encryption state = Encryption.of(models.store(), "m");
    catalog.apply(List.of(state.unchanged(), state.begin(models.store(), second)));
    Version next = save(2);
    assertThat(keysOf(first)).containsExactly(former);
    assertThat(keysOf(next)).containsExactly(second);
    assertReads(first, 1);
    assertReads(next, 2);

    assertThatThrownBy(() -> model.shred().because("contract ended"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("v1")
        .hasMessageContaining(former)
        .hasMessageContaining("retire it first");

    assertReads(first, 1);
    assertReads(next, 2);
    assertThat(key()).isEqualTo(second);
    models.retire(first).because("under a former key");
    Shredding certificate = model.shred().because("contract ended");
    assertThat(certificate.versions()).containsExactly(next.id());
    assertThat(certificate.key()).isEqualTo(second);
    assertThatThrownBy(() -> models.load(next)).isInstanceOf(RetiredException.class);
    assertThat(models.verify().isSound()).isTrue();
  }
}
