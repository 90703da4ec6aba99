package io.lepton.compress;

import io.lepton.compress.internal.PackedConfig;
import io.lepton.compress.internal.Packer;
import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import io.lepton.internal.Json;
import io.lepton.model.ModelSnapshot;
import io.lepton.tensor.DType;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Stores the weights of a snapshot with fewer bits. The model computes with 32-bit floats as
 * before, restored when it is loaded; what becomes smaller is what is stored and sent. Tensors of
 * one dimension, such as biases, stay as they are.
 */
public final class PackedWeights {
  /** The format of packed snapshots. */
  public static final String FORMAT = PackedConfig.FORMAT;

  private PackedWeights() {}

  /**
   * Packs a snapshot's weights.
   *
   * @param snapshot of any format but this one, with F32 weights
   * @param packing how
   * @return a snapshot of the format {@value #FORMAT} that {@link PackedEngine} loads
   * @throws InvalidInputException if nothing can be packed, or an element is not finite or too
   *     large
   */
  public static ModelSnapshot pack(ModelSnapshot snapshot, Packing packing) {
    if (snapshot.format().equals(FORMAT)) {
      throw new InvalidInputException("the snapshot is packed already");
    }
    Map<String, Shape> packed = new LinkedHashMap<>();
    Weights.Builder weights = Weights.builder();
    snapshot
        .weights()
        .asMap()
        .forEach(
            (name, tensor) -> {
              if (tensor.dtype() == DType.F32 && tensor.shape().rank() > 1) {
                packed.put(name, tensor.shape());
                Packer.pack(name, tensor, packing).forEach(weights::put);
              } else {
                weights.put(name, tensor);
              }
            });
    if (packed.isEmpty()) {
      throw new InvalidInputException(
          "no F32 tensor of two dimensions or more among " + snapshot.weights().asMap());
    }
    PackedConfig config = new PackedConfig(snapshot.format(), snapshot.config(), packing, packed);
    return changed(snapshot, FORMAT, Json.text(config), weights.build());
  }

  /**
   * Restores what was packed, as near as it was kept.
   *
   * @param snapshot of the format {@value #FORMAT}
   * @return a snapshot of the format it had before
   * @throws InvalidInputException if the format is another
   * @throws CorruptDataException if the snapshot does not hold together
   */
  public static ModelSnapshot unpack(ModelSnapshot snapshot) {
    if (!snapshot.format().equals(FORMAT)) {
      throw new InvalidInputException(
          "format \"" + snapshot.format() + "\"; unpacked are " + FORMAT);
    }
    PackedConfig config =
        Json.read(snapshot.config(), PackedConfig.class, "the packed model's config");
    Map<String, Tensor> tensors = new LinkedHashMap<>(snapshot.weights().asMap());
    Map<String, Tensor> restored = new LinkedHashMap<>();
    config
        .packed()
        .forEach(
            (name, shape) -> {
              requirePlausible(name, shape, snapshot.weights());
              restored.put(name, Packer.unpack(name, shape, config.packing(), tensors));
            });
    // In the order the tensors had before.
    Weights.Builder weights = Weights.builder();
    for (String name : snapshot.weights().names()) {
      Tensor tensor = restored.containsKey(name) ? restored.get(name) : tensors.get(name);
      if (tensor != null) {
        weights.put(name, tensor);
      }
    }
    return changed(snapshot, config.format(), config.config(), weights.build());
  }

  /** Before memory is set aside for it. */
  private static void requirePlausible(String name, Shape shape, Weights weights) {
    boolean plausible = shape.rank() > 1 && shape.isFullyKnown() && shape.elementCount() > 0;
    if (!plausible || shape.elementCount() / 2 > weights.byteSize()) {
      throw new CorruptDataException(
          "the packed model's config: tensor \"" + name + "\" cannot have had the shape " + shape);
    }
  }

  private static ModelSnapshot changed(
      ModelSnapshot of, String format, String config, Weights weights) {
    return new ModelSnapshot(
        format, config, weights, of.files(), of.hyperparameters(), of.signature(), of.lineage());
  }
}
