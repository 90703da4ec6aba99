package io.lepton.compress.internal;

import io.lepton.compress.Packing;
import io.lepton.tensor.Shape;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The configuration of the format {@value #FORMAT}, as JSON.
 *
 * @param format of the model inside
 * @param config of the model inside
 * @param packing of the tensors that are packed
 * @param packed tensors and their shapes before
 */
public record PackedConfig(
    String format, String config, Packing packing, Map<String, Shape> packed) {
  /** The format's name in snapshots. */
  public static final String FORMAT = "lepton.packed/1";

  public PackedConfig {
    Objects.requireNonNull(format);
    Objects.requireNonNull(config);
    Objects.requireNonNull(packing);
    packed = Collections.unmodifiableMap(new LinkedHashMap<>(packed));
  }
}
