package io.lepton.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.bytes.ByteSource;
import java.io.ByteArrayOutputStream;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SafetensorsRoundTripTest {
  @Property(tries = 400, seed = "20261122", edgeCases = EdgeCasesMode.NONE)
  void whatIsReadIsWhatWasWritten(
      @ForAll("weights") Weights weights, @ForAll("metadata") Map<String, String> metadata) {
    byte[] file = written(weights, metadata);
    SafetensorsFile read = RawFile.read(file);
    assertThat(read.weights().contentEquals(weights)).as("names, order, shapes, bits").isTrue();
    assertThat(read.metadata()).isEqualTo(metadata);
    assertThat(written(read.weights(), read.metadata())).as("written again").isEqualTo(file);
  }

  @Property(tries = 400, seed = "20261123", edgeCases = EdgeCasesMode.NONE)
  void everyTensorIsAlignedToItsElements(@ForAll("weights") Weights weights) {
    byte[] file = written(weights, Map.of());
    long header = ByteSource.of(file).read(0, 8).getLong();
    assertThat(header % 8).isZero();
    SafetensorsChecks.Layout layout = SafetensorsChecks.check(file);
    layout
        .tensors()
        .forEach(
            (name, info) ->
                assertThat((8 + header + info.begin()) % Math.max(1, info.bits() / 8))
                    .as("place of %s", name)
                    .isZero());
  }

  static byte[] written(Weights weights, Map<String, String> metadata) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Safetensors.write(Channels.newChannel(out), weights, metadata);
    return out.toByteArray();
  }

  @Provide
  Arbitrary<Weights> weights() {
    return names()
        .flatMap(
            names ->
                Combinators.combine(names.stream().map(name -> tensor()).toList())
                    .as(
                        tensors -> {
                          Map<String, Tensor> all = new LinkedHashMap<>();
                          for (int i = 0; i < names.size(); i++) {
                            all.put(names.get(i), tensors.get(i));
                          }
                          return Weights.of(all);
                        }));
  }

  private static Arbitrary<List<String>> names() {
    return unicode()
        .filter(name -> !name.equals("__metadata__"))
        .list()
        .uniqueElements()
        .ofMaxSize(8);
  }

  @Provide
  Arbitrary<Map<String, String>> metadata() {
    return Arbitraries.maps(unicode(), unicode()).ofMaxSize(4);
  }

  /** Any text that UTF-8 can write, escapes and characters beyond the BMP included. */
  private static Arbitrary<String> unicode() {
    return Arbitraries.of(
            "a",
            "Z",
            "0",
            ".",
            "/",
            "\"",
            "\\",
            "\b",
            "\f",
            "\n",
            "\r",
            "\t",
            "\u0000",
            "\u001f",
            "\u007f",
            "\u0080",
            "\u07ff",
            "\u0800",
            "\u2028",
            "\uffff",
            "\ud83d\ude00",
            "_",
            " ")
        .list()
        .ofMaxSize(12)
        .map(parts -> String.join("", parts));
  }

  private static Arbitrary<Tensor> tensor() {
    return Combinators.combine(
            Arbitraries.of(DType.values()),
            Arbitraries.longs().between(0, 4).list().ofMaxSize(4),
            Arbitraries.longs())
        .as(SafetensorsRoundTripTest::tensor);
  }

  /** Elements narrower than a byte come in eights, which always fill bytes. */
  static Tensor tensor(DType dtype, List<Long> dimensions, long seed) {
    List<Long> extents = new ArrayList<>(dimensions);
    if (dtype.bits() < 8) {
      extents.add(8L);
    }
    Shape shape = Shape.of(extents.stream().mapToLong(i -> i).toArray());
    byte[] bytes = new byte[(int) dtype.byteSize(shape.elementCount())];
    new Random(seed).nextBytes(bytes);
    return Tensor.of(dtype, shape, ByteSource.of(bytes));
  }
}
