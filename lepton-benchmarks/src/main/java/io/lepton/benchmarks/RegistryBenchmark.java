package io.lepton.benchmarks;

import io.lepton.bytes.Digest;
import io.lepton.model.DataReference;
import io.lepton.model.Evaluation;
import io.lepton.model.Measure;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Version;
import io.lepton.model.VersionId;
import io.lepton.registry.Model;
import io.lepton.registry.ModelManager;
import io.lepton.registry.PostgresCatalog;
import io.lepton.registry.internal.catalog.SqliteCatalog;
import io.lepton.spi.Catalog;
import io.lepton.spi.Catalog.AddPack;
import io.lepton.spi.Catalog.AddVersion;
import io.lepton.spi.Catalog.AttachEvaluation;
import io.lepton.spi.Catalog.Change;
import io.lepton.spi.Catalog.Chunk;
import io.lepton.spi.Catalog.MoveRef;
import io.lepton.spi.Ref;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * What one catalogue with 1,000, 10,000 and 100,000 versions of one model takes to save a small
 * version, move an alias, give a page of 50 of a log, and find the 10 best by a metric, on SQLite
 * and on a PostgreSQL server on this machine. The peer of a figure is the same one with 1,000
 * versions. What is measured is saved and read through the manager, files and all; the versions
 * before are entered in the catalogue only.
 */
final class RegistryBenchmark implements Bench.Benchmark {
  private static final String MODEL = "m";
  private static final Ref MAIN = new Ref(MODEL, Ref.Kind.BRANCH, Model.MAIN);
  private static final int[] SIZES = {1_000, 10_000, 100_000};
  private static final int TIMES = 200;
  private static final int WARM_UP = 50;
  private static final int BATCH = 500;

  private final Map<String, Double> smallest = new LinkedHashMap<>();

  private interface Work {
    void run(int time) throws Exception;
  }

  @Override
  public String what() {
    return "1,000 to 100,000 versions in one catalogue, SQLite and PostgreSQL: save, alias move,"
        + " log page, search by metric, p50 and p99; peer: the same with 1,000 versions";
  }

  @Override
  public void run(List<String> none) throws Exception {
    Path folder = Files.createTempDirectory(Path.of("."), "registry");
    try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
      measure("sqlite", folder, SqliteCatalog.open(folder.resolve("sqlite.db")));
      String url = "jdbc:postgresql://localhost:" + server.getPort() + "/postgres";
      measure("postgresql", folder, PostgresCatalog.open(url, "postgres", "postgres"));
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private void measure(String database, Path folder, Catalog catalog) throws Exception {
    try (ModelManager models =
        ModelManager.builder(folder.resolve(database)).catalog(catalog).open()) {
      for (int size : SIZES) {
        long start = System.nanoTime();
        fill(catalog, size);
        Result.note(
            "%s: filled up to %d versions in %.1f s"
                .formatted(database, size, (System.nanoTime() - start) / 1e9));
        measure(database, size, models);
      }
    }
  }

  private void measure(String database, int size, ModelManager models) throws Exception {
    Model model = models.model(MODEL);
    List<Version> saved = new ArrayList<>();
    time(
        database + ".save",
        size,
        i ->
            saved.add(
                model
                    .save(snapshot(size + i))
                    .evaluation(evaluation(0.95 + 0.04 * i / (TIMES + WARM_UP)))
                    .commit()));
    time(
        database + ".alias",
        size,
        i -> model.alias("champion").moveTo(saved.get(i % saved.size())).because("round " + i));
    time(database + ".log", size, i -> require(model.branch(Model.MAIN).log(50).size() == 50));
    time(
        database + ".search",
        size,
        i ->
            require(
                models
                        .search()
                        .model(MODEL)
                        .metric("auc")
                        .atLeast(0.94)
                        .bestFirst("auc")
                        .limit(10)
                        .list()
                        .size()
                    == 10));
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new IllegalStateException("not what was asked for");
    }
  }

  private void time(String what, int size, Work work) throws Exception {
    double[] millis = new double[TIMES];
    for (int i = -WARM_UP; i < TIMES; i++) {
      long start = System.nanoTime();
      work.run(i + WARM_UP);
      if (i >= 0) {
        millis[i] = (System.nanoTime() - start) / 1e6;
      }
    }
    Arrays.sort(millis);
    print("registry." + what + ".p50", size, millis[TIMES / 2]);
    print("registry." + what + ".p99", size, millis[TIMES * 99 / 100]);
  }

  private void print(String what, int size, double millis) {
    smallest.putIfAbsent(what, millis);
    Result.line(
        what + "." + size, millis, smallest.getOrDefault(what, millis), "ms, lower is better");
  }

  private static ModelSnapshot snapshot(long seed) {
    return ModelSnapshot.builder("benchmark/1")
        .weights(Weights.builder().put("w", Tensor.ofLongs(Shape.of(2), seed, ~seed)).build())
        .build();
  }

  private static Evaluation evaluation(double auc) {
    return new Evaluation(
        new DataReference("test", Digest.of("test"), 1000),
        List.of(
            new Measure("auc", auc, null, 1000, Measure.Direction.HIGHER_IS_BETTER),
            new Measure("loss", 1 - auc, null, 1000, Measure.Direction.LOWER_IS_BETTER)));
  }

  /** Enters versions that follow each other, some hundred in a transaction. */
  private static void fill(Catalog catalog, int size) {
    Random random = new Random(size);
    long from = catalog.versionCount();
    VersionId head = catalog.ref(MAIN).orElse(null);
    Instant time = Instant.parse("2026-01-01T00:00:00Z");
    while (from < size) {
      VersionId before = head;
      List<Change> changes = new ArrayList<>();
      List<Chunk> chunks = new ArrayList<>();
      String pack = "filled/" + from;
      for (int i = 0; i < BATCH && from < size; i++, from++) {
        VersionId id = new VersionId(Digest.of("filled " + from));
        chunks.add(new Chunk(id.digest(), pack, 64L * i, 64, 64, 0, null));
        changes.add(
            new AddVersion(
                id,
                MODEL,
                head == null ? List.of() : List.of(head),
                time.plusSeconds(from),
                "user" + from % 20,
                "filled",
                List.of(id.digest())));
        changes.add(
            new AttachEvaluation(
                id, evaluation(0.5 + 0.4 * random.nextDouble()), time.plusSeconds(from), "bench"));
        head = id;
      }
      changes.add(0, new AddPack(pack, chunks));
      changes.add(new MoveRef(MAIN, before, head, time, "bench", "filled"));
      catalog.apply(changes);
    }
  }
}
