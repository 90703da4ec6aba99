package io.lepton.network;

import io.lepton.network.Branches.Merge;
import io.lepton.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Networks of every kind of layer, for tests of whatever works on networks. */
public final class Networks {
  private Networks() {}

  /** By name; small. Inputs of "embedded", "text", "factorised" and "towers" are codes. */
  public static Map<String, Network> all() {
    Map<String, Network> all = new LinkedHashMap<>();
    all.put("mlp", mlp());
    all.put("activations", activations());
    all.put("embedded", embedded());
    all.put("cnn", cnn());
    all.put("resnet", resnet());
    all.put("text", text());
    all.put("factorised", factorised());
    all.put("towers", towers());
    all.put("autoencoder", autoencoder());
    return all;
  }

  /** With a linear path beside the hidden layers, which begins at zero. */
  public static Network mlp() {
    Sequential deep =
        new Sequential(List.of())
            .then("0", Linear.of(7))
            .then("relu", Activation.relu())
            .then("dropout", new Dropout(0.25))
            .then("1", Linear.of(3));
    return Network.of(
        Shape.of(5),
        new Branches(
            Merge.SUM,
            List.of(
                new Step("layers", deep),
                new Step("linear", new Linear(3, Bias.ABSENT, Init.ZERO)))));
  }

  public static Network activations() {
    Sequential layers = Sequential.of(Linear.of(6), LayerNorm.withDefaults());
    for (Activation.Function function : Activation.Function.values()) {
      layers =
          layers
              .then(function.name(), new Activation(function))
              .then("s" + function, new Scale(2, -0.5));
    }
    return Network.sequential(Shape.of(4), layers.then("head", Linear.of(2)));
  }

  public static Network embedded() {
    EmbedColumns embed =
        new EmbedColumns(
            List.of(new EmbedColumns.Table(4, 3, 1), new EmbedColumns.Table(6, 2, 0.1)));
    return Network.sequential(Shape.of(5), embed, BatchNorm.withDefaults(), Linear.of(2));
  }

  public static Network cnn() {
    return Network.sequential(
        Shape.of(1, 8, 8),
        Conv2d.of(4, 3).with(1, 1),
        Activation.relu(),
        MaxPool.of(2),
        new Conv2d(6, 3, 2, 1, 1, 2, Bias.PRESENT, Init.HE_NORMAL),
        new Activation(Activation.Function.GELU),
        new AvgPool(2, 1),
        new Flatten(),
        Linear.of(10));
  }

  public static Network resnet() {
    Conv2d conv = Conv2d.of(4, 3).with(Init.HE_NORMAL, Bias.ABSENT);
    Sequential body =
        Sequential.of(
            conv.with(2, 1),
            BatchNorm.withDefaults(),
            Activation.relu(),
            conv.with(1, 1),
            BatchNorm.withDefaults());
    Sequential shortcut =
        Sequential.of(
            Conv2d.of(4, 1).with(2, 0).with(Init.HE_NORMAL, Bias.ABSENT), BatchNorm.withDefaults());
    return Network.of(
        Shape.of(3, 6, 6),
        new Sequential(List.of())
            .then("stem", conv.with(1, 1))
            .then("block", Branches.residual(body, shortcut))
            .then("relu", Activation.relu())
            .then("pool", new MaxPool(3, 2, 1))
            .then("mean", new GlobalAvgPool())
            .then("head", Linear.of(5)));
  }

  public static Network text() {
    return Network.sequential(Shape.of(6), new EmbeddingBag(9, 4, 1), Linear.of(2));
  }

  public static Network factorised() {
    Branches dot =
        Branches.of(
            Merge.DOT,
            Sequential.of(new Columns(0, 1), EmbedColumns.of(7, 3)),
            Sequential.of(new Columns(1, 1), EmbedColumns.of(5, 3)));
    Branches biases =
        Branches.of(
            Merge.SUM,
            Sequential.of(new Columns(0, 1), EmbedColumns.of(7, 1)),
            Sequential.of(new Columns(1, 1), EmbedColumns.of(5, 1)));
    return Network.sequential(Shape.of(2), Branches.of(Merge.SUM, dot, biases), new Scale(1, 3.5));
  }

  public static Network towers() {
    Sequential user =
        Sequential.of(new Columns(0, 3), EmbedColumns.of(7, 3), Linear.of(4), new L2Normalise());
    Sequential item =
        Sequential.of(new Columns(3, 1), EmbedColumns.of(5, 4), Linear.of(4), new L2Normalise());
    return Network.sequential(Shape.of(4), Branches.of(Merge.DOT, user, item), new Scale(5, 0));
  }

  public static Network autoencoder() {
    return Network.sequential(
        Shape.of(2, 3),
        new Flatten(),
        Branches.of(Merge.CONCAT, Linear.of(2), Linear.of(1)),
        new Activation(Activation.Function.TANH),
        Branches.of(Merge.PRODUCT, Linear.of(6), Linear.of(6)),
        new Reshape(Shape.of(2, 3)));
  }
}
