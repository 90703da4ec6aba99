package io.lepton.compress.internal;

import io.lepton.compress.NetworkModel;
import io.lepton.network.Activation;
import io.lepton.network.AvgPool;
import io.lepton.network.BatchNorm;
import io.lepton.network.Branches;
import io.lepton.network.Conv2d;
import io.lepton.network.Dropout;
import io.lepton.network.Flatten;
import io.lepton.network.GlobalAvgPool;
import io.lepton.network.Layer;
import io.lepton.network.Linear;
import io.lepton.network.MaxPool;
import io.lepton.network.Network;
import io.lepton.network.Scale;
import io.lepton.network.Sequential;
import io.lepton.network.Step;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Layers that hand units to one other layer, so that units can be taken out of both. */
public final class Chains {
  /**
   * A layer whose units go nowhere but to the next product.
   *
   * @param producer path of the layer that has the units, ending in a dot
   * @param norms paths of batch normalisations on the way
   * @param consumer path of the layer that takes the units
   * @param cells inputs of the consumer for each unit: more than 1 after flattening
   */
  public record Chain(String producer, List<String> norms, String consumer, int cells) {}

  /** A leaf in a run of layers without branches. */
  private record Leaf(String path, Layer layer, Shape input, Shape output) {}

  private Chains() {}

  public static List<Chain> of(Network network) {
    List<Chain> chains = new ArrayList<>();
    List<@Nullable Leaf> run = new ArrayList<>();
    walk(network.root(), "", network.inputShape(), run, chains);
    find(run, chains);
    return chains;
  }

  /** Adds leaves to the run; branches start runs of their own and end this one. */
  private static void walk(
      Layer layer, String path, Shape input, List<@Nullable Leaf> run, List<Chain> chains) {
    if (layer instanceof Sequential sequential) {
      Shape shape = input;
      for (Step step : sequential.steps()) {
        walk(step.layer(), path + step.name() + ".", shape, run, chains);
        shape = step.layer().outputShape(shape);
      }
    } else if (layer instanceof Branches branches) {
      for (Step branch : branches.branches()) {
        List<@Nullable Leaf> inside = new ArrayList<>();
        walk(branch.layer(), path + branch.name() + ".", input, inside, chains);
        find(inside, chains);
      }
      run.add(null);
    } else {
      run.add(new Leaf(path, layer, input, layer.outputShape(input)));
    }
  }

  private static void find(List<@Nullable Leaf> run, List<Chain> chains) {
    for (int i = 0; i < run.size(); i++) {
      Leaf producer = run.get(i);
      if (producer != null && isProduct(producer)) {
        Chain chain = from(run, i, producer);
        if (chain != null) {
          chains.add(chain);
        }
      }
    }
  }

  private static boolean isProduct(Leaf leaf) {
    return (leaf.layer() instanceof Linear && leaf.input().rank() == 1)
        || (leaf.layer() instanceof Conv2d conv && conv.groups() == 1);
  }

  private static @Nullable Chain from(List<@Nullable Leaf> run, int at, Leaf producer) {
    List<String> norms = new ArrayList<>();
    long units = producer.output().dimension(0);
    for (int i = at + 1; i < run.size(); i++) {
      Leaf leaf = run.get(i);
      if (leaf == null) {
        return null;
      }
      if (isProduct(leaf)) {
        int cells = Math.toIntExact(leaf.input().dimension(0) / units);
        return new Chain(producer.path(), List.copyOf(norms), leaf.path(), cells);
      }
      if (leaf.layer() instanceof BatchNorm && leaf.input().dimension(0) == units) {
        norms.add(leaf.path());
      } else if (!unitwise(leaf.layer())) {
        return null;
      }
    }
    return null;
  }

  private static boolean unitwise(Layer layer) {
    return (layer instanceof Activation a && a.function() != Activation.Function.SOFTMAX)
        || layer instanceof Dropout
        || layer instanceof MaxPool
        || layer instanceof AvgPool
        || layer instanceof GlobalAvgPool
        || layer instanceof Flatten
        || layer instanceof Scale;
  }

  /** The network and weights with only the given units of each producer. */
  public static NetworkModel keeping(Network network, Weights weights, Map<String, int[]> kept) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(weights.asMap());
    for (Chain chain : of(network)) {
      int[] units = kept.get(chain.producer());
      if (units == null) {
        continue;
      }
      List<String> owners = new ArrayList<>(chain.norms());
      owners.add(chain.producer());
      for (String owner : owners) {
        tensors.replaceAll(
            (name, tensor) ->
                name.startsWith(owner) && name.indexOf('.', owner.length()) < 0
                    ? select(tensor, 0, units, 1)
                    : tensor);
      }
      tensors.computeIfPresent(
          chain.consumer() + "weight", (name, tensor) -> select(tensor, 1, units, chain.cells()));
    }
    Layer root = resized(network.root(), "", kept);
    return new NetworkModel(Network.of(network.inputShape(), root), Weights.of(tensors));
  }

  private static Layer resized(Layer layer, String path, Map<String, int[]> kept) {
    if (layer instanceof Sequential sequential) {
      return new Sequential(resized(sequential.steps(), path, kept));
    } else if (layer instanceof Branches branches) {
      return new Branches(branches.merge(), resized(branches.branches(), path, kept));
    }
    int[] units = kept.get(path);
    if (units == null) {
      return layer;
    } else if (layer instanceof Linear linear) {
      return new Linear(units.length, linear.bias(), linear.init());
    }
    Conv2d c = (Conv2d) layer;
    return new Conv2d(
        units.length,
        c.kernel(),
        c.stride(),
        c.padding(),
        c.dilation(),
        c.groups(),
        c.bias(),
        c.init());
  }

  private static List<Step> resized(List<Step> steps, String path, Map<String, int[]> kept) {
    return steps.stream()
        .map(s -> new Step(s.name(), resized(s.layer(), path + s.name() + ".", kept)))
        .toList();
  }

  /** Some of the blocks of so many neighbours along an axis. */
  private static Tensor select(Tensor tensor, int axis, int[] blocks, int block) {
    long[] dimensions = tensor.shape().dimensions();
    int inner = block;
    for (int i = axis + 1; i < dimensions.length; i++) {
      inner *= Math.toIntExact(dimensions[i]);
    }
    int outer = axis == 0 ? 1 : Math.toIntExact(dimensions[0]);
    float[] all = tensor.toFloats();
    int stride = all.length / outer;
    float[] chosen = new float[outer * blocks.length * inner];
    for (int o = 0; o < outer; o++) {
      for (int b = 0; b < blocks.length; b++) {
        System.arraycopy(
            all, o * stride + blocks[b] * inner, chosen, (o * blocks.length + b) * inner, inner);
      }
    }
    dimensions[axis] = (long) blocks.length * block;
    return Tensor.ofFloats(Shape.of(dimensions), chosen);
  }
}
