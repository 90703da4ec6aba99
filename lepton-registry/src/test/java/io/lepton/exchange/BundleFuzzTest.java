package io.lepton.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.bytes.ByteSource;
import io.lepton.bytes.Digest;
import io.lepton.error.LeptonException;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Version;
import io.lepton.registry.ModelManager;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import io.lepton.testkit.InMemoryBlobStore;
import io.lepton.testkit.InMemoryCatalog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A bundle that was damaged or forged")
class BundleFuzzTest {
  private static final long SEED = 20261122;
  private static final int MUTANTS = 20_000;

  @TempDir Path temp;

  private byte[] bundle() throws IOException {
    try (ModelManager models =
        ModelManager.builder(temp.resolve("home"))
            .blobs(new InMemoryBlobStore())
            .catalog(new InMemoryCatalog())
            .open()) {
      ModelSnapshot snapshot =
          ModelSnapshot.builder("f/1")
              .weights(Weights.builder().put("w", Tensor.ofFloats(Shape.of(3), 1, 2, 3)).build())
              .file("a", ByteSource.of(new byte[] {1, 2, 3}))
              .build();
      Version v1 = models.model("m").save(snapshot).evaluation(Snapshots.evaluation(0.5)).commit();
      models.model("m").save(snapshot).message("again").tag("t").commit();
      models.retire(v1).because("fuzz");
      ModelExport.of(models).bundle("m").write(temp.resolve("b.zip"));
      return Files.readAllBytes(temp.resolve("b.zip"));
    }
  }

  /** Changes one entry and makes everything that covers it right again, as a forger would. */
  private static byte[] forged(Map<String, byte[]> good, String name, byte[] instead, int method) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    String index = new String(good.get("lepton-bundle.json"), StandardCharsets.UTF_8);
    String newName = name;
    if (!name.equals("lepton-bundle.json")) {
      String before = Digest.of(good.get(name)).hex();
      String after = Digest.of(instead).hex();
      index =
          index
              .replace(before, after)
              .replace(
                  "\"bytes\":" + good.get(name).length + ",", "\"bytes\":" + instead.length + ",");
      newName = name.replace(before, after);
    }
    for (Map.Entry<String, byte[]> each : good.entrySet()) {
      entries.put(each.getKey().equals(name) ? newName : each.getKey(), each.getValue());
    }
    entries.put("lepton-bundle.json", index.getBytes(StandardCharsets.UTF_8));
    entries.put(newName, instead);
    return Zips.zip(entries, method);
  }

  @Test
  @DisplayName("is refused, or harmless: no other exception, and no file anywhere")
  @Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void mutants() throws IOException {
    byte[] good = bundle();
    Map<String, byte[]> entries = Zips.unzip(good);
    List<String> names = List.copyOf(entries.keySet());
    List<String> before = files();
    Map<String, Integer> outcomes = new TreeMap<>();
    for (int i = 0; i < MUTANTS; i++) {
      Mutations mutations = new Mutations(SEED + i);
      byte[] mutant;
      if (i % 5 != 0) {
        mutant = mutations.mutate(good);
      } else {
        String name = names.get(i / 5 % names.size());
        int method = i % 40 == 0 ? ZipEntry.DEFLATED : ZipEntry.STORED;
        mutant = forged(entries, name, mutations.mutate(entries.get(name)), method);
      }
      try {
        outcomes.merge(judge(mutant), 1, Integer::sum);
      } catch (Throwable e) {
        throw new AssertionError("mutant " + i + " of seed " + SEED, e);
      }
    }
    assertThat(files()).isEqualTo(before);
    assertThat(outcomes.getOrDefault("refused", 0)).as("%s", outcomes).isGreaterThan(MUTANTS / 2);
    assertThat(outcomes.getOrDefault("taken", 0)).as("%s", outcomes).isGreaterThan(20);
  }

  private String judge(byte[] mutant) {
    InMemoryBlobStore blobs = new InMemoryBlobStore();
    InMemoryCatalog catalog = new InMemoryCatalog();
    try (Bundle bundle = Zips.open(mutant)) {
      try (ModelManager models =
          ModelManager.builder(temp.resolve("home")).blobs(blobs).catalog(catalog).open()) {
        for (String model : bundle.models()) {
          models.pull(model).everything().from(bundle);
        }
        assertThat(models.verify().problems()).isEmpty();
        return "taken";
      }
    } catch (LeptonException e) {
      return "refused";
    }
  }

  private List<String> files() throws IOException {
    try (Stream<Path> here = Files.walk(temp);
        Stream<Path> system = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return Stream.concat(
              here.map(Path::toString),
              system.map(Path::toString).filter(path -> path.contains("lepton-bundle")))
          .sorted()
          .toList();
    }
  }
}
