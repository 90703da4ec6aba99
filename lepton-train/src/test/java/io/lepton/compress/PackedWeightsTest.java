package io.lepton.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import io.lepton.model.ModelSnapshot;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackedWeightsTest {
  private static final int ROWS = 48;
  private static final int COLUMNS = 257;

  private static ModelSnapshot snapshot(float[] values) {
    Weights weights =
        Weights.builder()
            .put("w", Tensor.ofFloats(Shape.of(ROWS, COLUMNS), values))
            .put("b", Tensor.ofFloats(Shape.of(2), 0.1f, 0.2f))
            .build();
    return ModelSnapshot.builder("some/1").config("{\"a\":1}").weights(weights).build();
  }

  /** The bound: half a step, where a step is 2^-8, 2^-11, 1/127 or 1/7 of the largest nearby. */
  @ParameterizedTest
  @CsvSource({
    "BF16, 0.00391, 1.99",
    "FP16, 0.000489, 1.99",
    "INT8, 0.00394, 3.8",
    "INT4, 0.0715, 6"
  })
  void restoresWithinHalfAStepAndIsThatMuchSmaller(Packing packing, double bound, double times) {
    SplittableRandom random = new SplittableRandom(1);
    float[] values = new float[ROWS * COLUMNS];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    values[7] = 0;
    ModelSnapshot original = snapshot(values);

    ModelSnapshot packed = PackedWeights.pack(original, packing);
    ModelSnapshot restored = PackedWeights.unpack(packed);

    assertThat((double) original.weights().byteSize() / packed.weights().byteSize())
        .isGreaterThan(times);
    assertThat(restored.format()).isEqualTo("some/1");
    assertThat(restored.config()).isEqualTo("{\"a\":1}");
    assertThat(restored.weights().names()).containsExactly("w", "b");
    assertThat(restored.weights().get("b").toFloats()).containsExactly(0.1f, 0.2f);
    float[] found = restored.weights().get("w").toFloats();
    assertThat(found[7]).isZero();
    for (int i = 0; i < values.length; i++) {
      assertThat(Math.abs(found[i] - values[i])).isLessThanOrEqualTo((float) bound);
    }
    assertThat(
            PackedWeights.unpack(PackedWeights.pack(restored, packing))
                .weights()
                .get("w")
                .toFloats())
        .as("what was packed once loses nothing more, but for a last bit of the scale")
        .usingComparatorWithPrecision(1e-6f)
        .containsExactly(found);
  }

  @Test
  void roundsHalvesToEvenAndKeepsSubnormals() {
    float[] values = new float[ROWS * COLUMNS];
    float[] odd = {
      1 + 0x1p-11f, 1 + 3 * 0x1p-11f, 0x1p-24f, 0x1.8p-15f, 65504, -65504, 0x1p-25f, -0f
    };
    System.arraycopy(odd, 0, values, 0, odd.length);

    float[] found =
        PackedWeights.unpack(PackedWeights.pack(snapshot(values), Packing.FP16))
            .weights()
            .get("w")
            .toFloats();

    assertThat(java.util.Arrays.copyOf(found, odd.length))
        .containsExactly(1, 1 + 0x1p-9f, 0x1p-24f, 0x1.8p-15f, 65504, -65504, 0, -0f);
    values[0] = 65520;
    assertThatThrownBy(() -> PackedWeights.pack(snapshot(values), Packing.FP16))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("65520");
    values[0] = Float.POSITIVE_INFINITY;
    assertThatThrownBy(() -> PackedWeights.pack(snapshot(values), Packing.INT4))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Infinity");
  }

  @Test
  void refusesAConfigWhoseShapesCannotBe() {
    ModelSnapshot packed = PackedWeights.pack(snapshot(new float[ROWS * COLUMNS]), Packing.INT4);
    for (String shape : new String[] {"[-1,257]", "[]", "[100000,100000]", "[48,256]"}) {
      ModelSnapshot broken =
          new ModelSnapshot(
              packed.format(),
              packed.config().replace("[48,257]", shape),
              packed.weights(),
              packed.files(),
              packed.hyperparameters(),
              packed.signature(),
              packed.lineage());
      assertThatThrownBy(() -> PackedWeights.unpack(broken))
          .as(shape)
          .isInstanceOf(CorruptDataException.class)
          .hasMessageContaining("\"w");
    }
  }
}
