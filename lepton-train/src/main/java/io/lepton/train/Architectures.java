package io.lepton.train;

import io.lepton.network.Activation;
import io.lepton.network.BatchNorm;
import io.lepton.network.Bias;
import io.lepton.network.Branches;
import io.lepton.network.Branches.Merge;
import io.lepton.network.Columns;
import io.lepton.network.Conv2d;
import io.lepton.network.Dropout;
import io.lepton.network.EmbedColumns;
import io.lepton.network.EmbeddingBag;
import io.lepton.network.Flatten;
import io.lepton.network.GlobalAvgPool;
import io.lepton.network.Init;
import io.lepton.network.L2Normalise;
import io.lepton.network.Layer;
import io.lepton.network.LayerNorm;
import io.lepton.network.Linear;
import io.lepton.network.MaxPool;
import io.lepton.network.Network;
import io.lepton.network.Scale;
import io.lepton.network.Sequential;
import io.lepton.network.Step;
import io.lepton.tensor.Shape;
import io.lepton.train.internal.MlpShape.LinearPath;
import java.util.ArrayList;
import java.util.List;

/** The templates' networks. */
final class Architectures {
  private static final double SMALL = 0.1; // deviation of first embeddings

  private Architectures() {}

  /**
   * A multilayer perceptron with ReLU on columns.
   *
   * @param width of the input
   * @param tables of the last columns, which are codes; none for none
   */
  static Network perceptron(
      int width,
      List<EmbedColumns.Table> tables,
      List<Integer> hidden,
      int outputs,
      double dropout,
      LinearPath path) {
    Layer deep = dense(hidden, outputs, dropout);
    Layer body =
        path == LinearPath.ABSENT
            ? deep
            : new Branches(
                Merge.SUM,
                List.of(
                    new Step("layers", deep),
                    new Step("linear", new Linear(outputs, Bias.ABSENT, Init.ZERO))));
    Sequential all = new Sequential(List.of());
    if (!tables.isEmpty()) {
      all = all.then("embedding", new EmbedColumns(tables));
    }
    return Network.of(Shape.of(width), all.then("body", body));
  }

  /** The usual size for so many categories (the rule of fast.ai), unless one is given. */
  static EmbedColumns.Table table(int categories, int size) {
    int automatic = (int) Math.min(50, Math.round(1.6 * Math.pow(categories, 0.56)));
    return new EmbedColumns.Table(categories + 1, size > 0 ? size : Math.max(1, automatic), SMALL);
  }

  private static Sequential dense(List<Integer> hidden, int outputs, double dropout) {
    Sequential layers = new Sequential(List.of());
    for (int i = 0; i < hidden.size(); i++) {
      layers =
          layers
              .then(Integer.toString(i), Linear.of(hidden.get(i)))
              .then("relu" + i, Activation.relu());
      if (dropout > 0) {
        layers = layers.then("dropout" + i, new Dropout(dropout));
      }
    }
    return layers.then(Integer.toString(hidden.size()), Linear.of(outputs));
  }

  /** Convolution, batch normalisation, ReLU and pooling by 2 for each stage, then dense layers. */
  static Network convolutional(
      Shape image,
      Scale standardise,
      List<Integer> filters,
      List<Integer> hidden,
      int classes,
      double dropout) {
    Sequential layers = new Sequential(List.of()).then("standardise", standardise);
    for (int i = 0; i < filters.size(); i++) {
      layers =
          layers
              .then("conv" + i, convolution(filters.get(i)))
              .then("norm" + i, BatchNorm.withDefaults())
              .then("relu" + i, Activation.relu());
      layers = pooled(layers, image, i);
    }
    layers = layers.then("flatten", new Flatten());
    if (dropout > 0) {
      layers = layers.then("dropout", new Dropout(dropout));
    }
    return Network.of(image, layers.then("head", dense(hidden, classes, dropout)));
  }

  private static Sequential pooled(Sequential layers, Shape image, int stage) {
    Shape shape = layers.outputShape(image);
    return Math.min(shape.dimension(1), shape.dimension(2)) < 2
        ? layers
        : layers.then("pool" + stage, MaxPool.of(2));
  }

  private static Conv2d convolution(int filters) {
    return Conv2d.of(filters, 3).with(1, 1).with(Init.HE_NORMAL, Bias.ABSENT);
  }

  /** Two residual blocks for each stage, all but the first stage at half the size before. */
  static Network residual(
      Shape image, Scale standardise, List<Integer> filters, int classes, double dropout) {
    Sequential layers =
        new Sequential(List.of())
            .then("standardise", standardise)
            .then("stem", convolution(filters.get(0)))
            .then("norm", BatchNorm.withDefaults())
            .then("relu", Activation.relu());
    int channels = filters.get(0);
    for (int stage = 0; stage < filters.size(); stage++) {
      for (int i = 0; i < 2; i++) {
        int stride = stage > 0 && i == 0 ? 2 : 1;
        layers =
            layers
                .then("block" + stage + "_" + i, block(channels, filters.get(stage), stride))
                .then("relu" + stage + "_" + i, Activation.relu());
        channels = filters.get(stage);
      }
    }
    layers = layers.then("mean", new GlobalAvgPool());
    if (dropout > 0) {
      layers = layers.then("dropout", new Dropout(dropout));
    }
    return Network.of(image, layers.then("head", Linear.of(classes)));
  }

  private static Layer block(int inputs, int filters, int stride) {
    Sequential body =
        Sequential.of(
            convolution(filters).with(stride, 1),
            BatchNorm.withDefaults(),
            Activation.relu(),
            convolution(filters),
            BatchNorm.withDefaults());
    Conv2d narrow = Conv2d.of(filters, 1).with(stride, 0).with(Init.HE_NORMAL, Bias.ABSENT);
    Sequential shortcut =
        inputs == filters && stride == 1
            ? Sequential.of()
            : Sequential.of(narrow, BatchNorm.withDefaults());
    return Branches.residual(body, shortcut);
  }

  /** The mean of token vectors, then dense layers. */
  static Network text(
      int length, int tokens, int size, List<Integer> hidden, int classes, double dropout) {
    Sequential layers =
        new Sequential(List.of()).then("embedding", new EmbeddingBag(tokens, size, SMALL));
    if (dropout > 0) {
      layers = layers.then("dropout", new Dropout(dropout));
    }
    return Network.of(Shape.of(length), layers.then("head", dense(hidden, classes, dropout)));
  }

  /** Dense layers on a vector from elsewhere, whose scale is not known. */
  static Network head(int size, List<Integer> hidden, int classes, double dropout) {
    Sequential layers = new Sequential(List.of()).then("norm", LayerNorm.withDefaults());
    if (dropout > 0) {
      layers = layers.then("dropout", new Dropout(dropout));
    }
    return Network.of(Shape.of(size), layers.then("head", dense(hidden, classes, dropout)));
  }

  /** The product of a user's and an item's vector, plus a bias of each (Koren et al. 2009). */
  static Network factorisation(int users, int items, int size) {
    Branches product =
        new Branches(
            Merge.DOT, List.of(side("user", 0, users, size), side("item", 1, items, size)));
    Branches biases =
        new Branches(Merge.SUM, List.of(side("user", 0, users, 1), side("item", 1, items, 1)));
    return Network.of(
        Shape.of(2),
        new Branches(Merge.SUM, List.of(new Step("product", product), new Step("bias", biases))));
  }

  private static Step side(String name, int column, int count, int size) {
    double deviation = size == 1 ? 0 : SMALL;
    return new Step(
        name,
        Sequential.of(
            new Columns(column, 1),
            new EmbedColumns(List.of(new EmbedColumns.Table(count + 1, size, deviation)))));
  }

  /** A network for each side, the product of their unit vectors (Yi et al. 2019), and biases. */
  static Network towers(
      int users, int items, int size, List<Integer> hidden, double dropout, double temperature) {
    Branches product =
        new Branches(
            Merge.DOT,
            List.of(
                tower("user", 0, users, size, hidden, dropout),
                tower("item", 1, items, size, hidden, dropout)));
    Branches biases =
        new Branches(Merge.SUM, List.of(side("user", 0, users, 1), side("item", 1, items, 1)));
    return Network.of(
        Shape.of(2),
        new Branches(
            Merge.SUM,
            List.of(
                new Step(
                    "product",
                    new Sequential(List.of())
                        .then("towers", product)
                        .then("sharpen", new Scale(1 / temperature, 0))),
                new Step("bias", biases))));
  }

  private static Step tower(
      String name, int column, int count, int size, List<Integer> hidden, double dropout) {
    return new Step(
        name,
        new Sequential(List.of())
            .then("column", new Columns(column, 1))
            .then(
                "embedding", new EmbedColumns(List.of(new EmbedColumns.Table(count + 1, size, 1))))
            .then("layers", dense(hidden, size, dropout))
            .then("unit", new L2Normalise()));
  }

  /** Down to the last of the hidden sizes, and up again. */
  static Network autoencoder(int width, List<Integer> hidden, double dropout) {
    List<Integer> sizes = new ArrayList<>(hidden);
    for (int i = hidden.size() - 2; i >= 0; i--) {
      sizes.add(hidden.get(i));
    }
    Sequential layers = new Sequential(List.of());
    for (int i = 0; i < sizes.size(); i++) {
      layers =
          layers
              .then(Integer.toString(i), Linear.of(sizes.get(i)))
              .then("tanh" + i, new Activation(Activation.Function.TANH));
      if (dropout > 0) {
        layers = layers.then("dropout" + i, new Dropout(dropout));
      }
    }
    return Network.of(
        Shape.of(width), layers.then(Integer.toString(sizes.size()), Linear.of(width)));
  }
}
