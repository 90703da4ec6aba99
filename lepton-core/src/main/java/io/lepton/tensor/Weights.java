package io.lepton.tensor;

import io.lepton.error.AlreadyExistsException;
import io.lepton.error.NotFoundException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The named tensors of a model, in the order they were given. Immutable and thread-safe; tensors
 * may be lazy, so holding weights costs no memory until bytes are read.
 */
public final class Weights {
  private static final Weights EMPTY = new Weights(new LinkedHashMap<>());

  private final Map<String, Tensor> tensors;

  private Weights(Map<String, Tensor> tensors) {
    this.tensors = Collections.unmodifiableMap(tensors);
  }

  /**
   * No tensors, for models that keep everything in files.
   *
   * @return empty weights
   */
  public static Weights empty() {
    return EMPTY;
  }

  /**
   * Collects tensors in the map's order.
   *
   * @param tensors by name; copied
   * @return the weights
   */
  public static Weights of(Map<String, Tensor> tensors) {
    return new Weights(new LinkedHashMap<>(tensors));
  }

  /**
   * Starts collecting tensors.
   *
   * @return an empty builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The tensors by name.
   *
   * @return unmodifiable, in order
   */
  public Map<String, Tensor> asMap() {
    return tensors;
  }

  /**
   * The names.
   *
   * @return unmodifiable, in order
   */
  public Set<String> names() {
    return tensors.keySet();
  }

  /**
   * One tensor.
   *
   * @param name of the tensor
   * @return the tensor
   * @throws NotFoundException if there is none of that name
   */
  public Tensor get(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new NotFoundException("no tensor \"" + name + "\"; there are " + tensors.keySet());
    }
    return tensor;
  }

  /**
   * One tensor, if there.
   *
   * @param name of the tensor
   * @return the tensor or empty
   */
  public Optional<Tensor> find(String name) {
    return Optional.ofNullable(tensors.get(name));
  }

  /**
   * The number of tensors.
   *
   * @return at least 0
   */
  public int size() {
    return tensors.size();
  }

  /**
   * The raw size of all tensors.
   *
   * @return bytes
   */
  public long byteSize() {
    return tensors.values().stream().mapToLong(tensor -> tensor.bytes().size()).sum();
  }

  /**
   * Compares names, order, types, shapes and every bit.
   *
   * @param other weights
   * @return true if nothing differs
   */
  public boolean contentEquals(Weights other) {
    if (!names().stream().toList().equals(other.names().stream().toList())) {
      return false;
    }
    return tensors.entrySet().stream()
        .allMatch(e -> e.getValue().contentEquals(other.get(e.getKey())));
  }

  /** Collects tensors in order. Not thread-safe. */
  public static final class Builder {
    private final LinkedHashMap<String, Tensor> tensors = new LinkedHashMap<>();

    private Builder() {}

    /**
     * Adds a tensor.
     *
     * @param name new in these weights
     * @param tensor the tensor
     * @return this
     * @throws AlreadyExistsException if the name was added before
     */
    public Builder put(String name, Tensor tensor) {
      if (tensors.putIfAbsent(name, tensor) != null) {
        throw new AlreadyExistsException("tensor \"" + name + "\" was added before");
      }
      return this;
    }

    /**
     * The weights collected so far.
     *
     * @return immutable weights
     */
    public Weights build() {
      return new Weights(new LinkedHashMap<>(tensors));
    }
  }
}
