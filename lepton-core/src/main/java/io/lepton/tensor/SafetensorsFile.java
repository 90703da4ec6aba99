package io.lepton.tensor;

import io.lepton.error.NotFoundException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a safetensors file holds.
 *
 * @param weights the tensors in the order of the header, their bytes read when asked for
 * @param metadata free text by name, in the order of the header; empty if there is none
 */
public record SafetensorsFile(Weights weights, Map<String, String> metadata) {
  /** {@inheritDoc} */
  public SafetensorsFile {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /**
   * One tensor.
   *
   * @param name of the tensor
   * @return the tensor
   * @throws NotFoundException if there is none of that name
   */
  public Tensor tensor(String name) {
    return weights.get(name);
  }
}
