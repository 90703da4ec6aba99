package io.lepton.train.onnx;

import io.lepton.error.InvalidInputException;

/**
 * How ONNX Runtime runs a model. Immutable.
 *
 * @param threads that one call computes with; 1 lets calls run side by side without getting in each
 *     other's way, and keeps the bits of a result independent of the machine's cores
 * @param arena whether memory of a call is kept for the next one
 */
public record OnnxSettings(int threads, Arena arena) {
  /** What happens to a call's native memory afterwards. */
  public enum Arena {
    /** It is freed: memory is bounded by the calls under way. */
    FREED,
    /** It is kept: somewhat faster, but memory stays at the largest call's need for good. */
    KEPT
  }

  /** {@inheritDoc} */
  public OnnxSettings {
    if (threads < 1) {
      throw new InvalidInputException(threads + " threads for ONNX Runtime; expected at least 1");
    }
    java.util.Objects.requireNonNull(arena);
  }

  /**
   * One thread, memory freed.
   *
   * @return the default settings
   */
  public static OnnxSettings withDefaults() {
    return new OnnxSettings(1, Arena.FREED);
  }

  /**
   * Sets the threads of one call.
   *
   * @param count at least 1
   * @return settings with the change
   */
  public OnnxSettings withThreads(int count) {
    return new OnnxSettings(count, arena);
  }

  /**
   * Sets what happens to memory.
   *
   * @param value freed or kept
   * @return settings with the change
   */
  public OnnxSettings with(Arena value) {
    return new OnnxSettings(threads, value);
  }
}
