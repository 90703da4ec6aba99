package io.lepton.train.djl;

import ai.djl.nn.Block;
import io.lepton.error.InvalidInputException;
import io.lepton.spi.Named;

/**
 * Builds a DJL block of the caller's own, so that a model saved with it can be loaded again: the
 * snapshot holds the factory's name, its settings and the parameters. Found through {@code
 * META-INF/services/io.lepton.train.djl.BlockFactory}, or passed to {@link DjlPyTorchEngine}.
 *
 * <p>A factory MUST give a new block in each call, MUST give one of the same structure and names of
 * parameters for the same settings in every release, and MUST be safe for use by many threads.
 * Blocks take one array of 32-bit floats [batch, ...] and give one [batch, ...]; they MUST change
 * nothing of their own while they predict, for many threads do it at once. They may draw at random
 * in training, as dropout does.
 *
 * <p>In arithmetic with a number ({@code array.mul(2)}), DJL 0.35.1 makes an array over Java memory
 * and lets go of it, though PyTorch may need it for the gradient: a block that is to be trained
 * uses arrays for such numbers, {@code array.getManager().full(...)}, never {@code create}.
 */
public interface BlockFactory extends Named {
  /**
   * Builds a block.
   *
   * @param settings as given to {@link BlockModel#of}, JSON text by convention
   * @return a new block, not initialised
   * @throws InvalidInputException if the settings are not valid
   */
  Block create(String settings);
}
