package io.lepton.train.djl.internal;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Signature;
import io.lepton.train.internal.ModelOutput;
import io.lepton.train.internal.RowInput;
import java.util.Objects;

/**
 * The configuration of the format {@value #FORMAT}, as JSON.
 *
 * @param factory name of the factory that builds the block
 * @param settings given to it
 * @param input how a row becomes the block's input
 * @param outputs values the block gives for a row
 * @param output what they mean
 */
public record BlockConfig(
    String factory, String settings, RowInput input, int outputs, ModelOutput output) {
  /** The format's name in snapshots. */
  public static final String FORMAT = "lepton.djl-block/1";

  public BlockConfig {
    Objects.requireNonNull(factory);
    Objects.requireNonNull(settings);
    if (output.width(input.width()) != outputs) {
      throw new InvalidInputException(
          "the block gives "
              + outputs
              + " values a row; its predictions need "
              + output.width(input.width()));
    }
  }

  public Signature signature() {
    return new Signature(input.fields(), output.fields());
  }
}
