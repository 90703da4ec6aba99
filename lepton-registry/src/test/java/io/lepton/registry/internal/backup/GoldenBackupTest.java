package io.lepton.registry.internal.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.bytes.Digest;
import io.lepton.model.DataReference;
import io.lepton.model.Evaluation;
import io.lepton.model.Interval;
import io.lepton.model.Measure;
import io.lepton.model.VersionId;
import io.lepton.spi.Catalog.AddVersion;
import io.lepton.spi.Catalog.AppendEvent;
import io.lepton.spi.Catalog.AttachEvaluation;
import io.lepton.spi.Catalog.Change;
import io.lepton.spi.Catalog.MoveRef;
import io.lepton.spi.Catalog.RetireVersion;
import io.lepton.spi.Ref;
import io.lepton.testkit.InMemoryBlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The file {@code golden/backup-1/catalog.backup}, which is never made anew. */
@DisplayName("A backup of format 1, made when it came")
class GoldenBackupTest {
  private static final Instant TIME = Instant.parse("2026-03-01T10:00:00.123456789Z");
  private static final String NAME = "backups/golden.backup";
  private static final VersionId V1 = new VersionId(Digest.of("v1"));
  private static final VersionId V2 = new VersionId(Digest.of("v2"));

  static List<Change> content() {
    Ref branch = new Ref("m", Ref.Kind.BRANCH, "main");
    Ref alias = new Ref("m", Ref.Kind.ALIAS, "champion");
    Measure measure =
        new Measure(
            "roc_auc",
            0.1 + 0.2,
            new Interval(Double.NEGATIVE_INFINITY, Math.nextDown(1.0), 0.95, "DeLong"),
            700,
            Measure.Direction.HIGHER_IS_BETTER);
    Evaluation evaluation =
        new Evaluation(new DataReference("test \u2713", Digest.of("data"), 700), List.of(measure));
    return List.of(
        new AddVersion(V1, "m", List.of(), TIME, "Zo\u00eb O'Neil", "first\nline", List.of()),
        new AddVersion(V2, "m", List.of(V1), TIME, "ann", "", List.of()),
        new MoveRef(branch, null, V1, TIME, "ann", "saved"),
        new MoveRef(branch, V1, V2, TIME, "ann", "saved"),
        new MoveRef(alias, null, V2, TIME, "bob", "better"),
        new MoveRef(alias, V2, null, TIME, "bob", "done"),
        new AttachEvaluation(V2, evaluation, TIME, "ann"),
        new AppendEvent("experiment/x", "1", TIME, "{\"a\":1.0}"),
        new RetireVersion(V1, TIME, "ann", "wrong data \u2713"));
  }

  static byte[] write() {
    InMemoryBlobStore blobs = new InMemoryBlobStore();
    try (BackupWriter writer = new BackupWriter(blobs, NAME, TIME, "ann")) {
      content().forEach(writer::add);
      ByteBuffer made = blobs.read(NAME, 0, (int) writer.finish());
      byte[] all = new byte[made.remaining()];
      made.get(all);
      return all;
    }
  }

  private static List<Change> read(byte[] bytes) {
    InMemoryBlobStore blobs = new InMemoryBlobStore();
    try (var writer = blobs.create(NAME)) {
      writer.write(ByteBuffer.wrap(bytes));
      writer.commit();
    }
    BackupReader reader = BackupReader.open(blobs, NAME);
    assertThat(reader.time()).isEqualTo(TIME);
    List<Change> changes = new ArrayList<>();
    reader.changes(changes::add);
    return changes;
  }

  @Test
  @DisplayName("is read back to the character and the bit")
  void golden() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(getClass().getResourceAsStream("/golden/backup-1/catalog.backup"))) {
      assertThat(read(in.readAllBytes())).isEqualTo(content());
    }
  }

  @Test
  @DisplayName("is what is written today, as far as a reader can tell")
  void today() {
    assertThat(read(write())).isEqualTo(content());
  }
}
