package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.access.Action;
import io.lepton.audit.AuditEntry;
import io.lepton.error.InvalidInputException;
import io.lepton.error.KeyUnavailableException;
import io.lepton.error.RetiredException;
import io.lepton.model.Version;
import io.lepton.spi.KeyProvider;
import io.lepton.testkit.InMemoryBlobStore;
import io.lepton.testkit.InMemoryCatalog;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Rotating the key of an encrypted model")
class KeyRotationTest {
  private static final KeyProvider RING = SharedKeys.create();

  @TempDir Path temp;
  private final InMemoryBlobStore disk = new InMemoryBlobStore();
  private final InMemoryCatalog catalog = new InMemoryCatalog();

  private ModelManager open(String name, InMemoryBlobStore blobs, InMemoryCatalog index) {
    return ModelManager.builder(temp.resolve(name))
        .author("ann")
        .blobs(blobs)
        .catalog(index)
        .keys(RING)
        .open();
  }

  private ModelManager open() {
    return open("home", disk, catalog);
  }

  private ModelManager other() {
    return open("other", new InMemoryBlobStore(), new InMemoryCatalog());
  }

  private static void assertReads(ModelManager models, Version version, int seed) {
    assertThat(models.load(version).weights().contentEquals(Samples.small(seed).weights()))
        .isTrue();
  }

  @Test
  @DisplayName("wraps the data key by another key of the provider, touches no pack, and is logged")
  void rotates() {
    Version v1;
    KeyRotation first;
    try (ModelManager models = open()) {
      assertThatThrownBy(() -> models.model("m").rotateKey())
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("not encrypted");
      models.model("m").encrypt();
      v1 = models.model("m").save(Samples.small(1)).commit();
      List<String> packs = catalog.packs();

      first = models.model("m").rotateKey();

      assertThat(first.to()).isNotEqualTo(first.from());
      assertThat(first.author()).isEqualTo("ann");
      assertThat(catalog.packs()).isEqualTo(packs);
      assertThat(disk.list("keys/")).containsExactly("keys/" + first.key() + ".1.json");
      assertReads(models, v1, 1);
      AuditEntry entry = models.audit().last(1).get(0);
      assertThat(entry.action()).isEqualTo("PROTECT");
      assertThat(entry.subject()).isEqualTo("encryption of model m");
      assertThat(entry.details())
          .containsEntry("step", "ROTATED")
          .containsEntry("from", first.from())
          .containsEntry("to", first.to());
    }
    try (ModelManager models = open()) {
      assertReads(models, v1, 1);
      Version v2 = models.model("m").save(Samples.small(2)).commit();
      KeyRotation second = models.model("m").rotateKey();
      assertThat(second.key()).isEqualTo(first.key());
      assertThat(second.from()).isEqualTo(first.to());
      RING.destroy(first.from()); // what no copy of the blob needs any more
      RING.destroy(first.to());
      assertReads(models, v2, 2);
    }
    try (ModelManager models = open()) {
      assertReads(models, v1, 1);
      assertThat(models.model("m").isEncrypted()).isTrue();
      assertThat(models.verify().problems()).isEmpty();
    }
  }

  @Test
  @DisplayName("leaves no way around a shredding, in stores that rotated too or did not")
  void shredsAll() {
    try (ModelManager models = open();
        ModelManager rotated = other();
        ModelManager plain = other()) {
      models.model("m").encrypt();
      Version v1 = models.model("m").save(Samples.small(1)).commit();
      models.push("m").to(rotated);
      models.push("m").to(plain);
      KeyRotation first = rotated.model("m").rotateKey();
      KeyRotation second = rotated.model("m").rotateKey();
      assertThat(models.model("m").rotateKey().to()).isEqualTo(first.to());

      Shredding certificate = models.model("m").shred().because("contract ended");

      assertThat(certificate.destruction().what())
          .contains(first.from())
          .contains(first.to())
          .contains(second.to());
      for (String key : List.of(first.from(), first.to(), second.to())) {
        assertThat(RING.exists(key)).isFalse();
      }
      assertThatThrownBy(() -> rotated.model("m").rotateKey())
          .isInstanceOf(KeyUnavailableException.class);
      assertThatThrownBy(() -> plain.model("m").rotateKey())
          .isInstanceOf(KeyUnavailableException.class);
      for (ModelManager each : List.of(rotated, plain)) {
        Ending.resume(each.store().permitted(Action.RETIRE, "m", "m"));
        assertThatThrownBy(() -> each.load(v1)).isInstanceOf(RetiredException.class);
        assertThat(each.verify().problems()).isEmpty();
      }
    }
  }

  @Test
  @DisplayName("reaches a store whose old key was destroyed with the next push")
  void heals() {
    InMemoryBlobStore blobs = new InMemoryBlobStore();
    InMemoryCatalog index = new InMemoryCatalog();
    try (ModelManager models = open()) {
      models.model("m").encrypt();
      Version v1 = models.model("m").save(Samples.small(1)).commit();
      try (ModelManager other = open("other", blobs, index)) {
        models.push("m").to(other);
      }
      KeyRotation rotation = models.model("m").rotateKey();
      RING.destroy(rotation.from());
      try (ModelManager other = open("other", blobs, index)) {
        assertThatThrownBy(() -> other.load(v1).weights().get("w").bytes().readAll())
            .isInstanceOf(KeyUnavailableException.class)
            .hasMessageContaining("which brings the newer key");
        assertThat(other.retirement(v1)).isEmpty();
        models.model("m").save(Samples.small(2)).commit();
        models.push("m").to(other);
        assertReads(other, v1, 1);
        assertThat(other.verify().problems()).isEmpty();
        assertThat(other.model("m").rotateKey().from()).isEqualTo(rotation.to());
      }
    }
  }
}
