package io.lepton.gate;

import com.fasterxml.jackson.databind.JsonNode;
import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.internal.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rules as JSON: {@code {"rule": name, "is": its record}}. */
public final class Gates {
  private static final Map<String, Class<? extends Gate>> NAMES = new LinkedHashMap<>();

  static {
    NAMES.put("metric", MetricGate.class);
    NAMES.put("not-worse", NotWorseGate.class);
    NAMES.put("fresh", FreshGate.class);
    NAMES.put("data", DataGate.class);
    NAMES.put("approved", ApprovalGate.class);
    NAMES.put("check", CheckGate.class);
  }

  private Gates() {}

  /**
   * Writes a rule.
   *
   * @param gate the rule
   * @return its JSON
   */
  public static JsonNode write(Gate gate) {
    for (Map.Entry<String, Class<? extends Gate>> each : NAMES.entrySet()) {
      if (each.getValue().isInstance(gate)) {
        return Json.tree(Map.of("rule", each.getKey(), "is", gate));
      }
    }
    throw new IllegalArgumentException("a rule without a name: " + gate);
  }

  /**
   * Reads rules.
   *
   * @param rules an array of what {@link #write} gives
   * @param where it comes from, for the message
   * @return in order
   * @throws FormatTooNewException if a rule has a name that is not known here: what cannot be
   *     checked must not pass
   * @throws CorruptDataException if it is anything else
   */
  public static List<Gate> read(JsonNode rules, String where) {
    List<Gate> gates = new ArrayList<>();
    if (!rules.isArray()) {
      throw new CorruptDataException(where + ": expected a list of rules, found " + rules);
    }
    for (JsonNode rule : rules) {
      Class<? extends Gate> type = NAMES.get(rule.path("rule").asText());
      if (type == null) {
        throw new FormatTooNewException(
            where
                + ": this Lepton knows no rule "
                + rule.path("rule")
                + "; use the newer one that wrote it");
      }
      gates.add(Json.read(rule.path("is").toString(), type, where));
    }
    return gates;
  }
}
