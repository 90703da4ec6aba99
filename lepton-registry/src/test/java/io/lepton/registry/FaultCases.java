package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.bytes.Digest;
import io.lepton.merge.MergeStrategy;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Version;
import io.lepton.registry.FaultSweep.Case;
import io.lepton.spi.Catalog.Chunk;
import io.lepton.tensor.DType;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What {@link FaultSweep} sweeps. */
final class FaultCases {
  private static final int COUNT = 5_000;
  private static final Consumer<FaultyHome> NOTHING = home -> {};

  private FaultCases() {}

  static Stream<Case> all() {
    return Stream.of(
        step("a first save", home -> {}, models -> save(models, weights(1))),
        step("a save in two packs", FaultCases::history, FaultCases::saveMuch),
        step("a merge", FaultCases::fork, FaultCases::merge),
        step("receiving a push of three versions", home -> {}, FaultCases::receive),
        retire(1),
        retire(2),
        collect(),
        repair(),
        encrypt(),
        shred());
  }

  private static Case step(String name, Consumer<FaultyHome> prepare, Consumer<ModelManager> step) {
    return new Case(name, prepare, List.of(step), NOTHING, NOTHING);
  }

  private static float[] weights(long seed) {
    Random random = new Random(seed);
    float[] weights = new float[COUNT];
    for (int i = 0; i < COUNT; i++) {
      weights[i] = (float) (0.02 * random.nextGaussian());
    }
    return weights;
  }

  private static float[] drifted(float[] from, long seed) {
    Random random = new Random(seed);
    float[] weights = from.clone();
    for (int i = 0; i < COUNT; i++) {
      weights[i] += (float) (1e-5 * random.nextGaussian());
    }
    return weights;
  }

  private static ModelSnapshot snapshot(float[] weights) {
    return ModelSnapshot.builder("f/1")
        .weights(
            Weights.builder()
                .put("same", Tensor.ofLongs(Shape.of(2), 3, 4))
                .put("w", Tensor.ofFloats(Shape.of(COUNT), weights))
                .build())
        .build();
  }

  private static Version save(ModelManager models, float[] weights) {
    return models.model("m").save(snapshot(weights)).commit();
  }

  /** Three versions, each but the first a difference from the one before. */
  private static void history(FaultyHome home) {
    try (ModelManager models = home.open()) {
      float[] one = weights(1);
      float[] two = drifted(one, 2);
      save(models, one);
      save(models, two);
      save(models, drifted(two, 3));
    }
    assertThat(bases(home)).as("differences").hasSize(2);
  }

  private static Set<Digest> bases(FaultyHome home) {
    Set<Digest> bases = new HashSet<>();
    for (String pack : home.catalog.packs()) {
      for (Chunk chunk : home.catalog.chunksOf(pack)) {
        if (chunk.base() != null) {
          bases.add(chunk.base());
        }
      }
    }
    return bases;
  }

  private static void saveMuch(ModelManager models) {
    Tensor large = Samples.random(new Random(8), DType.F32, 2_400_000);
    models
        .model("m")
        .save(
            ModelSnapshot.builder("f/1").weights(Weights.builder().put("w", large).build()).build())
        .tag("t")
        .commit();
  }

  /** Two branches that changed the same tensor, each by a difference. */
  private static void fork(FaultyHome home) {
    try (ModelManager models = home.open()) {
      float[] origin = weights(1);
      models.model("m").branch("other").createAt(save(models, origin));
      save(models, drifted(origin, 2));
      models.model("m").save(snapshot(drifted(origin, 3))).on("other").commit();
    }
  }

  private static void merge(ModelManager models) {
    Version merged =
        models.model("m").merge("other").into("main").resolve(MergeStrategy.average()).commit();
    assertThat(merged.parents()).hasSize(2);
  }

  private static void receive(ModelManager models) {
    FaultyHome source = new FaultyHome();
    history(source);
    try (ModelManager from = source.open()) {
      from.push("m").to(models);
    }
  }

  private static Case retire(int number) {
    return new Case(
        "retiring version " + number + " of 3, each the base of the next",
        FaultCases::history,
        List.of(models -> models.retire(models.model("m").version(number)).because("old")),
        NOTHING,
        home -> assertDestroyed(home));
  }

  /** No pack holds, under any name, what no living version needs. */
  private static void assertDestroyed(FaultyHome home) {
    try (ModelManager models = home.open()) {
      Store store = models.store();
      Set<Digest> needed = new HashSet<>();
      Set<Digest> doomed = new HashSet<>();
      for (Version version : models.model("m").versions()) {
        Set<Digest> chunks = store.manifest(version.id()).chunks();
        (models.retirement(version).isPresent() ? doomed : needed).addAll(chunks);
      }
      doomed.removeAll(needed);
      var packs =
          new io.lepton.registry.internal.pack.Packs(store.blobs, store.chunks, store.workers);
      for (String pack : home.files("home", "packs")) {
        packs
            .contents(pack)
            .chunks()
            .forEach(chunk -> assertThat(doomed).as(pack).doesNotContain(chunk.digest()));
      }
    }
  }

  private static Case collect() {
    return new Case(
        "a garbage collection of 17 packs and a stray one",
        home -> {
          try (ModelManager models = home.open()) {
            float[] weights = weights(1);
            for (int i = 0; i < 17; i++) {
              weights = i % 6 == 0 ? weights(i) : drifted(weights, i);
              save(models, weights);
            }
            Store store = models.store();
            String pack = home.catalog.packs().get(0);
            try (var stray = store.blobs.create("zz/stray.pack")) {
              stray.write(store.blobs.read(pack, 0, (int) store.blobs.size(pack)));
              stray.commit();
            }
          }
        },
        List.of(models -> models.maintenance().gc().grace(Duration.ZERO).run()),
        NOTHING,
        NOTHING);
  }

  private static Case repair() {
    return step(
        "a repair",
        home -> {
          history(home);
          try (ModelManager models = home.open()) {
            Digest manifest = models.model("m").version(1).id().digest();
            home.rot(home.catalog.chunks(List.of(manifest)).get(manifest).pack(), 500);
          }
        },
        models -> models.maintenance().repairFrom(snapshot(weights(1))));
  }

  private static Case encrypt() {
    float[] one = weights(1);
    List<Consumer<ModelManager>> steps =
        List.of(
            models -> models.model("m").encrypt(),
            models -> save(models, one),
            models -> save(models, drifted(one, 2)));
    return new Case("encrypting, and two sealed saves", home -> {}, steps, NOTHING, NOTHING);
  }

  private static Case shred() {
    return new Case(
        "shredding",
        home -> {
          try (ModelManager models = home.open()) {
            models.model("m").encrypt();
            float[] one = weights(1);
            save(models, one);
            save(models, drifted(one, 2));
          }
        },
        List.of(models -> models.model("m").shred().because("contract ended")),
        FaultCases::assertTrue,
        FaultCases::assertEnded);
  }

  private static boolean events(FaultyHome home, String step) {
    return home.catalog.events(Encryption.PREFIX + "m", 0, 100).stream()
        .anyMatch(event -> event.id().startsWith(step));
  }

  /**
   * A certificate is there only if the key is not. The wrapped data key, which is of no use then,
   * may come back with the power, if its folder could not be flushed.
   */
  private static void assertTrue(FaultyHome home) {
    List<String> ring = home.files("ring");
    if (events(home, "ENDED")) {
      assertThat(ring).noneMatch(name -> name.endsWith(".key"));
      assertThat(ring).anyMatch(name -> name.endsWith(".destroyed"));
    } else if (!events(home, "ENDING")) {
      assertThat(ring).anyMatch(name -> name.endsWith(".key"));
      assertThat(home.files("home", "packs", "keys")).hasSize(1);
    }
  }

  /** What was decided is done once the store was opened with its keys. */
  static void assertEnded(FaultyHome home) {
    assertThat(events(home, "ENDED")).isEqualTo(events(home, "ENDING"));
    assertTrue(home);
  }
}
