package io.lepton.exchange;

import io.lepton.model.VersionId;
import io.lepton.registry.Retirement;
import io.lepton.registry.internal.folder.Blob;
import io.lepton.spi.Catalog;
import io.lepton.spi.Catalog.EvaluationEntry;
import io.lepton.spi.Catalog.VersionEntry;
import io.lepton.spi.Ref;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What {@code lepton-bundle.json} says.
 *
 * @param format {@code lepton-bundle}
 * @param version of that format, 1
 * @param versions parents first
 * @param refs that point at them
 * @param evaluations of them, in the order attached
 * @param prerequisites versions they follow that are not in the bundle
 */
record BundleIndex(
    String format,
    int version,
    List<BundledVersion> versions,
    List<BundledRef> refs,
    List<EvaluationEntry> evaluations,
    List<VersionId> prerequisites) {
  static final String NAME = "lepton-bundle.json";
  static final String FORMAT = "lepton-bundle";
  static final int VERSION = 1;

  /** A version's files in the bundle; weights and files are absent if it was retired. */
  record BundledVersion(
      VersionId id,
      long number,
      Blob manifest,
      @Nullable Blob weights,
      List<Blob> files,
      @Nullable Ended retirement,
      @Nullable Retirement certificate) {
    BundledVersion {
      Objects.requireNonNull(id);
      Objects.requireNonNull(manifest);
      files = List.copyOf(files);
      if (retirement == null) {
        Objects.requireNonNull(weights);
      }
      if (certificate != null) {
        Objects.requireNonNull(certificate.version());
        Objects.requireNonNull(certificate.time());
      }
    }
  }

  /** Who retired a version, when and why. */
  record Ended(Instant time, String author, String reason) {
    Ended {
      Objects.requireNonNull(time);
      Objects.requireNonNull(author);
      Objects.requireNonNull(reason);
    }

    static @Nullable Ended of(VersionEntry entry) {
      Catalog.Retirement end = entry.retirement();
      return end == null ? null : new Ended(end.time(), end.author(), end.reason());
    }
  }

  record BundledRef(Ref ref, VersionId version) {
    BundledRef {
      Objects.requireNonNull(ref);
      Objects.requireNonNull(version);
    }
  }

  BundleIndex {
    Objects.requireNonNull(format);
    versions = List.copyOf(versions);
    refs = List.copyOf(refs);
    evaluations = List.copyOf(evaluations);
    prerequisites = List.copyOf(prerequisites);
    for (EvaluationEntry entry : evaluations) {
      Objects.requireNonNull(entry.version());
      Objects.requireNonNull(entry.evaluation());
      Objects.requireNonNull(entry.time());
      Objects.requireNonNull(entry.author());
    }
  }
}
