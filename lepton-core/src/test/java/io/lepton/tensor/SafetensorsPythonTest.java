package io.lepton.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.bytes.ByteSource;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SafetensorsPythonTest {
  private static SafetensorsFile file() throws IOException {
    String name = "python-0.8.0.safetensors";
    try (InputStream in =
        Objects.requireNonNull(SafetensorsPythonTest.class.getResourceAsStream(name))) {
      return Safetensors.read(ByteSource.of(in.readAllBytes()), name);
    }
  }

  @Test
  @DisplayName("reads what Python's safetensors wrote")
  void readsPython() throws IOException {
    SafetensorsFile file = file();
    assertThat(file.metadata()).isEqualTo(Map.of("format", "np", "note", "ä \"quoted\""));

    Weights weights = file.weights();
    float[] embedding = new float[12];
    for (int i = 0; i < embedding.length; i++) {
      embedding[i] = i / 7f;
    }
    assertThat(weights.get("embed.weight").toFloats()).isEqualTo(embedding);
    assertThat(weights.get("embed.weight").shape()).isEqualTo(Shape.of(3, 4));
    assertThat(weights.get("scale").toDoubles()).containsExactly(Math.PI);
    assertThat(weights.get("scale").shape()).isEqualTo(Shape.of());
    assertThat(weights.get("steps").toLongs()).containsExactly(1, -2, 1L << 62);
    assertThat(weights.get("empty").shape()).isEqualTo(Shape.of(0, 3));
    assertThat(bits(weights, "mask", DType.BOOL)).containsExactly(1, 0, 0, 1);
    assertThat(bits(weights, "bytes", DType.U8)).containsExactly(0, 1, 2, 3, 4);
    assertThat(bits(weights, "größe", DType.U32)).containsExactly(7, 0, 0, 0);
    // 0x3800 is 0.5, 0xFBFF is -65504, 0x7C00 is infinity, 0x7E00 is NumPy's NaN
    assertThat(bits(weights, "half", DType.F16))
        .containsExactly(0x00, 0x38, 0xFF, 0xFB, 0x00, 0x7C, 0x00, 0x7E);
    assertThat(weights.size()).isEqualTo(8);
  }

  private static int[] bits(Weights weights, String name, DType type) {
    Tensor tensor = weights.get(name);
    assertThat(tensor.dtype()).isEqualTo(type);
    int[] bits = new int[(int) tensor.bytes().size()];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Byte.toUnsignedInt(tensor.bytes().read(i, 1).get(0));
    }
    return bits;
  }
}
