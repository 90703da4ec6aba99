package io.lepton.train.onnx.internal;

import io.lepton.bytes.Digest;
import io.lepton.model.Signature;
import io.lepton.train.internal.ModelInputs;
import io.lepton.train.internal.ModelOutput;
import java.util.List;
import java.util.Objects;

/**
 * The configuration of the format {@value #FORMAT}, as JSON.
 *
 * @param model digest of the file {@value #FILE}
 * @param inputs how a row becomes the model's input
 * @param classes in the order of the model's outputs, which are logits
 */
public record OnnxConfig(Digest model, ModelInputs inputs, List<String> classes) {
  /** The format's name in snapshots. */
  public static final String FORMAT = "lepton.onnx/1";

  /** The file that holds the model. */
  public static final String FILE = "model.onnx";

  public OnnxConfig {
    Objects.requireNonNull(model);
    Objects.requireNonNull(inputs);
    classes = new ModelOutput.Classes(classes).classes(); // checked
  }

  public Signature signature() {
    return new Signature(inputs.fields(), new ModelOutput.Classes(classes).fields());
  }
}
