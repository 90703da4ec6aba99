package io.lepton.merge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lepton.tensor.DType;
import io.lepton.tensor.FloatElements;
import io.lepton.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@DisplayName("Merged tensors")
class MergeReferenceTest {
  private static JsonNode reference() throws IOException {
    try (InputStream in = MergeReferenceTest.class.getResourceAsStream("merge-reference.json")) {
      return new ObjectMapper().readTree(Objects.requireNonNull(in));
    }
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  private static TaskMethod method(List<String> words) {
    List<Double> rest = words.stream().skip(1).limit(2).map(Double::valueOf).toList();
    return switch (words.get(0)) {
      case "arithmetic" ->
          MergeStrategy.taskArithmetic(rest.stream().mapToDouble(Double::doubleValue).toArray());
      case "ties" -> MergeStrategy.ties(rest.get(0), rest.get(1));
      case "dare" ->
          MergeStrategy.dare(
              rest.get(0), Long.parseLong(words.get(2)), method(words.subList(3, words.size())));
      default -> throw new IllegalArgumentException(words.get(0));
    };
  }

  private static Tensor merge(JsonNode node) {
    DType type = DType.named(node.get("dtype").asText());
    String name = node.get("name").asText();
    Tensor base = Floats.ofBits(type, texts(node.get("base")));
    List<Tensor> tasks = new ArrayList<>();
    node.get("tasks").forEach(task -> tasks.add(Floats.ofBits(type, texts(task))));
    List<String> words = Arrays.asList(node.get("method").asText().split(" "));
    if (words.get(0).equals("mean")) {
      return MergeStrategy.weighted(
              Double.parseDouble(words.get(1)), Double.parseDouble(words.get(2)))
          .resolve(new TensorConflict(name, base, tasks.get(0), tasks.get(1)))
          .orElseThrow();
    }
    return method(words).merge(name, base, tasks);
  }

  @TestFactory
  @DisplayName("are those of a numpy implementation, bit for bit")
  Stream<DynamicTest> cases() throws IOException {
    List<JsonNode> cases = new ArrayList<>();
    reference().get("cases").forEach(cases::add);
    assertThat(cases).hasSizeGreaterThan(80);
    return cases.stream()
        .map(
            node ->
                DynamicTest.dynamicTest(
                    node.get("method").asText()
                        + " of "
                        + node.get("tasks").size()
                        + " in "
                        + node.get("dtype").asText(),
                    () ->
                        assertThat(Floats.bits(merge(node)))
                            .isEqualTo(texts(node.get("expected")))));
  }

  @Test
  @DisplayName("round to nearest even, as numpy and exact rational arithmetic do")
  void rounding() throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    reference().get("rounding").forEach(rows::add);
    assertThat(rows).hasSizeGreaterThan(1000);
    for (JsonNode row : rows) {
      double value = Double.longBitsToDouble(Long.parseUnsignedLong(row.get(0).asText(), 16));
      List<DType> types = List.of(DType.F64, DType.F16, DType.BF16, DType.F32);
      for (int i = 0; i < types.size(); i++) {
        assertThat(Floats.bits(Floats.of(types.get(i), value)).get(0))
            .as("%s as %s", value, types.get(i))
            .isEqualTo(row.get(i).asText());
      }
    }
  }

  @Test
  @DisplayName("read every number of 16 bits exactly, and write it back")
  void everyHalf() {
    ByteBuffer bytes = ByteBuffer.allocate(Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (DType type : List.of(DType.F16, DType.BF16)) {
      for (int bits = 0; bits <= 0xFFFF; bits++) {
        bytes.putShort(0, (short) bits);
        double value = FloatElements.get(type, bytes, 0);
        FloatElements.put(type, bytes, 0, value);
        if (!Double.isNaN(value) && bytes.getShort(0) != (short) bits) {
          throw new AssertionError(type + " " + Integer.toHexString(bits) + " read as " + value);
        }
      }
    }
  }
}
