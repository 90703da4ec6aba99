package io.lepton.train.djl.internal;

import io.lepton.bytes.Digest;
import io.lepton.model.Signature;
import io.lepton.train.internal.ModelOutput;
import io.lepton.train.internal.RowInput;
import java.util.Objects;

/**
 * The configuration of the format {@value #FORMAT}, as JSON.
 *
 * @param model digest of the file {@value #FILE}
 * @param input how a row becomes the module's one argument
 * @param output what its one result means
 */
public record TorchScriptConfig(Digest model, RowInput input, ModelOutput output) {
  /** The format's name in snapshots. */
  public static final String FORMAT = "lepton.torchscript/1";

  /** The file that holds the module. */
  public static final String FILE = "model.pt";

  public TorchScriptConfig {
    Objects.requireNonNull(model);
    Objects.requireNonNull(input);
    Objects.requireNonNull(output);
  }

  public Signature signature() {
    return new Signature(input.fields(), output.fields());
  }
}
