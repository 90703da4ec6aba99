package io.lepton.train.onnx;

import io.lepton.network.Activation;
import io.lepton.network.Bias;
import io.lepton.network.Branches;
import io.lepton.network.Init;
import io.lepton.network.Layer;
import io.lepton.network.Linear;
import io.lepton.network.Network;
import io.lepton.network.Sequential;
import io.lepton.network.Step;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Weights;
import io.lepton.train.internal.MlpShape;
import java.util.ArrayList;
import java.util.List;

/** The multilayer perceptron of the tabular classifier as a network. */
final class TabularNetworks {
  private static final String DEEP = "deep";

  private TabularNetworks() {}

  static Network network(MlpShape shape) {
    List<Step> steps = new ArrayList<>();
    for (int layer = 0; layer < shape.layers(); layer++) {
      boolean last = layer == shape.hidden().size();
      int outputs = last ? shape.classes() : shape.hidden().get(layer);
      steps.add(new Step("layer" + layer, Linear.of(outputs)));
      if (!last) {
        steps.add(new Step("relu" + layer, Activation.relu()));
      }
    }
    Layer deep = new Sequential(steps);
    Shape input = Shape.of(shape.features());
    if (shape.linearPath() == MlpShape.LinearPath.ABSENT) {
      return Network.of(input, new Sequential(List.of(new Step(DEEP, deep))));
    }
    Layer wide = new Linear(shape.classes(), Bias.ABSENT, Init.UNIFORM);
    Branches both =
        new Branches(Branches.Merge.SUM, List.of(new Step(DEEP, deep), new Step("wide", wide)));
    return Network.of(input, new Sequential(List.of(new Step("all", both))));
  }

  static Weights weights(MlpShape shape, Weights saved) {
    boolean wide = shape.linearPath() == MlpShape.LinearPath.PRESENT;
    String start = (wide ? "all." : "") + DEEP + ".layer";
    Weights.Builder weights = Weights.builder();
    for (int layer = 0; layer < shape.layers(); layer++) {
      weights.put(start + layer + ".weight", saved.get(MlpShape.weight(layer)));
      weights.put(start + layer + ".bias", saved.get(MlpShape.bias(layer)));
    }
    if (wide) {
      weights.put("all.wide.weight", saved.get(MlpShape.linear()));
    }
    return weights.build();
  }
}
