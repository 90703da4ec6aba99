package io.lepton.train.djl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lepton.internal.Json;
import io.lepton.network.Network;
import io.lepton.network.Networks;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Against python3-torch 1.13.1; networks_torch.py made the numbers. */
class NetworksGoldenTest {
  /** Sums of at most 60 products of numbers below 10, in float: 60 · 10² · 2⁻²⁴ · a few layers. */
  private static final float ERROR = 2e-3f / 4;

  static Map<String, ?> file(String name) {
    try (InputStream in = NetworksGoldenTest.class.getResourceAsStream(name)) {
      return Json.read(Objects.requireNonNull(in, name).readAllBytes(), Map.class, name);
    } catch (IOException e) {
      throw new AssertionError(name, e);
    }
  }

  static float[] floats(Object list) {
    List<?> values = (List<?>) list;
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = ((Number) values.get(i)).floatValue();
    }
    return floats;
  }

  static Weights weights(Network network, Map<?, ?> values) {
    Weights.Builder weights = Weights.builder();
    network
        .parameters()
        .forEach(
            (name, parameter) ->
                weights.put(name, Tensor.ofFloats(parameter.shape(), floats(values.get(name)))));
    return weights.build();
  }

  static void assertClose(String what, float[] found, float[] expected) {
    assertThat(found).as(what).hasSameSizeAs(expected);
    for (int i = 0; i < found.length; i++) {
      assertThat(found[i])
          .as("%s %d", what, i)
          .isCloseTo(expected[i], org.assertj.core.data.Offset.offset(ERROR));
    }
  }

  /** What networks_torch.py reads. */
  private static Map<String, Object> described() {
    Map<String, Object> all = new LinkedHashMap<>();
    Networks.all()
        .forEach(
            (name, network) -> {
              Map<String, Object> shapes = new LinkedHashMap<>();
              network.parameters().forEach((key, value) -> shapes.put(key, value.shape()));
              List<String> buffers =
                  network.parameters().keySet().stream()
                      .filter(key -> !network.parameters().get(key).trainable())
                      .toList();
              all.put(
                  name,
                  Map.of(
                      "network",
                      Json.read(network.toJson(), Map.class, name),
                      "parameters",
                      shapes,
                      "buffers",
                      buffers));
            });
    return all;
  }

  @Test
  void computesWhatPyTorchComputes() throws IOException {
    if (System.getProperty("networks.write") != null) {
      Files.write(Path.of(System.getProperty("networks.write")), Json.bytes(described()));
    }
    JsonNode described = Json.tree(described());
    assertThat(Json.text(Json.tree(file("networks.json")))).isEqualTo(Json.text(described));
    Map<String, ?> golden = file("networks-torch.json");
    Networks.all()
        .forEach(
            (name, network) -> {
              Map<?, ?> expected = (Map<?, ?>) golden.get(name);
              int rows = ((Number) expected.get("rows")).intValue();
              float[] inputs = floats(expected.get("inputs"));
              Weights weights = weights(network, (Map<?, ?>) expected.get("weights"));
              try (TorchNetwork torch = TorchNetwork.load(network, weights)) {
                float[] outputs = floats(expected.get("outputs"));
                assertClose(name, torch.run(inputs, rows), outputs);
                TorchNetwork.Gradient gradient =
                    torch.gradient("", inputs, rows, y -> floats(expected.get("byOutput")));
                assertClose(name, gradient.outputs(), outputs);
                assertClose(
                    name + " gradient", gradient.gradient(), floats(expected.get("inputGradient")));
              }
            });
  }
}
