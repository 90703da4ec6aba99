package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.bytes.ByteSource;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Version;
import io.lepton.tensor.DType;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import io.lepton.testkit.InMemoryBlobStore;
import io.lepton.testkit.InMemoryCatalog;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A flipped bit")
class BitFlipTest {
  @TempDir Path folder;

  private static ModelSnapshot snapshot(long seed, boolean more) {
    Tensor zeros = Tensor.of(DType.F32, Shape.of(200), ByteSource.of(new byte[800]));
    Weights.Builder weights = Weights.builder().put("zeros", zeros);
    if (more) {
      weights.put("noise", Samples.random(new Random(seed), DType.F32, 16));
    }
    return ModelSnapshot.builder("f/1")
        .weights(weights.build())
        .file("vocabulary", ByteSource.of(Samples.text("words of " + seed)))
        .build();
  }

  @Test
  @DisplayName("anywhere in any pack is found, and the pack named")
  void everyBit() {
    InMemoryBlobStore disk = new InMemoryBlobStore();
    FlippedBit blobs = new FlippedBit(disk);
    try (ModelManager models =
        ModelManager.builder(folder).blobs(blobs).catalog(new InMemoryCatalog()).open()) {
      Model model = models.model("m");
      model.save(snapshot(1, true)).commit();
      model.save(snapshot(2, false)).commit();
      List<Version> versions = model.versions();
      long bits = 0;
      for (String pack : disk.list("").sorted().toList()) {
        for (long bit = 0; bit < disk.size(pack) * 8; bit++) {
          blobs.flip(pack, bit);
          VerifyReport report = models.verify();
          if (report.isSound() || !report.problems().get(0).message().contains(pack)) {
            throw new AssertionError("bit " + bit + " of " + pack + ": " + report);
          }
          bits++;
        }
      }
      blobs.flip("", 0);
      assertThat(models.verify().isSound()).isTrue();
      assertThat(versions).hasSize(2);
      assertThat(bits).as("bits flipped, each found").isGreaterThan(10_000);
    }
  }

  @Test
  @DisplayName("is found by a sample as often as the sample says, and named as in a full check")
  void bySample() {
    FlippedBit blobs = new FlippedBit(new InMemoryBlobStore());
    try (ModelManager models =
        ModelManager.builder(folder).blobs(blobs).catalog(new InMemoryCatalog()).open()) {
      Weights.Builder weights = Weights.builder();
      for (int i = 0; i < 39; i++) {
        weights.put("t" + i, Samples.random(new Random(i), DType.F32, 4));
      }
      Version version =
          models
              .model("m")
              .save(ModelSnapshot.builder("f/1").weights(weights.build()).build())
              .commit();
      String pack = blobs.list("").findAny().orElseThrow();
      blobs.flip(pack, (16 + 56) * 8L); // the first entry's first stored byte: tensor "t0"
      VerifyReport full = models.verify();
      assertThat(full.coverage()).isEmpty();
      assertThat(full.problems()).hasSize(1);
      int found = 0;
      int runs = 400;
      for (int seed = 0; seed < runs; seed++) {
        VerifyReport report = models.maintenance().verify(Sample.ofShare(0.25, seed));
        assertThat(report.coverage()).contains(new VerifyReport.Coverage(10, 40, seed));
        assertThat(report.chunks()).isEqualTo(10);
        assertThat(report.bytes()).isLessThan(full.bytes());
        if (!report.isSound()) {
          assertThat(report.problems()).isEqualTo(full.problems());
          found++;
        }
      }
      // Binomial, a quarter of 400: five standard deviations are 43.
      assertThat(found).isBetween(100 - 43, 100 + 43);
      assertThat(full.problems().get(0).hurts())
          .containsExactly(new VerifyReport.Hurt(version.toString(), "tensor \"t0\""));
      assertThat(models.maintenance().verify(Sample.ofShare(0.25, 1)).toString())
          .contains("a sample of 10 of 40 chunks (seed 1)");
      blobs.flip(pack, 3); // the header: every sample looks at it
      assertThat(models.maintenance().verify(Sample.ofBytes(1, 1)).isSound()).isFalse();
    }
  }

  @Test
  @DisplayName("search tells how far it is")
  void progress() {
    try (ModelManager models = ModelManager.builder(folder).blobs(new InMemoryBlobStore()).open()) {
      models.model("m").save(snapshot(1, true)).commit();
      models.model("m").save(snapshot(2, false)).commit();
      List<String> heard = new java.util.ArrayList<>();
      models
          .maintenance()
          .onProgress((step, done, total) -> heard.add(step + " " + done + "/" + total))
          .verify();
      assertThat(heard)
          .containsExactly(
              "verify packs 1/2", "verify packs 2/2", "verify versions 1/2", "verify versions 2/2");
    }
  }
}
