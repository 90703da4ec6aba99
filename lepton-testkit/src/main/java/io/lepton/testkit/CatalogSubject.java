package io.lepton.testkit;

import io.lepton.bytes.Digest;
import io.lepton.model.VersionId;
import io.lepton.spi.Catalog;
import io.lepton.spi.Catalog.AddPack;
import io.lepton.spi.Catalog.AddVersion;
import io.lepton.spi.Catalog.AppendEvent;
import io.lepton.spi.Catalog.Change;
import io.lepton.spi.Catalog.Chunk;
import io.lepton.spi.Catalog.MoveRef;
import io.lepton.spi.Ref;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the groups of rules for a catalogue share: names, times and ready-made changes. */
interface CatalogSubject {
  String MODEL = "credit-scoring";
  Instant TIME = Instant.parse("2026-03-01T12:30:59.123456789Z");
  String AUTHOR = "Zo\u00eb O'Neil";

  Catalog catalog();

  Catalog again();

  /** The version of a seed, whose manifest is a chunk of that name. */
  static VersionId version(String seed) {
    return new VersionId(Digest.of("manifest of " + seed));
  }

  static Digest digest(String seed) {
    return Digest.of("chunk " + seed);
  }

  static Chunk chunk(Digest digest, String pack, long offset) {
    return new Chunk(digest, pack, offset, 100, 250, 1, null);
  }

  /** A pack with nothing but a version's manifest. */
  static AddPack packOf(VersionId id) {
    String pack = "packs/" + id.hex();
    return new AddPack(pack, List.of(chunk(id.digest(), pack, 64)));
  }

  static AddVersion adding(VersionId id, String model, VersionId... parents) {
    return new AddVersion(
        id, model, List.of(parents), TIME, AUTHOR, "because", List.of(id.digest()));
  }

  static MoveRef moving(Ref ref, @Nullable VersionId from, @Nullable VersionId to) {
    return new MoveRef(ref, from, to, TIME, AUTHOR, "because");
  }

  static AppendEvent event(String stream, String id) {
    return new AppendEvent(stream, id, TIME, "{\"id\":\"" + id + "\"}");
  }

  static Ref branch(String name) {
    return new Ref(MODEL, Ref.Kind.BRANCH, name);
  }

  /** Saves a version with the pack it needs. */
  default VersionId save(String seed, String model, VersionId... parents) {
    VersionId id = version(seed);
    apply(packOf(id), adding(id, model, parents));
    return id;
  }

  default VersionId save(String seed) {
    return save(seed, MODEL);
  }

  default void apply(Change... changes) {
    catalog().apply(Arrays.asList(changes));
  }
}
