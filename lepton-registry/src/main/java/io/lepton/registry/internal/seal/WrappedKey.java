package io.lepton.registry.internal.seal;

import com.fasterxml.jackson.databind.JsonNode;
import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.internal.Json;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A data key as it is kept and handed on: readable only with a key of the provider.
 *
 * @param id of the data key, 32 hexadecimal digits
 * @param rotation how often it was wrapped anew
 * @param model whose content it seals
 * @param key name of the provider's key
 * @param former names of the keys it was wrapped by before, which may open old copies of it
 * @param wrapped the data key, wrapped by that, in hexadecimal digits
 */
public record WrappedKey(
    String id, int rotation, String model, String key, List<String> former, String wrapped) {
  private static final int FIRST = 1;
  private static final int ROTATED = 2;

  /** {@inheritDoc} */
  public WrappedKey {
    former = List.copyOf(former);
  }

  /**
   * What wrapped it.
   *
   * @return the provider's bytes
   */
  public byte[] bytes() {
    try {
      return HexFormat.of().parseHex(wrapped);
    } catch (IllegalArgumentException e) {
      throw new CorruptDataException("a wrapped key of model " + model + " is no hex", e);
    }
  }

  byte[] toJson() {
    return Json.bytes(
        former.isEmpty()
            ? Map.of("format", FIRST, "model", model, "key", key, "wrapped", wrapped)
            : Map.of(
                "format", ROTATED, "model", model, "key", key, "wrapped", wrapped, "former",
                former));
  }

  static WrappedKey read(String id, int rotation, byte[] json, String where) {
    JsonNode tree = Json.read(json, JsonNode.class, where);
    long format = tree.path("format").asLong();
    if (format > ROTATED) {
      throw new FormatTooNewException(where + " has format " + format);
    }
    List<String> former = new ArrayList<>();
    tree.path("former").forEach(name -> former.add(name.asText()));
    boolean whole =
        format >= FIRST
            && tree.path("model").isTextual()
            && tree.path("key").isTextual()
            && tree.path("wrapped").isTextual()
            && tree.size() == (format == FIRST ? 4 : 5)
            && former.isEmpty() == (format == FIRST);
    if (!whole) {
      throw new CorruptDataException(where + " is no wrapped key");
    }
    return new WrappedKey(
        id,
        rotation,
        tree.path("model").asText(),
        tree.path("key").asText(),
        former,
        tree.path("wrapped").asText());
  }
}
