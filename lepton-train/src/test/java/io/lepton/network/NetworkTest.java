package io.lepton.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.error.InvalidInputException;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NetworkTest {
  @Test
  void namesParametersByTheirPath() {
    assertThat(shapes(Networks.mlp()))
        .hasToString(
            "{layers.0.weight=[7, 5], layers.0.bias=[7], layers.1.weight=[3, 7],"
                + " layers.1.bias=[3], linear.weight=[3, 5]}");
    assertThat(shapes(Networks.resnet()))
        .hasToString(
            "{stem.weight=[4, 3, 3, 3], block.body.0.weight=[4, 4, 3, 3],"
                + " block.body.1.weight=[4], block.body.1.bias=[4],"
                + " block.body.1.running_mean=[4], block.body.1.running_var=[4],"
                + " block.body.3.weight=[4, 4, 3, 3], block.body.4.weight=[4],"
                + " block.body.4.bias=[4], block.body.4.running_mean=[4],"
                + " block.body.4.running_var=[4], block.shortcut.0.weight=[4, 4, 1, 1],"
                + " block.shortcut.1.weight=[4], block.shortcut.1.bias=[4],"
                + " block.shortcut.1.running_mean=[4], block.shortcut.1.running_var=[4],"
                + " head.weight=[5, 4], head.bias=[5]}");
    assertThat(shapes(Networks.embedded()).get("0.1.weight")).isEqualTo(Shape.of(6, 2));
  }

  private static Map<String, Shape> shapes(Network network) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    network.parameters().forEach((name, parameter) -> shapes.put(name, parameter.shape()));
    return shapes;
  }

  @Test
  void infersShapesThroughEveryLayer() {
    assertThat(Networks.all().values().stream().map(n -> n.outputShape().toString()))
        .containsExactly("[3]", "[2]", "[2]", "[10]", "[5]", "[2]", "[1]", "[1]", "[2, 3]");
    // 8 → conv 3 padded 8 → pool 4 → conv 3 stride 2 padded 2 → average 2 → 1
    assertThat(shapes(Networks.cnn()).get("7.weight")).isEqualTo(Shape.of(10, 6));
    assertThat(shapes(Networks.cnn()).get("3.weight")).isEqualTo(Shape.of(6, 2, 3, 3));
  }

  @Test
  void comesBackFromItsText() {
    Networks.all()
        .forEach(
            (name, network) -> {
              Network back = Network.fromJson(network.toJson());
              assertThat(back).as(name).isEqualTo(network).hasSameHashCodeAs(network);
              assertThat(back.toJson()).as(name).isEqualTo(network.toJson());
            });
    assertThat(Network.sequential(Shape.of(2), new Flatten(), Linear.of(1)).toJson())
        .isEqualTo(
            "{\"format\":\"lepton.network/1\",\"input\":[2],\"root\":{\"kind\":\"sequential\",\"steps\":["
                + "{\"layer\":{\"kind\":\"flatten\"},\"name\":\"0\"},"
                + "{\"layer\":{\"bias\":\"PRESENT\",\"init\":\"UNIFORM\",\"kind\":\"linear\","
                + "\"outputs\":1},\"name\":\"1\"}]}}");
  }

  @Test
  void refusesTextThatIsNotANetwork() {
    String good = Networks.cnn().toJson();
    for (String bad :
        new String[] {
          "",
          "[]",
          "{}",
          good.substring(1),
          good.replace("\"linear\"", "\"quadratic\""),
          good.replace("\"outputs\":10", "\"outputs\":10,\"inputs\":6"),
          good.replace("\"outputs\":10", "\"outputs\":0"),
          good.replace("\"outputs\":10", "\"outputs\":10.5"),
          good.replace("\"outputs\":10", "\"outputs\":\"10\""),
          good.replace("[1,8,8]", "[2,2,2]"),
          good.replace("[1,8,8]", "[8]"),
          good.replace("[1,8,8]", "[1,8,-1]"),
          good.replace("lepton.network/1", "lepton.network/x"),
          good.replace("\"steps\":", "\"stairs\":")
        }) {
      assertThat(bad).isNotEqualTo(good);
      assertThatThrownBy(() -> Network.fromJson(bad))
          .as(bad)
          .isInstanceOf(CorruptDataException.class);
    }
    assertThatThrownBy(() -> Network.fromJson(good.replace("network/1", "network/2")))
        .isInstanceOf(FormatTooNewException.class)
        .hasMessageContaining("lepton.network/2");
  }

  @Test
  void saysWhichLayerDoesNotFit() {
    assertThatThrownBy(
            () ->
                Network.of(
                    Shape.of(28),
                    Sequential.of()
                        .then("block", Sequential.of(Activation.relu(), Conv2d.of(3, 3)))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "layer block: layer 1: a convolution takes [channels, height, width], found [28]");
    assertThatThrownBy(() -> Network.sequential(Shape.of(1, 2, 2), Conv2d.of(3, 3)))
        .hasMessageContaining("window of 3, larger than its padded input [1, 2, 2]");
    assertThatThrownBy(
            () -> Network.sequential(Shape.of(4), Branches.residual(Linear.of(3), Sequential.of())))
        .hasMessageContaining("branches of SUM end in shapes [[3], [4]]");
    assertThatThrownBy(() -> Network.sequential(Shape.of(4), new Columns(3, 2)))
        .hasMessageContaining("columns 3 to 4 are not all in [4]");
    assertThatThrownBy(() -> Sequential.of(Linear.of(2)).then("0", Linear.of(2)))
        .hasMessageContaining("same name");
    assertThatThrownBy(() -> new Step("a.b", Linear.of(2))).hasMessageContaining("a.b");
    assertThatThrownBy(() -> new Dropout(1)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> new Dropout(Double.NaN)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> Network.sequential(Shape.of(1 << 20), Linear.of(1 << 20)))
        .hasMessageContaining("expected from 1 to 2^31 - 1");
    assertThatThrownBy(() -> Network.sequential(Shape.of(Shape.UNKNOWN), Linear.of(1)))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void startsWithinTheBoundsOfItsLaws() {
    Weights first = Networks.mlp().initialWeights(1);
    float bound = (float) (1 / Math.sqrt(5));
    for (float value : first.get("layers.0.weight").toFloats()) {
      assertThat(Math.abs(value)).isLessThanOrEqualTo(bound);
    }
    assertThat(first.get("linear.weight").toFloats()).containsOnly(0f);
    assertThat(first.contentEquals(Networks.mlp().initialWeights(1))).isTrue();
    assertThat(first.contentEquals(Networks.mlp().initialWeights(2))).isFalse();
    float[] text = Networks.text().initialWeights(1).get("0.weight").toFloats();
    assertThat(text).startsWith(0, 0, 0, 0);
    assertThat(text[4]).isNotZero();
    Weights wide =
        Network.sequential(Shape.of(400), new Linear(500, Bias.PRESENT, Init.HE_NORMAL))
            .initialWeights(3);
    double squares = 0;
    for (float value : wide.get("0.weight").toFloats()) {
      squares += value * value;
    }
    // 200,000 draws: the mean square has a relative standard error of sqrt(2 / n) = 0.0032.
    assertThat(squares / 200_000).isBetween(0.005 * (1 - 4 * 0.0032), 0.005 * (1 + 4 * 0.0032));
  }

  @Test
  void countsWhatIsLearnt() {
    assertThat(Networks.embedded().parameterCount()).isEqualTo(12 + 12 + 8 + 8 + 16 + 2);
  }

  @Test
  void refusesWeightsThatDoNotFit() {
    Network network = Networks.mlp();
    Map<String, Tensor> good = network.initialWeights(1).asMap();
    network.requireWeights(Weights.of(good));
    Map<String, Tensor> lacking = new LinkedHashMap<>(good);
    lacking.remove("layers.1.bias");
    Map<String, Tensor> more = new LinkedHashMap<>(good);
    more.put("extra", good.get("layers.1.bias"));
    Map<String, Tensor> bent = new LinkedHashMap<>(good);
    bent.put("layers.1.bias", good.get("linear.weight"));
    assertThatThrownBy(() -> network.requireWeights(Weights.of(lacking)))
        .hasMessageContaining("\"layers.1.bias\" is missing");
    assertThatThrownBy(() -> network.requireWeights(Weights.of(more)))
        .hasMessageContaining("\"extra\" is none");
    assertThatThrownBy(() -> network.requireWeights(Weights.of(bent)))
        .hasMessageContaining("\"layers.1.bias\": expected F32 [3]");
  }

  @Test
  void refusesInputsThatAreNotNumbersOrNoCodes() {
    Networks.towers().requireInput(new float[] {0.5f, -1, 6, 4}, 1);
    assertThatThrownBy(() -> Networks.towers().requireInput(new float[] {0, 0, 7, 4}, 1))
        .hasMessage(
            "row 0, input 2 is 7.0; layer 0.0.1 expects a code, a whole number from 0 to 6");
    assertThatThrownBy(() -> Networks.towers().requireInput(new float[] {0, 0, 1, 0.5f}, 1))
        .hasMessageContaining("input 3 is 0.5");
    assertThatThrownBy(() -> Networks.text().requireInput(new float[] {0, 0, 1, -1, 0, 0}, 1))
        .hasMessageContaining("input 3 is -1.0");
    assertThatThrownBy(() -> Networks.cnn().requireInput(new float[64 * 2], 1))
        .hasMessageContaining("128 values for 1 rows of 64 each");
    float[] rows = new float[10];
    rows[8] = Float.NaN;
    assertThatThrownBy(() -> Networks.mlp().requireInput(rows, 2))
        .hasMessage("row 1, input 3 is NaN; expected a finite number");
  }
}
