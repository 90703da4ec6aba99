package io.lepton.train.internal;

import io.lepton.error.InvalidInputException;
import io.lepton.network.Activation;
import io.lepton.network.Bias;
import io.lepton.network.Branches;
import io.lepton.network.Dropout;
import io.lepton.network.Init;
import io.lepton.network.Linear;
import io.lepton.network.Network;
import io.lepton.network.Sequential;
import io.lepton.network.Step;
import io.lepton.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The layers of a multilayer perceptron with ReLU between them. */
public record MlpShape(int features, List<Integer> hidden, int classes, LinearPath linearPath) {
  /** Whether inputs also reach the outputs directly (Cheng et al. 2016, "Wide and deep"). */
  public enum LinearPath {
    ABSENT,
    PRESENT
  }

  public MlpShape {
    hidden = List.copyOf(hidden);
    if (features < 1 || classes < 2 || hidden.stream().anyMatch(size -> size < 1)) {
      throw new InvalidInputException(
          "network of "
              + features
              + " inputs, hidden layers "
              + hidden
              + " and "
              + classes
              + " classes; expected at least 1, sizes of at least 1, and 2");
    }
  }

  /** The same as a network, whose parameters have the names and shapes of {@link #tensors}. */
  public Network network(double dropoutRate) {
    Sequential deep = Sequential.of();
    for (int layer = 0; layer < layers(); layer++) {
      boolean last = layer == hidden.size();
      deep = deep.then(Integer.toString(layer), Linear.of(last ? classes : hidden.get(layer)));
      if (!last) {
        deep = deep.then("relu" + layer, Activation.relu());
        deep = deep.then("dropout" + layer, new Dropout(dropoutRate));
      }
    }
    Step layers = new Step("layers", deep);
    Step wide = new Step("linear", new Linear(classes, Bias.ABSENT, Init.ZERO));
    return Network.of(
        Shape.of(features),
        linearPath == LinearPath.PRESENT
            ? new Branches(Branches.Merge.SUM, List.of(layers, wide))
            : new Sequential(List.of(layers)));
  }

  /** The number of layers on the deep path, the output layer included. */
  public int layers() {
    return hidden.size() + 1;
  }

  public static String weight(int layer) {
    return "layers." + layer + ".weight";
  }

  public static String bias(int layer) {
    return "layers." + layer + ".bias";
  }

  public static String linear() {
    return "linear.weight";
  }

  /** Every tensor's name and shape, in the order of the saved weights; weights are [out, in]. */
  public Map<String, Shape> tensors() {
    Map<String, Shape> tensors = new LinkedHashMap<>();
    int in = features;
    for (int layer = 0; layer < layers(); layer++) {
      int out = layer < hidden.size() ? hidden.get(layer) : classes;
      tensors.put(weight(layer), Shape.of(out, in));
      tensors.put(bias(layer), Shape.of(out));
      in = out;
    }
    if (linearPath == LinearPath.PRESENT) {
      tensors.put(linear(), Shape.of(classes, features));
    }
    return tensors;
  }
}
