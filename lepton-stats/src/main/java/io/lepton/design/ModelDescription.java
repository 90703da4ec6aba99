package io.lepton.design;

import io.lepton.model.Hyperparameters;
import io.lepton.model.Lineage;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Signature;
import io.lepton.model.Version;
import io.lepton.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What the check reads of a model. The engine's configuration is left out: it holds what was
 * learned from the data too, such as the means of columns, and says nothing of what was chosen.
 *
 * @param name for people
 * @param format of the snapshot
 * @param tensors name to type and shape, as text
 * @param hyperparameters it was trained with
 * @param signature what goes in and comes out
 * @param lineage where it came from
 */
public record ModelDescription(
    String name,
    String format,
    Map<String, String> tensors,
    Hyperparameters hyperparameters,
    Signature signature,
    Lineage lineage) {
  /** {@inheritDoc} */
  public ModelDescription {
    Objects.requireNonNull(name);
    Objects.requireNonNull(format);
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    Objects.requireNonNull(hyperparameters);
    Objects.requireNonNull(signature);
    Objects.requireNonNull(lineage);
  }

  /**
   * Of a saved version.
   *
   * @param version any
   * @return its description
   */
  public static ModelDescription of(Version version) {
    Map<String, String> tensors = new LinkedHashMap<>();
    version.tensors().forEach((name, info) -> tensors.put(name, info.dtype() + " " + info.shape()));
    return new ModelDescription(
        version.toString(),
        version.format(),
        tensors,
        version.hyperparameters(),
        version.signature(),
        version.lineage());
  }

  /**
   * Of a model that is not saved yet.
   *
   * @param name for people
   * @param snapshot of the model
   * @return its description
   */
  public static ModelDescription of(String name, ModelSnapshot snapshot) {
    Map<String, String> tensors = new LinkedHashMap<>();
    for (String tensor : snapshot.weights().names()) {
      Tensor value = snapshot.weights().get(tensor);
      tensors.put(tensor, value.dtype() + " " + value.shape());
    }
    return new ModelDescription(
        name,
        snapshot.format(),
        tensors,
        snapshot.hyperparameters(),
        snapshot.signature(),
        snapshot.lineage());
  }
}
