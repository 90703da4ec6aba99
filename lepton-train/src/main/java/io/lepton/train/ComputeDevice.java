package io.lepton.train;

import io.lepton.error.InvalidInputException;

/**
 * Where a training computes. Never chosen by itself: what was asked for is used, or an error says
 * what is missing.
 *
 * @param kind of processor
 * @param index of the GPU, from 0; 0 for the CPU
 */
public record ComputeDevice(Kind kind, int index) {
  /** Kinds of processors. */
  public enum Kind {
    /** The processor the JVM runs on. */
    CPU,
    /** A GPU of NVIDIA. */
    CUDA
  }

  /** {@inheritDoc} */
  public ComputeDevice {
    if (index < 0 || (kind == Kind.CPU && index > 0)) {
      throw new InvalidInputException("there is no device " + kind + " " + index);
    }
  }

  /**
   * The processor the JVM runs on.
   *
   * @return the device
   */
  public static ComputeDevice cpu() {
    return new ComputeDevice(Kind.CPU, 0);
  }

  /**
   * A GPU.
   *
   * @param index from 0
   * @return the device
   */
  public static ComputeDevice cuda(int index) {
    return new ComputeDevice(Kind.CUDA, index);
  }

  /** What {@link #toString} gave. */
  static ComputeDevice of(String text) {
    return text.startsWith("cuda:")
        ? cuda(Integer.parseInt(text.substring("cuda:".length())))
        : cpu();
  }

  /** As in {@code cpu} or {@code cuda:0}. */
  @Override
  public String toString() {
    return kind == Kind.CPU ? "cpu" : "cuda:" + index;
  }
}
