package io.lepton.finetune;

import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import io.lepton.internal.Json;
import io.lepton.model.Hyperparameters;
import io.lepton.model.Lineage;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.VersionId;
import io.lepton.tensor.DType;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@link Lora} learnt, without the weights it was learnt on. Immutable and thread-safe.
 *
 * @param rank r
 * @param alpha α
 * @param layers paths of the linear layers, in order
 * @param base digest of the weights it belongs to
 * @param matrices {@code path.lora.down.weight} and {@code path.lora.up.weight} of each layer
 * @param replaced tensors of the base that changed, under their names in the base
 */
public record LoraAdapter(
    int rank, double alpha, List<String> layers, Digest base, Weights matrices, Weights replaced) {
  /** The format of snapshots of adapters. */
  public static final String FORMAT = "lepton.lora/1";

  private static final String REPLACED = "replaced.";

  private record Config(int rank, double alpha, List<String> layers, Digest base) {}

  /** {@inheritDoc} */
  public LoraAdapter {
    layers = List.copyOf(layers);
    for (String layer : layers) {
      Shape down = matrix(matrices, layer, Lora.DOWN);
      Shape up = matrix(matrices, layer, Lora.UP);
      if (down.dimension(0) != rank || up.dimension(1) != rank) {
        throw new InvalidInputException(
            "layer " + layer + " has matrices " + down + " and " + up + "; the rank is " + rank);
      }
    }
    if (matrices.size() != 2 * layers.size()) {
      throw new InvalidInputException(
          "an adapter of " + layers + " has the matrices " + matrices.names());
    }
  }

  private static String name(String layer, String part) {
    return Layers.join(layer, Lora.ADDED) + "." + part + ".weight";
  }

  private static Shape matrix(Weights matrices, String layer, String part) {
    Tensor tensor = matrices.get(name(layer, part));
    if (tensor.dtype() != DType.F32 || tensor.shape().rank() != 2) {
      throw new InvalidInputException(
          "matrix \"" + name(layer, part) + "\" is " + tensor + "; expected F32 of rank 2");
    }
    return tensor.shape();
  }

  /**
   * Adds what was learnt to the weights: W + α/r B A, computed in double precision and rounded
   * once.
   *
   * @param weights of the base
   * @return weights of the base's names and shapes
   * @throws InvalidInputException if these are not the weights it was trained on
   */
  public Weights merge(Weights weights) {
    Fingerprints.require(base, weights);
    Map<String, Tensor> merged = new LinkedHashMap<>(weights.asMap());
    merged.putAll(replaced.asMap());
    for (String layer : layers) {
      String name = Layers.join(layer, "weight");
      merged.computeIfPresent(name, (key, tensor) -> merged(layer, tensor));
    }
    return Weights.of(merged);
  }

  private Tensor merged(String layer, Tensor tensor) {
    float[] values = tensor.toFloats();
    float[] down = matrices.get(name(layer, Lora.DOWN)).toFloats();
    float[] up = matrices.get(name(layer, Lora.UP)).toFloats();
    int inputs = down.length / rank;
    double[] row = new double[inputs];
    for (int out = 0; out < up.length / rank; out++) {
      java.util.Arrays.fill(row, 0);
      for (int k = 0; k < rank; k++) {
        double factor = up[out * rank + k];
        for (int in = 0; in < inputs; in++) {
          row[in] += factor * down[k * inputs + in];
        }
      }
      for (int in = 0; in < inputs; in++) {
        int at = out * inputs + in;
        values[at] = (float) (values[at] + alpha / rank * row[in]);
      }
    }
    return Tensor.ofFloats(tensor.shape(), values);
  }

  /**
   * A snapshot of the base with the merged weights.
   *
   * @param snapshot of the base, of any format
   * @param version of the base
   * @return the snapshot, derived from that version
   * @throws InvalidInputException as {@link #merge(Weights)}
   */
  public ModelSnapshot merge(ModelSnapshot snapshot, VersionId version) {
    Lineage lineage = snapshot.lineage();
    List<VersionId> ancestors = new java.util.ArrayList<>(lineage.derivedFrom());
    ancestors.add(version);
    return new ModelSnapshot(
        snapshot.format(),
        snapshot.config(),
        merge(snapshot.weights()),
        snapshot.files(),
        snapshot.hyperparameters(),
        snapshot.signature(),
        new Lineage(
            lineage.data(),
            ancestors,
            lineage.codeRevision(),
            lineage.seed(),
            lineage.environment()));
  }

  /**
   * What is saved: the matrices only.
   *
   * @param lineage of the training; it should say {@code derivedFrom} the base's version
   * @return a snapshot of the format {@link #FORMAT}; no engine loads it, as it is no model without
   *     its base
   */
  public ModelSnapshot toSnapshot(Lineage lineage) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(matrices.asMap());
    replaced.asMap().forEach((name, tensor) -> tensors.put(REPLACED + name, tensor));
    return ModelSnapshot.builder(FORMAT)
        .config(Json.text(new Config(rank, alpha, layers, base)))
        .weights(Weights.of(tensors))
        .hyperparameters(Hyperparameters.none().with("rank", rank).with("alpha", alpha))
        .lineage(lineage)
        .build();
  }

  /**
   * Reads what {@link #toSnapshot} wrote.
   *
   * @param snapshot of the format {@link #FORMAT}
   * @return the adapter
   * @throws InvalidInputException if it is of another format
   * @throws CorruptDataException if it does not hold together
   */
  public static LoraAdapter of(ModelSnapshot snapshot) {
    if (!snapshot.format().equals(FORMAT)) {
      throw new InvalidInputException(
          "a snapshot of the format " + snapshot.format() + "; expected " + FORMAT);
    }
    Config config = Json.read(snapshot.config(), Config.class, "the adapter's configuration");
    Weights.Builder matrices = Weights.builder();
    Weights.Builder replaced = Weights.builder();
    snapshot
        .weights()
        .asMap()
        .forEach(
            (name, tensor) -> {
              if (name.startsWith(REPLACED)) {
                replaced.put(name.substring(REPLACED.length()), tensor);
              } else {
                matrices.put(name, tensor);
              }
            });
    try {
      return new LoraAdapter(
          config.rank,
          config.alpha,
          config.layers,
          config.base,
          matrices.build(),
          replaced.build());
    } catch (RuntimeException e) {
      throw new CorruptDataException("the adapter: " + e.getMessage(), e);
    }
  }
}
