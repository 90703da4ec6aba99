package io.lepton.train.djl.tensorflow.internal;

import io.lepton.bytes.Digest;
import io.lepton.error.InvalidInputException;
import io.lepton.model.Signature;
import io.lepton.train.internal.ModelInputs;
import io.lepton.train.internal.ModelOutput;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The configuration of the format {@value #FORMAT}, as JSON.
 *
 * @param files digests of the SavedModel's files by their path below its folder
 * @param key of the signature that is run
 * @param inputs how a row becomes the model's input
 * @param classes in the order of the model's outputs, which are logits; none where the inputs say
 *     what its outputs mean
 */
public record SavedModelConfig(
    Map<String, Digest> files, String key, ModelInputs inputs, List<String> classes) {
  /** The format's name in snapshots. */
  public static final String FORMAT = "lepton.savedmodel/1";

  /** What the names of the SavedModel's files start with in a snapshot. */
  public static final String PREFIX = "savedmodel/";

  public SavedModelConfig {
    files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    Objects.requireNonNull(key);
    Objects.requireNonNull(inputs);
    classes = List.copyOf(classes);
    if (inputs instanceof ModelInputs.Template && !classes.isEmpty()) {
      throw new InvalidInputException(
          "classes " + classes + " beside inputs that say what the outputs mean");
    }
    outputOf(inputs, classes); // checks them
    for (String path : files.keySet()) {
      if (!path.matches("[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*") || path.contains("..")) {
        throw new InvalidInputException("file \"" + path + "\" is no path below a folder");
      }
    }
  }

  private static ModelOutput outputOf(ModelInputs inputs, List<String> classes) {
    return inputs instanceof ModelInputs.Template template
        ? template.output()
        : new ModelOutput.Classes(classes);
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
