package io.lepton.experiment;

import io.lepton.design.ControlledVariable;
import io.lepton.experiment.Variant.Role;
import io.lepton.model.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The arms of a definition so far.
 *
 * @param control null until it is given
 * @param treatments in the order given
 * @param versions that arms run, by the arm's name, of those that were given as such
 */
record Arms(@Nullable Variant control, List<Variant> treatments, Map<String, Version> versions) {
  static final Arms NONE = new Arms(null, List.of(), Map.of());

  Arms withControl(Variant variant) {
    return new Arms(variant.as(Role.CONTROL), treatments, versions);
  }

  Arms withTreatment(Variant variant) {
    List<Variant> more = new ArrayList<>(treatments);
    more.add(variant.as(Role.TREATMENT));
    return new Arms(control, List.copyOf(more), versions);
  }

  /** With what can be told of the arm that runs a version. */
  Arms knowing(Version version) {
    Map<String, Version> known = new HashMap<>(versions);
    known.put(Variant.of(version).name(), version);
    return new Arms(control, treatments, Map.copyOf(known));
  }

  /** What differs from the control, by treatment, where both were given as versions. */
  Map<String, ControlledVariable> controlledVariables() {
    Map<String, ControlledVariable> found = new LinkedHashMap<>();
    Version of = control == null ? null : versions.get(control.name());
    for (Variant treatment : treatments) {
      Version other = versions.get(treatment.name());
      if (of != null && other != null) {
        found.put(treatment.name(), ControlledVariable.between(of, other));
      }
    }
    return found;
  }

  /** The same in one sentence each, as designs keep it. */
  Map<String, String> changes() {
    Map<String, String> changes = new HashMap<>();
    controlledVariables()
        .forEach((arm, check) -> changes.put(arm, check.toString().lines().findFirst().orElse("")));
    return changes;
  }
}
