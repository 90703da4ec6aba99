package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.access.Role;
import io.lepton.access.RolePolicy;
import io.lepton.audit.AuditReport;
import io.lepton.audit.AuditSigner;
import io.lepton.error.AccessDeniedException;
import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.error.RetiredException;
import io.lepton.error.StorageException;
import io.lepton.gate.Gate;
import io.lepton.model.Version;
import io.lepton.registry.internal.backup.BackupReader;
import io.lepton.spi.Catalog.AppendEvent;
import io.lepton.spi.KeyProvider;
import io.lepton.spi.Ref;
import io.lepton.testkit.FakeClock;
import io.lepton.testkit.FaultInjectingBlobStore;
import io.lepton.testkit.InMemoryBlobStore;
import io.lepton.testkit.InMemoryCatalog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A backup of the catalogue")
class BackupTest {
  private static final KeyProvider RING = SharedKeys.create();

  @TempDir Path folder;
  private final FakeClock clock = FakeClock.at("2026-03-01T10:00:00Z");

  private Path home() {
    return folder.resolve("home");
  }

  private ModelManagerBuilder builder() {
    return ModelManager.builder(home()).author("ann").clock(clock).keys(RING);
  }

  private ModelManager open() {
    return builder().open();
  }

  private void loseCatalog() throws IOException {
    try (Stream<Path> files = Files.list(home())) {
      for (Path file : files.filter(f -> f.getFileName().toString().contains("catalog")).toList()) {
        Files.delete(file);
      }
    }
  }

  private ReindexReport rebuild() throws IOException {
    loseCatalog();
    return builder().reindex();
  }

  private List<Path> files(String suffix) throws IOException {
    try (Stream<Path> files = Files.walk(home().resolve("packs"))) {
      return files.filter(it -> it.toString().endsWith(suffix)).sorted().toList();
    }
  }

  private Version save(ModelManager models, int seed) {
    clock.advance(Duration.ofMinutes(1));
    return models.model("m").save(Samples.small(seed)).commit();
  }

  @Test
  @DisplayName("brings back refs with their history, retirements, evaluations, records and the log")
  void restores() throws Exception {
    AuditSigner signer = AuditSigner.generate("test");
    Version v1;
    Version v2;
    Version v3;
    Retirement certificate;
    List<String> before = new ArrayList<>();
    String note;
    try (ModelManager models = open()) {
      Model model = models.model("m");
      v1 = save(models, 1);
      v2 = save(models, 2);
      v3 = model.save(Samples.small(3)).on("side").parents(v1).tag("t").commit();
      models.attach(v2, Samples.evaluation("d", "auc", 0.5));
      model.alias("champion").moveTo(v1).because("first");
      model.alias("champion").moveTo(v2).because("better");
      model.stage("production").moveTo(v2).because("release");
      model.branch("side").delete().because("done");
      model.protect(model.alias("champion")).with(Gate.approvedBy(1)).because("policy");
      models.approve(v2).because("read it");
      certificate = models.retire(v1).because("wrong data");
      models
          .store()
          .catalog
          .apply(List.of(new AppendEvent("experiment/x", "1", Instant.EPOCH, "{\"a\":1}")));
      models.model("sealed").encrypt();
      models.model("sealed").save(Samples.small(9)).commit();
      note = models.audit().checkpoint(signer).note();

      BackupReport report = models.maintenance().backup();

      assertThat(report.versions()).isEqualTo(4);
      assertThat(report.time()).isEqualTo(clock.instant());
      assertThat(files(".backup")).hasSize(1);
      assertThat(models.verify().problems()).isEmpty();
      assertThat(models.verify().unindexedPacks()).isEmpty();
      assertThat(models.audit().last(1).get(0).details()).containsEntry("operation", "backup");
      describe(models, before);
    }

    ReindexReport report = rebuild();

    assertThat(report.backup().orElseThrow().time()).isEqualTo(clock.instant());
    assertThat(report.mayBeMissing()).contains(clock.instant().toString());
    assertThat(report.newer()).isEmpty();
    assertThat(report.skipped()).isEmpty();
    assertThat(report.versions()).isEqualTo(4);
    try (ModelManager models = open()) {
      List<String> after = new ArrayList<>();
      describe(models, after);
      assertThat(after).isEqualTo(before);
      assertThat(models.retirement(v1)).contains(certificate);
      assertThat(models.model("m").log()).containsExactly(v2, v1);
      assertThat(models.load(v3).weights().contentEquals(Samples.small(3).weights())).isTrue();
      AuditReport audit = models.audit().verify(signer.key(), note);
      assertThat(audit.isIntact()).as(audit.toString()).isTrue();
      assertThat(models.audit().last(1).get(0).details().get("operation")).contains("backups/");
      assertThat(models.verify().problems()).isEmpty();
      Version v4 = save(models, 4);
      assertThat(v4.number()).isEqualTo(4);
      assertThat(models.model("sealed").isEncrypted()).isTrue();
    }
  }

  private static void describe(ModelManager models, List<String> to) {
    for (Model model : models.models()) {
      to.add(models.store().catalog.versions(model.name()).toString());
      to.add(models.store().catalog.refs(model.name()).toString());
      to.add(models.store().catalog.evaluations(model.name()).toString());
      for (Ref.Kind kind : Ref.Kind.values()) {
        for (String name : List.of("main", "side", "t", "champion", "production")) {
          to.add(models.store().catalog.history(new Ref(model.name(), kind, name)).toString());
        }
      }
    }
    Store whole = models.store();
    for (String stream : whole.catalog.streams("")) {
      if (!stream.startsWith("lepton/audit/") && !stream.equals(Backups.STREAM)) {
        Swaps.all(whole, stream).forEach(it -> to.add(stream + it.id() + it.time() + it.payload()));
      }
    }
  }

  @Test
  @DisplayName("is completed by versions that only packs know, each of which can be reached")
  void completedByPacks() throws Exception {
    Version v2;
    Version v4;
    try (ModelManager models = open()) {
      save(models, 1);
      v2 = save(models, 2);
      models.maintenance().backup();
      clock.advance(Duration.ofHours(1));
      save(models, 3);
      v4 = save(models, 4);
      models.attach(v4, Samples.evaluation("d", "auc", 0.5));
    }
    ReindexReport report = rebuild();
    assertThat(report.newer()).hasSize(2);
    assertThat(report.newer().toString()).contains("m v3").contains("m v4");
    try (ModelManager models = open()) {
      assertThat(models.model("m").branch("main").head()).isEqualTo(v2);
      assertThat(models.model("m").branch("recovered/v4").head()).isEqualTo(v4);
      assertThat(models.load(v4).weights().contentEquals(Samples.small(4).weights())).isTrue();
      assertThat(models.evaluations(v4)).isEmpty();
      assertThat(models.verify().problems()).isEmpty();
      models.maintenance().backup();
    }
    // A later rebuilding finds the recovered branch in the newer backup, and another head.
    Version v5;
    try (ModelManager models = open()) {
      v5 = save(models, 5);
    }
    rebuild();
    try (ModelManager models = open()) {
      assertThat(models.model("m").branch("recovered/v4").head()).isEqualTo(v4);
      assertThat(models.model("m").branch("recovered/v5").head()).isEqualTo(v5);
    }
  }

  @Test
  @DisplayName(
      "knows that a version lived whose pack was deleted, which packs alone take for retired")
  void knowsWhatLived() throws Exception {
    Version v1;
    try (ModelManager models = open()) {
      v1 = save(models, 1);
      save(models, 2);
      models.maintenance().backup();
    }
    Path lost;
    try (ModelManager models = open()) {
      lost =
          home()
              .resolve("packs")
              .resolve(
                  models
                      .store()
                      .catalog
                      .chunks(List.of(v1.id().digest()))
                      .get(v1.id().digest())
                      .pack());
    }
    byte[] pack = Files.readAllBytes(lost);
    Files.delete(lost);
    ReindexReport report = rebuild();
    assertThat(report.withoutWeights()).hasSize(1);
    try (ModelManager models = open()) {
      assertThat(models.store().entry(v1.id()).retirement()).isNull();
      assertThat(models.verify().problems().toString()).contains(v1.id().abbreviated());
    }
    Files.write(lost, pack);
    rebuild();
    try (ModelManager models = open()) {
      assertThat(models.load(v1).weights().contentEquals(Samples.small(1).weights())).isTrue();
      assertThat(models.verify().problems()).isEmpty();
    }
  }

  @Test
  @DisplayName("gives way to an older one if a bit of it is wrong, and verify says so")
  void damaged() throws Exception {
    Version v1;
    try (ModelManager models = open()) {
      v1 = save(models, 1);
      models.model("m").alias("champion").moveTo(v1).because("first");
      models.maintenance().backup();
      clock.advance(Duration.ofHours(1));
      Version v2 = save(models, 2);
      models.model("m").alias("champion").moveTo(v2).because("better");
      models.maintenance().backup();
    }
    Path newest = files(".backup").get(1);
    byte[] sound = Files.readAllBytes(newest);
    for (int bit = 0; bit < sound.length * 8; bit += 251) {
      byte[] bytes = sound.clone();
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(newest, bytes);
      assertThatThrownBy(
              () ->
                  BackupReader.open(
                      LocalBlobStore.open(home().resolve("packs"), clock),
                      "backups/" + newest.getFileName()))
          .as("bit " + bit)
          .isInstanceOf(CorruptDataException.class);
    }
    for (int length = 0; length < sound.length; length += 31) {
      Files.write(newest, Arrays.copyOf(sound, length));
      assertThatThrownBy(
              () ->
                  BackupReader.open(
                      LocalBlobStore.open(home().resolve("packs"), clock),
                      "backups/" + newest.getFileName()))
          .as("length " + length)
          .isInstanceOf(CorruptDataException.class);
    }
    try (ModelManager models = open()) {
      assertThat(models.verify().problems()).hasSize(1);
      assertThat(models.verify().problems().get(0).message()).contains("backups/0000");
    }
    ReindexReport report = rebuild();
    assertThat(report.skipped()).hasSize(1);
    assertThat(report.newer()).hasSize(1);
    try (ModelManager models = open()) {
      assertThat(models.model("m").alias("champion").version()).isEqualTo(v1);
    }
    byte[] later = sound.clone();
    ByteBuffer header = ByteBuffer.wrap(later).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(8, 2);
    CRC32C crc = new CRC32C();
    crc.update(later, 0, 12);
    header.putInt(12, (int) crc.getValue());
    Files.write(newest, later);
    assertThatThrownBy(this::rebuild).isInstanceOf(FormatTooNewException.class);
  }

  @Test
  @DisplayName("stays until three newer ones are there, and is nothing to collect")
  void rotates() throws Exception {
    List<String> deleted = new ArrayList<>();
    try (ModelManager models = open()) {
      save(models, 1);
      for (int i = 0; i < 5; i++) {
        deleted.addAll(models.maintenance().backup().deleted());
      }
      clock.advance(Duration.ofDays(30));
      models.maintenance().gc().grace(Duration.ofHours(1)).run();
      assertThat(models.verify().problems()).isEmpty();
      models.retire(models.model("m").version(1)).because("old");
      assertThat(models.retirement(models.model("m").version(1)).orElseThrow().leftovers())
          .isEmpty();
    }
    assertThat(files(".backup")).hasSize(3);
    assertThat(deleted).hasSize(2);
    assertThat(files(".backup").get(0).getFileName().toString()).startsWith("000000000003-");
  }

  @Test
  @DisplayName("does not undo a shredding that came after it, nor give a key back")
  void afterAShredding() throws Exception {
    Version v1;
    try (ModelManager models = open()) {
      models.model("m").encrypt();
      v1 = save(models, 1);
      models.maintenance().backup();
      models.model("m").shred().because("contract ended");
    }
    rebuild();
    try (ModelManager models = open()) {
      assertThatThrownBy(() -> models.load(v1)).isInstanceOf(RetiredException.class);
      assertThat(models.model("m").isEncrypted()).isFalse();
      assertThat(models.verify().problems()).isEmpty();
      models.model("m").encrypt();
      save(models, 2);
    }
  }

  @Test
  @DisplayName("keeps a pack that was to be deleted from being indexed again")
  void doomedPacks() throws Exception {
    Version v1;
    Version v2;
    List<Path> all;
    List<byte[]> bytes = new ArrayList<>();
    try (ModelManager models = open()) {
      v1 = save(models, 1);
      v2 = models.model("m").save(Samples.small(2)).commit();
      all = files(".pack");
      for (Path pack : all) {
        bytes.add(Files.readAllBytes(pack));
      }
      models.retire(v1).because("wrong data");
      models.maintenance().backup();
    }
    for (int i = 0; i < all.size(); i++) {
      if (!Files.exists(all.get(i))) {
        Files.write(all.get(i), bytes.get(i)); // a deletion that did not reach the disk
      }
    }
    rebuild();
    try (ModelManager models = open()) {
      assertThatThrownBy(() -> models.load(v1)).isInstanceOf(RetiredException.class);
      assertThat(models.load(v2).weights().contentEquals(Samples.small(2).weights())).isTrue();
      assertThat(models.verify().problems()).isEmpty();
    }
  }

  @Test
  @DisplayName("is made by who may maintain the store, and by nobody else")
  void guarded() {
    try (ModelManager models =
        ModelManager.builder(home())
            .author("carol")
            .access(
                RolePolicy.builder()
                    .grant("carol", Role.READER, "*")
                    .grant("root", Role.ADMIN, "*")
                    .build())
            .open()) {
      assertThatThrownBy(() -> models.maintenance().backup())
          .isInstanceOf(AccessDeniedException.class);
      assertThat(models.as("root").maintenance().backup().versions()).isZero();
    }
  }

  @Test
  @DisplayName("is whole or not there when anything fails, and older ones stay until it is")
  void faults() {
    boolean failed = true;
    for (long n = 0; failed; n++) {
      InMemoryBlobStore disk = new InMemoryBlobStore();
      FaultInjectingBlobStore blobs = FaultInjectingBlobStore.over(disk, n);
      InMemoryCatalog index = new InMemoryCatalog();
      try (ModelManager models =
          ModelManager.builder(folder.resolve("fault")).blobs(blobs).catalog(index).open()) {
        save(models, 1);
        for (int i = 0; i < 3; i++) {
          models.maintenance().backup();
        }
        blobs.losingPowerAfter(n);
        failed = false;
        try {
          models.maintenance().backup();
        } catch (StorageException e) {
          failed = true;
        }
        blobs.restore();
        assertThat(Backups.newestFirst(disk)).as("operation " + n).hasSizeBetween(3, 4);
        assertThat(models.verify().problems()).as("operation " + n).isEmpty();
      }
    }
  }

  @Test
  @DisplayName("takes streams of more than a page, such as those of experiments")
  void experiments() throws Exception {
    try (ModelManager models = open()) {
      save(models, 1);
      for (int i = 0; i < 2500; i++) {
        models
            .store()
            .catalog
            .apply(List.of(new AppendEvent("experiment/x", "e" + i, Instant.EPOCH, "{}")));
      }
      assertThat(models.maintenance().backup().events()).isGreaterThan(2500);
    }
    rebuild();
    try (ModelManager models = open()) {
      assertThat(Swaps.all(models.store(), "experiment/x")).hasSize(2500);
    }
  }
}
