package io.lepton.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import io.lepton.error.CorruptDataException;
import io.lepton.internal.Json;
import io.lepton.model.Signature;
import io.lepton.model.Signature.Field;
import io.lepton.model.Signature.Presence;
import io.lepton.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * MLflow's schemas: JSON text, a list of columns ({@code {"type": "double", "name": "x"}}) or of
 * tensors ({@code {"type": "tensor", "tensor-spec": {"dtype": "float32", "shape": [-1, 4]}}}).
 */
final class MlflowSignature {
  private static final Map<String, Signature.Type> COLUMNS =
      Map.of(
          "boolean", Signature.Type.BOOLEAN,
          "integer", Signature.Type.I32,
          "long", Signature.Type.I64,
          "float", Signature.Type.F32,
          "double", Signature.Type.F64,
          "string", Signature.Type.STRING);
  private static final Map<String, Signature.Type> TENSORS =
      Map.of(
          "bool", Signature.Type.BOOLEAN,
          "uint8", Signature.Type.U8,
          "int32", Signature.Type.I32,
          "int64", Signature.Type.I64,
          "float32", Signature.Type.F32,
          "float64", Signature.Type.F64,
          "str", Signature.Type.STRING,
          "object", Signature.Type.STRING);

  private MlflowSignature() {}

  /** Reads a schema; empty if it has a type that Lepton does not have. */
  static Optional<List<Field>> read(@Nullable Object json, String alone, String where) {
    if (json == null) {
      return Optional.of(List.of());
    }
    if (!(json instanceof String text)) {
      throw new CorruptDataException(where + ": expected a schema as JSON text, found " + json);
    }
    JsonNode schema = Json.read(text, JsonNode.class, where);
    if (!schema.isArray()) {
      throw new CorruptDataException(where + ": expected a list, found " + text);
    }
    List<Field> fields = new ArrayList<>();
    for (JsonNode each : schema) {
      String standIn = schema.size() == 1 ? alone : Integer.toString(fields.size());
      String name = each.hasNonNull("name") ? each.get("name").asText() : standIn;
      Optional<Field> field = field(each, name, where);
      if (field.isEmpty()) {
        return Optional.empty();
      }
      fields.add(field.get());
    }
    return Optional.of(fields);
  }

  private static Optional<Field> field(JsonNode each, String name, String where) {
    boolean optional =
        each.path("optional").asBoolean(false) || !each.path("required").asBoolean(true);
    Presence presence = optional ? Presence.OPTIONAL : Presence.REQUIRED;
    JsonNode tensor = each.path("tensor-spec");
    if (!each.path("type").asText().equals("tensor")) {
      return Optional.ofNullable(COLUMNS.get(each.path("type").asText()))
          .map(type -> new Field(name, type, Shape.of(), presence));
    }
    Signature.Type type = TENSORS.get(tensor.path("dtype").asText());
    List<Long> shape = new ArrayList<>();
    for (JsonNode dimension : tensor.path("shape")) {
      if (!dimension.isIntegralNumber()
          || !dimension.canConvertToLong()
          || dimension.asLong() < -1) {
        throw new CorruptDataException(where + ": a tensor cannot have the shape " + tensor);
      }
      shape.add(dimension.asLong() == -1 ? Shape.UNKNOWN : dimension.asLong());
    }
    return Optional.ofNullable(type)
        .map(
            it ->
                new Field(
                    name,
                    it,
                    Shape.of(shape.stream().mapToLong(Long::longValue).toArray()),
                    presence));
  }

  /** Writes a schema: of columns, or of tensors if a field is one. */
  static String write(List<Field> fields) {
    boolean columns =
        fields.stream().allMatch(it -> it.shape().rank() == 0 && it.type() != Signature.Type.U8);
    List<Map<String, Object>> specs = new ArrayList<>();
    for (Field field : fields) {
      Map<String, Object> spec = new LinkedHashMap<>();
      spec.put("name", field.name());
      if (columns) {
        spec.put("type", name(COLUMNS, field.type()));
        spec.put("required", field.presence() == Presence.REQUIRED);
      } else {
        List<Long> shape = new ArrayList<>();
        for (long dimension : field.shape().dimensions()) {
          shape.add(dimension == Shape.UNKNOWN ? -1 : dimension);
        }
        String dtype = field.type() == Signature.Type.STRING ? "str" : name(TENSORS, field.type());
        spec.put("type", "tensor");
        spec.put("tensor-spec", Map.of("dtype", dtype, "shape", shape));
      }
      specs.add(spec);
    }
    return Json.text(specs);
  }

  private static String name(Map<String, Signature.Type> names, Signature.Type type) {
    return names.entrySet().stream()
        .filter(it -> it.getValue() == type)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("MLflow has no name for " + type));
  }
}
