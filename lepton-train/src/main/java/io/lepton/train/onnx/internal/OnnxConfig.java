package io.lepton.train.onnx.internal;

import io.lepton.bytes.Digest;
import io.lepton.error.InvalidInputException;
import io.lepton.model.Signature;
import io.lepton.train.internal.ModelInputs;
import io.lepton.train.internal.ModelOutput;
import io.lepton.train.internal.TensorInput;
import java.util.List;
import java.util.Objects;

/**
 * The configuration of the format {@value #FORMAT}, as JSON.
 *
 * @param model digest of the file {@value #FILE}
 * @param inputs how a row becomes the model's input
 * @param classes in the order of the model's outputs, which are logits; none where the inputs are a
 *     template's, which says what its outputs mean
 */
public record OnnxConfig(Digest model, ModelInputs inputs, List<String> classes) {
  /** The format's name in snapshots. */
  public static final String FORMAT = "lepton.onnx/1";

  /** The file that holds the model. */
  public static final String FILE = "model.onnx";

  public OnnxConfig {
    Objects.requireNonNull(model);
    classes = List.copyOf(classes);
    if (inputs instanceof ModelInputs.Template && !classes.isEmpty()) {
      throw new InvalidInputException(
          "classes " + classes + " beside a template's inputs, which say what its outputs mean");
    }
    outputOf(inputs, classes); // checks them
  }

  private static ModelOutput outputOf(ModelInputs inputs, List<String> classes) {
    return inputs instanceof ModelInputs.Template template
        ? template.output()
        : new ModelOutput.Classes(classes);
  }

  /** Of a model from elsewhere that is no classifier. */
  public static OnnxConfig of(Digest model, TensorInput input, ModelOutput output) {
    return new OnnxConfig(model, new ModelInputs.Template(input, output), List.of());
  }

  /** Whether a template made the model, whose snapshots hold a profile of the training data. */
  public boolean ofTemplate() {
    return inputs instanceof ModelInputs.Tabular
        || (inputs instanceof ModelInputs.Template template
            && !(template.encoding() instanceof TensorInput));
  }

  public ModelOutput output() {
    return outputOf(inputs, classes);
  }

  /** The number of outputs that are needed of the model. */
  public int outputs() {
    return output().width(Math.toIntExact(inputs.width()));
  }

  public Signature signature() {
    return new Signature(inputs.fields(), output().fields());
  }
}
