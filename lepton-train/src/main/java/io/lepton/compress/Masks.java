package io.lepton.compress;

import io.lepton.error.InvalidInputException;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which weights of a model are pruned. A trainer that fine-tunes applies them after every step, so
 * that what was pruned stays zero. Immutable and thread-safe.
 */
public final class Masks {
  private final Map<String, BitSet> pruned;
  private final Map<String, Integer> sizes;

  /** Of tensors by name: bits of the elements that are pruned, and how many elements there are. */
  Masks(Map<String, BitSet> pruned, Map<String, Integer> sizes) {
    this.pruned = pruned;
    this.sizes = sizes;
  }

  /**
   * The tensors that are masked.
   *
   * @return names in the order of the network
   */
  public java.util.Set<String> names() {
    return java.util.Collections.unmodifiableSet(sizes.keySet());
  }

  /**
   * Sets the pruned elements of one tensor to zero, in place.
   *
   * @param name of the tensor; one without a mask is left alone
   * @param values row-major
   * @throws InvalidInputException if there are more or fewer values than the mask has
   */
  public void apply(String name, float[] values) {
    BitSet zeros = pruned.get(name);
    if (zeros == null) {
      return;
    }
    requireSize(name, values.length);
    for (int i = zeros.nextSetBit(0); i >= 0; i = zeros.nextSetBit(i + 1)) {
      values[i] = 0;
    }
  }

  /**
   * The masks as tensors, for {@link io.lepton.train.Trainer#mask}.
   *
   * @param like weights of the network the masks were made for
   * @return 0 where a weight is pruned, else 1
   */
  public Weights asTensors(Weights like) {
    Weights.Builder tensors = Weights.builder();
    for (String name : sizes.keySet()) {
      float[] ones = new float[sizes.getOrDefault(name, 0)];
      java.util.Arrays.fill(ones, 1);
      apply(name, ones);
      tensors.put(name, Tensor.ofFloats(like.get(name).shape(), ones));
    }
    return tensors.build();
  }

  private void requireSize(String name, int found) {
    if (!Integer.valueOf(found).equals(sizes.get(name))) {
      throw new InvalidInputException(
          "the mask of \"" + name + "\" has " + sizes.get(name) + " elements, the tensor " + found);
    }
  }

  /**
   * Sets pruned elements to zero.
   *
   * @param weights of the network the masks were made for
   * @return weights that differ in the pruned elements alone
   * @throws InvalidInputException if a tensor is missing or of another size
   */
  public Weights apply(Weights weights) {
    Map<String, Tensor> changed = new LinkedHashMap<>(weights.asMap());
    for (String name : sizes.keySet()) {
      Tensor tensor =
          weights
              .find(name)
              .orElseThrow(
                  () ->
                      new InvalidInputException(
                          "no tensor \"" + name + "\" to mask in " + weights.names()));
      float[] values = tensor.toFloats();
      apply(name, values);
      changed.put(name, Tensor.ofFloats(tensor.shape(), values));
    }
    return Weights.of(changed);
  }

  /**
   * The share of pruned elements of one tensor.
   *
   * @param name of a masked tensor
   * @return from 0 to 1
   * @throws io.lepton.error.NotFoundException if it has no mask
   */
  public double sparsity(String name) {
    BitSet zeros = pruned.get(name);
    if (zeros == null) {
      throw new io.lepton.error.NotFoundException(
          "no mask of \"" + name + "\"; there are " + names());
    }
    return (double) zeros.cardinality() / sizes.getOrDefault(name, 1);
  }

  /**
   * The share of pruned elements of all masked tensors together.
   *
   * @return from 0 to 1
   */
  public double sparsity() {
    long zeros = pruned.values().stream().mapToLong(BitSet::cardinality).sum();
    return (double) zeros / sizes.values().stream().mapToLong(size -> size).sum();
  }
}
