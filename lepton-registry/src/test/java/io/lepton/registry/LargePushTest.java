package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.model.ModelSnapshot;
import io.lepton.model.Version;
import io.lepton.tensor.DType;
import io.lepton.tensor.Weights;
import io.lepton.testkit.InMemoryBlobStore;
import io.lepton.testkit.InMemoryCatalog;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A push of more than is held in memory")
class LargePushTest {
  @TempDir Path folder;

  private ModelManager open(String name) {
    return ModelManager.builder(folder.resolve(name))
        .blobs(new InMemoryBlobStore())
        .catalog(new InMemoryCatalog())
        .open();
  }

  private static Weights weights() {
    return Weights.builder()
        .put("a", Samples.random(new Random(1), DType.U8, 30 << 20))
        .put("b", Samples.random(new Random(2), DType.U8, 9 << 20))
        .build();
  }

  @Test
  @DisplayName("arrives whole, in packs that are all indexed")
  void arrives() {
    try (ModelManager from = open("from");
        ModelManager to = open("to")) {
      Version version =
          from.model("m").save(ModelSnapshot.builder("f/1").weights(weights()).build()).commit();
      Push push = from.push("m");
      push.window = 12 << 20;
      push.to(to);
      assertThat(to.load(version).weights().contentEquals(weights())).isTrue();
      assertThat(to.verify().isSound()).isTrue();
      assertThat(to.verify().unindexedPacks()).isEmpty();
      assertThat(to.maintenance().stats().toString()).isNotBlank();
    }
  }
}
