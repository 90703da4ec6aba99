package io.lepton.sign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Takes values out of JSON that a stranger wrote; every complaint names the field. */
final class Fields {
  private Fields() {}

  static JsonNode object(JsonNode parent, String name) {
    return typed(parent, name, JsonNodeType.OBJECT);
  }

  static JsonNode array(JsonNode parent, String name) {
    return typed(parent, name, JsonNodeType.ARRAY);
  }

  static String text(JsonNode parent, String name) {
    return typed(parent, name, JsonNodeType.STRING).textValue();
  }

  static @Nullable String optionalText(JsonNode parent, String name) {
    return isAbsent(parent, name) ? null : text(parent, name);
  }

  static boolean isAbsent(JsonNode parent, String name) {
    return !parent.isObject() || parent.path(name).isMissingNode() || parent.path(name).isNull();
  }

  static byte[] base64(JsonNode parent, String name) {
    String text = text(parent, name);
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidSignatureException(
          InvalidSignatureException.Reason.MALFORMED, "field \"" + name + "\" is not Base64", e);
    }
  }

  static void requireText(JsonNode parent, String name, String expected) {
    String found = text(parent, name);
    if (!found.equals(expected)) {
      throw InvalidSignatureException.malformed(
          "field \"" + name + "\": expected \"" + expected + "\", found \"" + brief(found) + "\"");
    }
  }

  static JsonNode typed(JsonNode parent, String name, JsonNodeType type) {
    JsonNode value = parent.path(name);
    if (!parent.isObject() || value.getNodeType() != type) {
      throw InvalidSignatureException.malformed(
          "field \"" + name + "\": expected " + type + ", found " + value.getNodeType());
    }
    return value;
  }

  /** At most a line of what a stranger wrote. */
  static String brief(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }
}
