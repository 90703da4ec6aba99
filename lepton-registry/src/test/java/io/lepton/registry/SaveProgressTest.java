package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.model.ModelSnapshot;
import io.lepton.model.Version;
import io.lepton.tensor.DType;
import io.lepton.tensor.Weights;
import io.lepton.testkit.FakeClock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The progress of a save")
class SaveProgressTest {
  private static final long TOTAL = (11L << 20) + 3;

  @TempDir Path folder;
  private ModelManager models;

  @BeforeEach
  void open() {
    models = ModelManager.open(folder);
  }

  @AfterEach
  void close() {
    models.close();
  }

  private Save save() {
    return models
        .model("m")
        .save(
            ModelSnapshot.builder("f/1")
                .weights(
                    Weights.builder()
                        .put("w", Samples.random(new Random(1), DType.U8, 9 << 20))
                        .put("x", Samples.random(new Random(2), DType.U8, (2 << 20) + 3))
                        .build())
                .build());
  }

  @Test
  @DisplayName("grows up to the size of the content, on the thread that saves")
  void grows() {
    List<Long> told = new ArrayList<>();
    Thread saving = Thread.currentThread();
    save()
        .progress(
            (done, total) -> {
              assertThat(Thread.currentThread()).isSameAs(saving);
              assertThat(total).isEqualTo(TOTAL);
              told.add(done);
            })
        .commit();
    assertThat(told).isSorted().doesNotHaveDuplicates().hasSizeGreaterThan(1);
    assertThat(told.get(told.size() - 1)).isEqualTo(TOTAL);
  }

  @Test
  @DisplayName("ends the save when its listener throws, and nothing is left of it")
  void ends() {
    assertThatThrownBy(
            () ->
                save()
                    .progress(
                        (done, total) -> {
                          throw new IllegalStateException("enough");
                        })
                    .commit())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("enough");
    assertThat(models.model("m").versions()).isEmpty();
    assertThat(models.verify().isSound()).isTrue();
    assertThat(models.verify().unindexedPacks()).isEmpty();
    Version again = save().commit();
    assertThat(again.number()).isEqualTo(1);
  }

  @Test
  @DisplayName("is not printed in the first second, and then as one line that ends when it is done")
  void printed() {
    FakeClock clock = FakeClock.at("2026-03-01T10:00:00Z");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SaveProgress progress =
        SaveProgress.to(new PrintStream(out, true, StandardCharsets.UTF_8), clock);
    progress.stored(1_000_000, 8_000_000);
    clock.advance(Duration.ofSeconds(1));
    progress.stored(2_000_000, 8_000_000);
    assertThat(out.size()).isZero();
    clock.advance(Duration.ofSeconds(1));
    progress.stored(4_000_000, 8_000_000);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("\rsaving  50 %, 4 of 8 MB, 2 MB/s");
    clock.advance(Duration.ofSeconds(2));
    progress.stored(8_000_000, 8_000_000);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .endsWith("\rsaving 100 %, 8 of 8 MB, 2 MB/s" + System.lineSeparator());
  }

  @Test
  @DisplayName("is printed of a save of nothing, too")
  void nothing() {
    FakeClock clock = FakeClock.at("2026-03-01T10:00:00Z");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SaveProgress progress =
        SaveProgress.to(new PrintStream(out, true, StandardCharsets.UTF_8), clock);
    clock.advance(Duration.ofMinutes(1));
    progress.stored(0, 0);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("0 of 0 MB");
  }
}
