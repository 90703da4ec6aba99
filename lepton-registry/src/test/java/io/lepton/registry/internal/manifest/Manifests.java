package io.lepton.registry.internal.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.error.LeptonException;
import io.lepton.model.DataReference;
import io.lepton.model.Hyperparameters;
import io.lepton.model.Lineage;
import io.lepton.model.Signature;
import io.lepton.model.VersionId;
import io.lepton.registry.internal.manifest.Manifest.FileChunk;
import io.lepton.registry.internal.manifest.Manifest.FileEntry;
import io.lepton.registry.internal.manifest.Manifest.TensorEntry;
import io.lepton.tensor.DType;
import io.lepton.tensor.Shape;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Manifests as versions have them, and what is demanded of their reader. */
final class Manifests {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Reading takes microseconds, or some milliseconds a megabyte; this allows for a cold start. */
  private static final long MAX_CPU_NANOS = 2_000_000_000;

  /**
   * The parser's buffers and its symbol table, an exception whose message quotes the value; and for
   * each of at most 1,000 levels of nesting some 2,500 bytes: a context that looks for duplicates,
   * a map, a place in the exception's path.
   */
  private static final long CONSTANT = 512 * 1024 + 1_000 * 4_000;

  /**
   * A manifest is read twice, first as a tree. The densest is a list of empty lists in a
   * hyperparameter, 3 bytes each: 60 bytes as a node, 48 as a list, some 300 to be copied by a
   * stream. Half is added for the heap's rounding.
   */
  private static final long BYTES_PER_BYTE = 200;

  private Manifests() {}

  static Manifest full() {
    Digest chunk = Digest.of("chunk");
    return new Manifest(
        1,
        "credit",
        List.of(new VersionId(Digest.of("a")), new VersionId(Digest.of("b"))),
        "f/1",
        "{\"hidden\": [8, 4]}",
        1 << 20,
        List.of(
            new TensorEntry("w", DType.F32, Shape.of(700, 512), List.of(chunk, Digest.of("c"))),
            new TensorEntry("none", DType.BF16, Shape.of(0, 4), List.of()),
            new TensorEntry("scalar \u00e9\n", DType.I64, Shape.of(), List.of(chunk))),
        List.of(
            new FileEntry("a.json", List.of(new FileChunk(chunk, 7), new FileChunk(chunk, 1))),
            new FileEntry("empty", List.of())),
        Hyperparameters.of(
            Map.of("rate", 0.01, "epochs", 20L, "hidden", List.of(64L, 32L), "on", true)),
        new Signature(
            List.of(Signature.Field.scalar("age", Signature.Type.F64).optional()),
            List.of(Signature.Field.scalar("p", Signature.Type.F64))),
        Lineage.builder()
            .data(new DataReference("train", Digest.of("train"), 700))
            .derivedFrom(new VersionId(Digest.of("a")))
            .seed(7)
            .codeRevision("abc")
            .environment("threads", "1")
            .build(),
        "ann",
        Instant.parse("2026-03-01T10:00:00.000000001Z"),
        "why");
  }

  static Manifest bare() {
    return new Manifest(
        1,
        "m",
        List.of(),
        "f",
        "",
        1,
        List.of(),
        List.of(),
        Hyperparameters.none(),
        new Signature(List.of(), List.of()),
        Lineage.unknown(),
        "",
        Instant.EPOCH,
        "");
  }

  /** Whether it was read; fails on anything but a consistent manifest or a proper refusal. */
  static boolean read(byte[] json) {
    long bound = CONSTANT + BYTES_PER_BYTE * json.length;
    long cpu = THREADS.getCurrentThreadCpuTime();
    long allocated = THREADS.getCurrentThreadAllocatedBytes();
    Manifest manifest = null;
    LeptonException refusal = null;
    try {
      manifest = Manifest.read(json, "test");
    } catch (CorruptDataException | FormatTooNewException e) {
      refusal = e;
    }
    allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
    cpu = THREADS.getCurrentThreadCpuTime() - cpu;
    assertThat(cpu).as("nanoseconds for %d bytes", json.length).isLessThan(MAX_CPU_NANOS);
    if (allocated > bound) {
      // The first time a call site runs, the JVM links it on the reader's account: look again.
      assertThat(allocatedBy(json)).as("bytes for %d", json.length).isLessThan(bound);
    }
    if (manifest == null) {
      assertThat(refusal).hasMessageStartingWith("test");
      assertThat(refusal.getMessage()).hasSizeLessThan(20_000);
      return false;
    }
    assertThat(Manifest.read(manifest.toBytes(), "again")).isEqualTo(manifest);
    assertThat(manifest.toVersion(new VersionId(Digest.of(json)), 1).tensors())
        .hasSize(manifest.tensors().size());
    manifest.tensors().forEach(tensor -> assertThat(tensor.bytes()).isNotNegative());
    manifest.files().forEach(file -> assertThat(file.bytes()).isNotNegative());
    assertThat(manifest.chunks()).doesNotContainNull();
    return true;
  }

  private static long allocatedBy(byte[] json) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      Manifest.read(json, "test");
    } catch (CorruptDataException | FormatTooNewException e) {
      assertThat(e).hasMessageStartingWith("test");
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }
}
