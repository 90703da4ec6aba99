package io.lepton.compress.internal;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.lepton.compress.internal.Products.Product;
import io.lepton.network.Branches;
import io.lepton.network.Conv2d;
import io.lepton.network.Layer;
import io.lepton.network.Linear;
import io.lepton.network.Network;
import io.lepton.network.Sequential;
import io.lepton.network.Step;
import io.lepton.tensor.Weights;
import io.lepton.train.onnx.Onnx;
import io.lepton.train.onnx.OnnxRunner;
import io.lepton.train.onnx.internal.Models;
import io.lepton.train.onnx.internal.OnnxRuntime;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The Euclidean norms of what goes into products, over rows. */
public final class InputNorms {
  private static final String TRANSPOSED = ".transposed";

  private InputNorms() {}

  /** Names of the weights of linear layers and convolutions, in the network's order. */
  public static Set<String> products(Network network) {
    Set<String> names = new LinkedHashSet<>();
    collect(network.root(), "", names);
    return names;
  }

  private static void collect(Layer layer, String path, Set<String> names) {
    if (layer instanceof Sequential sequential) {
      collect(sequential.steps(), path, names);
    } else if (layer instanceof Branches branches) {
      collect(branches.branches(), path, names);
    } else if (layer instanceof Linear || layer instanceof Conv2d) {
      names.add(path + "weight");
    }
  }

  private static void collect(List<Step> steps, String path, Set<String> names) {
    steps.forEach(step -> collect(step.layer(), path + step.name() + ".", names));
  }

  /** For each weight, one norm for each of its input features or channels. */
  public static Map<String, float[]> of(
      Network network, Weights weights, Collection<String> names, float[] rows) {
    byte[] onnx = Onnx.export(network, weights);
    return OnnxRuntime.needing(OnnxRuntime.PROTOS, () -> norms(onnx, names, rows));
  }

  private static Map<String, float[]> norms(byte[] onnx, Collection<String> names, float[] rows) {
    ModelProto model = Models.parse(onnx);
    Map<String, Product> products = new LinkedHashMap<>();
    Products.of(model, Set.of())
        .values()
        .forEach(product -> products.put(product.name().replace(TRANSPOSED, ""), product));
    Map<String, double[]> squares = new LinkedHashMap<>();
    Set<String> tensors = new LinkedHashSet<>();
    names.forEach(name -> tensors.add(input(products, name)));
    Calibrator.each(
        model,
        tensors,
        OnnxRunner::open,
        rows,
        found -> names.forEach(name -> add(products, name, found, squares)));
    Map<String, float[]> norms = new LinkedHashMap<>();
    squares.forEach(
        (name, sums) -> {
          float[] roots = new float[sums.length];
          for (int i = 0; i < roots.length; i++) {
            roots[i] = (float) Math.sqrt(sums[i]);
          }
          norms.put(name, roots);
        });
    return norms;
  }

  private static String input(Map<String, Product> products, String name) {
    return java.util.Objects.requireNonNull(products.get(name)).node().getInput(0);
  }

  private static void add(
      Map<String, Product> products,
      String name,
      Map<String, io.lepton.tensor.Tensor> found,
      Map<String, double[]> squares) {
    var tensor = java.util.Objects.requireNonNull(found.get(input(products, name)));
    boolean conv = java.util.Objects.requireNonNull(products.get(name)).isConv();
    long[] dimensions = tensor.shape().dimensions();
    int axis = conv ? 1 : dimensions.length - 1;
    int channels = Math.toIntExact(dimensions[axis]);
    int inner = 1;
    for (int i = axis + 1; i < dimensions.length; i++) {
      inner *= Math.toIntExact(dimensions[i]);
    }
    double[] sums = squares.computeIfAbsent(name, n -> new double[channels]);
    float[] values = tensor.toFloats();
    for (int i = 0; i < values.length; i++) {
      sums[i / inner % channels] += (double) values[i] * values[i];
    }
  }
}
