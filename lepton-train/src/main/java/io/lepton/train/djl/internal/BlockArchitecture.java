package io.lepton.train.djl.internal;

import ai.djl.nn.Block;
import io.lepton.error.InvalidInputException;
import io.lepton.tensor.Shape;
import java.util.Objects;
import java.util.function.Function;

/**
 * How to build a block, without naming the API's factory.
 *
 * @param name of the factory
 * @param create what the factory does
 * @param settings given to it
 * @param input the shape of one input, without the batch axis
 */
public record BlockArchitecture(
    String name, Function<String, Block> create, String settings, Shape input) {
  public BlockArchitecture {
    Objects.requireNonNull(name);
    Objects.requireNonNull(create);
    Objects.requireNonNull(settings);
    if (input.elementCount() < 1 || input.elementCount() > Integer.MAX_VALUE) {
      throw new InvalidInputException("inputs of the shape " + input);
    }
  }

  Block build() {
    PyTorch.engine(); // offline, before a class of DJL's engine is touched
    Block block = create.apply(settings);
    if (block == null || block.isInitialized()) {
      throw new InvalidInputException(
          this
              + " gave "
              + (block == null ? "nothing" : "a block that is in use")
              + "; expected a new block in each call");
    }
    return block;
  }

  public int inputSize() {
    return (int) input.elementCount();
  }

  /** What a checkpoint belongs to. */
  String identity() {
    return "block " + name + " " + settings + " " + input;
  }

  @Override
  public String toString() {
    return "block \"" + name + "\" " + settings;
  }
}
