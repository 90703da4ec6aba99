package io.lepton.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A second, independent understanding of the format: Jackson for the JSON, a table of widths of its
 * own, and the published rules. It shares no code with the reader.
 */
final class SafetensorsChecks {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final Map<Integer, List<String>> WIDTHS =
      Map.of(
          4, List.of("F4"),
          6, List.of("F6_E2M3", "F6_E3M2"),
          8, List.of("BOOL", "U8", "I8", "F8_E5M2", "F8_E4M3", "F8_E8M0"),
          16, List.of("I16", "U16", "F16", "BF16"),
          32, List.of("I32", "U32", "F32"),
          64, List.of("C64", "F64", "I64", "U64"));

  private SafetensorsChecks() {}

  /** One tensor as the header has it. */
  record Info(String dtype, int bits, List<Long> shape, long begin, long end) {}

  /** A whole file. */
  record Layout(Map<String, Info> tensors, Map<String, String> metadata, int dataStart) {}

  /** Checks every rule and fails the test where one is broken. */
  static Layout check(byte[] file) {
    ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    long length = buffer.getLong();
    assertThat(length).isBetween(2L, Math.min(100_000_000, file.length - 8L));
    int dataStart = 8 + (int) length;
    assertThat(file[8]).isEqualTo((byte) '{');
    Map<String, Info> tensors = new LinkedHashMap<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    JsonNode header;
    try {
      header = MAPPER.readTree(file, 8, (int) length);
    } catch (IOException e) {
      throw new AssertionError("the header is not JSON", e);
    }
    assertThat(header.isObject()).isTrue();
    header
        .properties()
        .forEach(
            entry -> {
              JsonNode value = entry.getValue();
              assertThat(value.isObject()).isTrue();
              if (entry.getKey().equals("__metadata__")) {
                value.properties().forEach(e -> metadata.put(e.getKey(), text(e.getValue())));
              } else {
                tensors.put(entry.getKey(), info(value));
              }
            });
    List<Info> byPlace = new ArrayList<>(tensors.values());
    byPlace.sort(Comparator.comparingLong(Info::begin).thenComparingLong(Info::end));
    long covered = 0;
    for (Info info : byPlace) {
      assertThat(info.begin()).isEqualTo(covered);
      covered = info.end();
    }
    assertThat(dataStart + covered).as("the file's length").isEqualTo(file.length);
    return new Layout(tensors, metadata, dataStart);
  }

  private static String text(JsonNode node) {
    assertThat(node.isTextual()).isTrue();
    return node.textValue();
  }

  private static Info info(JsonNode node) {
    assertThat(node.size()).isEqualTo(3);
    String dtype = text(node.get("dtype"));
    int bits =
        WIDTHS.entrySet().stream()
            .filter(entry -> entry.getValue().contains(dtype))
            .findFirst()
            .orElseThrow()
            .getKey();
    List<Long> shape = longs(node.get("shape"));
    List<Long> offsets = longs(node.get("data_offsets"));
    assertThat(offsets).hasSize(2);
    long total = bits;
    for (long dimension : shape) {
      total = Math.multiplyExact(total, dimension);
    }
    assertThat(total % 8).isZero();
    assertThat(offsets.get(1) - offsets.get(0)).isEqualTo(total / 8);
    return new Info(dtype, bits, shape, offsets.get(0), offsets.get(1));
  }

  private static List<Long> longs(JsonNode array) {
    assertThat(array.isArray()).isTrue();
    List<Long> values = new ArrayList<>();
    for (JsonNode item : array) {
      assertThat(item.isIntegralNumber() && item.canConvertToLong()).isTrue();
      assertThat(item.longValue()).isNotNegative();
      values.add(item.longValue());
    }
    return values;
  }

  /** Checks that what the reader made of a file is what the file says. */
  static void checkRead(byte[] file, SafetensorsFile read) {
    Layout layout = check(file);
    assertThat(read.metadata()).isEqualTo(layout.metadata());
    assertThat(List.copyOf(read.weights().names()))
        .isEqualTo(List.copyOf(layout.tensors().keySet()));
    layout
        .tensors()
        .forEach(
            (name, info) -> {
              Tensor tensor = read.tensor(name);
              assertThat(tensor.dtype().name()).isEqualTo(info.dtype());
              assertThat(tensor.shape())
                  .isEqualTo(Shape.of(info.shape().stream().mapToLong(i -> i).toArray()));
              int begin = layout.dataStart() + (int) info.begin();
              ByteBuffer expected = ByteBuffer.wrap(file, begin, (int) (info.end() - info.begin()));
              assertThat(tensor.bytes().readAll().equals(expected))
                  .as("bytes of %s", name)
                  .isTrue();
            });
  }
}
