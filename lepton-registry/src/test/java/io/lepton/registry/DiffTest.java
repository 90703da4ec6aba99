package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.bytes.ByteSource;
import io.lepton.bytes.Digest;
import io.lepton.model.DataReference;
import io.lepton.model.Hyperparameters;
import io.lepton.model.Lineage;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Signature;
import io.lepton.model.Version;
import io.lepton.registry.Diff.Change;
import io.lepton.registry.Diff.Numbers;
import io.lepton.registry.Diff.TensorDiff;
import io.lepton.tensor.DType;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A diff")
class DiffTest {
  @TempDir Path folder;
  private ModelManager models;

  @BeforeEach
  void open() {
    models = ModelManager.open(folder.resolve("home"));
  }

  @AfterEach
  void close() {
    models.close();
  }

  private Version save(Weights weights) {
    return save(ModelSnapshot.builder("f/1").weights(weights));
  }

  private Version save(ModelSnapshot.Builder snapshot) {
    return models.model("m").save(snapshot.build()).commit();
  }

  private static Weights one(Tensor tensor) {
    return Weights.builder().put("w", tensor).build();
  }

  private Numbers change(Tensor before, Tensor after) {
    Diff diff = models.diff(save(one(before)), save(one(after)));
    assertThat(diff.tensors()).hasSize(1);
    assertThat(diff.tensors().get(0).change()).isEqualTo(Change.CHANGED);
    return diff.tensors().get(0).findAmount().orElseThrow().findNumbers().orElseThrow();
  }

  private static Tensor shorts(DType type, int... bits) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * bits.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int value : bits) {
      bytes.putShort((short) value);
    }
    return Tensor.of(type, Shape.of(bits.length), ByteSource.of(bytes.flip()));
  }

  @Test
  @DisplayName("measures floats: largest change, relative L2, and apart what is not finite")
  void floats() {
    Numbers numbers =
        change(
            Tensor.ofFloats(Shape.of(4), 3f, 4f, Float.NaN, 1f),
            Tensor.ofFloats(Shape.of(4), 3f, 4.5f, 0f, Float.POSITIVE_INFINITY));
    // ‖before‖ over finite elements that stayed finite: √(9 + 16) = 5.
    assertThat(numbers).isEqualTo(new Numbers(3, 2, 0.5, 0.1));
    assertThat(change(Tensor.ofDoubles(Shape.of(2), 0, 0), Tensor.ofDoubles(Shape.of(2), 0, 2)))
        .isEqualTo(new Numbers(1, 0, 2, Double.POSITIVE_INFINITY));
    assertThat(change(Tensor.ofDoubles(Shape.of(1), 0.0), Tensor.ofDoubles(Shape.of(1), -0.0)))
        .as("another bit, the same number")
        .isEqualTo(new Numbers(1, 0, 0, 0));
  }

  @Test
  @DisplayName("decodes BF16 and F16")
  void halves() {
    // BF16: 0x3F80 = 1, 0x4000 = 2. F16: 0x3C00 = 1, 0x4200 = 3, 0x0001 = 2^-24, 0x7BFF = 65504.
    assertThat(change(shorts(DType.BF16, 0x3F80), shorts(DType.BF16, 0x4000)))
        .isEqualTo(new Numbers(1, 0, 1, 1));
    assertThat(change(shorts(DType.F16, 0x3C00), shorts(DType.F16, 0x4200)))
        .isEqualTo(new Numbers(1, 0, 2, 2));
    assertThat(change(shorts(DType.F16, 0x0000), shorts(DType.F16, 0x0001)).maxAbsolute())
        .isEqualTo(0x1p-24);
    assertThat(change(shorts(DType.F16, 0x0000), shorts(DType.F16, 0xFBFF)).maxAbsolute())
        .isEqualTo(65504);
    assertThat(change(shorts(DType.F16, 0x0000), shorts(DType.F16, 0x7C00)).notFinite())
        .isEqualTo(1);
  }

  @Test
  @DisplayName("measures integers exactly, across the whole range of 64 bits")
  void integers() {
    assertThat(
            change(
                    Tensor.ofLongs(Shape.of(1), Long.MIN_VALUE),
                    Tensor.ofLongs(Shape.of(1), Long.MAX_VALUE))
                .maxAbsolute())
        .isEqualTo(0x1p64); // 2^64 − 1, rounded
    assertThat(
            change(
                    Tensor.ofLongs(Shape.of(2), 1L << 60, 5),
                    Tensor.ofLongs(Shape.of(2), (1L << 60) + 1, 5))
                .maxAbsolute())
        .isEqualTo(1);
    Tensor small = Tensor.of(DType.U8, Shape.of(2), ByteSource.of(new byte[] {0, (byte) 200}));
    Tensor large = Tensor.of(DType.U8, Shape.of(2), ByteSource.of(new byte[] {(byte) 255, 0}));
    assertThat(change(small, large).maxAbsolute()).isEqualTo(255);
    assertThat(change(shorts(DType.I16, 0xFFFF), shorts(DType.I16, 1)).maxAbsolute()).isEqualTo(2);
  }

  @Test
  @DisplayName("counts the bits that differ of types that have no numbers here")
  void opaque() {
    Tensor before = Tensor.of(DType.F8_E4M3, Shape.of(3), ByteSource.of(new byte[] {1, 2, 3}));
    Tensor after = Tensor.of(DType.F8_E4M3, Shape.of(3), ByteSource.of(new byte[] {1, 3, 0}));
    Diff diff = models.diff(save(one(before)), save(one(after)));
    assertThat(diff.tensors().get(0).amount()).isEqualTo(new Diff.Amount(3, null));
  }

  @Test
  @DisplayName("agrees with a plain computation over a tensor of several chunks")
  void severalChunks() {
    int count = 600_000;
    float[] before = new float[count];
    float[] after = new float[count];
    Random random = new Random(7);
    double change = 0;
    double norm = 0;
    double max = 0;
    int changed = 0;
    for (int i = 0; i < count; i++) {
      before[i] = (float) random.nextGaussian();
      boolean touch = i > 300_000 && random.nextInt(10) == 0;
      after[i] = touch ? before[i] + (float) random.nextGaussian() : before[i];
      double d = (double) after[i] - before[i];
      changed += touch ? 1 : 0;
      max = Math.max(max, Math.abs(d));
      change += d * d;
      norm += (double) before[i] * before[i];
    }
    Numbers numbers =
        change(Tensor.ofFloats(Shape.of(count), before), Tensor.ofFloats(Shape.of(count), after));
    assertThat(numbers.changedElements()).isEqualTo(changed);
    assertThat(numbers.maxAbsolute()).isEqualTo(max);
    // Two orders of summing n terms differ by less than n·2^-53 relative.
    assertThat(numbers.relativeL2()).isCloseTo(Math.sqrt(change / norm), within(1e-10));
  }

  @Test
  @DisplayName(
      "tells equal, changed, added, removed and reshaped tensors, files, settings and data")
  void everything() {
    Version before =
        save(
            ModelSnapshot.builder("f/1")
                .config("{\"a\":1}")
                .weights(
                    Weights.builder()
                        .put("same", Tensor.ofFloats(Shape.of(2), 1, 2))
                        .put("reshaped", Tensor.ofFloats(Shape.of(2, 3), new float[6]))
                        .put("removed", Tensor.ofFloats(Shape.of(1), 1))
                        .build())
                .file("vocab", ByteSource.of(Samples.text("one")))
                .hyperparameters(
                    Hyperparameters.of(Map.of("learning_rate", 0.01, "epochs", 20, "same", true)))
                .signature(
                    new Signature(
                        List.of(Signature.Field.scalar("age", Signature.Type.F64)), List.of()))
                .lineage(
                    Lineage.builder()
                        .data(new DataReference("train", Digest.of("a"), 700))
                        .build()));
    Version after =
        save(
            ModelSnapshot.builder("f/1")
                .config("{\"a\":2}")
                .weights(
                    Weights.builder()
                        .put("same", Tensor.ofFloats(Shape.of(2), 1, 2))
                        .put("reshaped", Tensor.ofFloats(Shape.of(3, 2), new float[6]))
                        .put("added", Tensor.ofFloats(Shape.of(1), 1))
                        .build())
                .file("vocab", ByteSource.of(Samples.text("three")))
                .hyperparameters(
                    Hyperparameters.of(Map.of("learning_rate", 0.02, "dropout", 0.1, "same", true)))
                .signature(
                    new Signature(
                        List.of(Signature.Field.scalar("age", Signature.Type.I64)), List.of()))
                .lineage(
                    Lineage.builder()
                        .data(new DataReference("train", Digest.of("b"), 800))
                        .build()));
    models.attach(before, Samples.evaluation("test", "roc_auc", 0.76));
    models.attach(after, Samples.evaluation("test", "roc_auc", 0.78));

    Diff diff = models.diff(before, after);

    assertThat(diff.tensors())
        .extracting(TensorDiff::name, TensorDiff::change)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("same", Change.EQUAL),
            org.assertj.core.groups.Tuple.tuple("reshaped", Change.CHANGED),
            org.assertj.core.groups.Tuple.tuple("added", Change.ADDED),
            org.assertj.core.groups.Tuple.tuple("removed", Change.REMOVED));
    assertThat(diff.files().get(0)).isEqualTo(new Diff.FileDiff("vocab", Change.CHANGED, 3L, 5L));
    assertThat(diff.hyperparameters())
        .containsExactlyInAnyOrder(
            new Diff.SettingDiff("learning_rate", Change.CHANGED, 0.01, 0.02),
            new Diff.SettingDiff("dropout", Change.ADDED, null, 0.1),
            new Diff.SettingDiff("epochs", Change.REMOVED, 20L, null));
    assertThat(diff.metrics()).hasSize(1);
    assertThat(diff.metrics().get(0).sameData()).isTrue();
    assertThat(diff.data().get(0).change()).isEqualTo(Change.CHANGED);
    assertThat(diff.fields()).extracting(Diff.FieldDiff::name).containsExactly("input age");
    assertThat(diff.configChanged()).isTrue();
    assertThat(diff.sameContent()).isFalse();
    assertThat(models.diff(before, before).sameContent()).isTrue();
    assertThat(diff.toString())
        .contains("1 of 4 equal")
        .contains("tensor \"reshaped\" changed: F32 [2, 3] -> F32 [3, 2]")
        .contains("hyperparameter learning_rate changed: 0.01 -> 0.02")
        .contains("hyperparameter dropout added: 0.1")
        .contains("roc_auc on test: 0.7600")
        .contains("data \"train\" changed: 700 rows -> 800 rows")
        .contains("configuration changed");
  }

  @Test
  @DisplayName("sees inputs in another order, and compares any two models' versions")
  void orderOfFields() {
    Signature.Field age = Signature.Field.scalar("age", Signature.Type.F64);
    Signature.Field amount = Signature.Field.scalar("amount", Signature.Type.F64);
    ModelSnapshot.Builder one =
        ModelSnapshot.builder("f/1").signature(new Signature(List.of(age, amount), List.of()));
    ModelSnapshot.Builder other =
        ModelSnapshot.builder("f/1").signature(new Signature(List.of(amount, age), List.of()));
    Diff diff = models.diff(save(one), models.model("n").save(other.build()).commit());
    assertThat(diff.fields()).isEmpty();
    assertThat(diff.signatureChanged()).isTrue();
    assertThat(diff.sameContent()).isFalse();
    assertThat(diff.toString()).contains("order of inputs or outputs changed");
  }
}
