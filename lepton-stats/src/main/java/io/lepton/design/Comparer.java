package io.lepton.design;

import io.lepton.model.DataReference;
import io.lepton.model.Lineage;
import io.lepton.model.Signature;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares two models, variable by variable. */
final class Comparer {
  private final ModelDescription control;
  private final ModelDescription treatment;
  private final Set<String> architectureSettings;
  private final List<Difference> differences = new ArrayList<>();
  private final Set<Variable> unrecorded = EnumSet.noneOf(Variable.class);

  Comparer(ModelDescription control, ModelDescription treatment, Set<String> architecture) {
    this.control = control;
    this.treatment = treatment;
    this.architectureSettings = Set.copyOf(architecture);
    compare();
    differences.sort(Comparator.comparing(Difference::variable));
  }

  List<Difference> differences() {
    return differences;
  }

  Set<Variable> unrecorded() {
    return unrecorded;
  }

  private void compare() {
    Lineage before = control.lineage();
    Lineage after = treatment.lineage();
    recorded(Variable.DATA, before.data().isEmpty(), after.data().isEmpty());
    maps(Variable.DATA, "data", data(before), data(after));
    maps(Variable.ARCHITECTURE, "tensor", control.tensors(), treatment.tensors());
    fields("input", control.signature().inputs(), treatment.signature().inputs());
    fields("output", control.signature().outputs(), treatment.signature().outputs());
    settings();
    one(Variable.CODE, "code revision", before.codeRevision(), after.codeRevision());
    one(Variable.ENGINE, "format", control.format(), treatment.format());
    recorded(Variable.ENGINE, before.environment().isEmpty(), after.environment().isEmpty());
    maps(Variable.ENGINE, "environment", before.environment(), after.environment());
    one(Variable.SEED, "seed", before.seed(), after.seed());
    if (!before.derivedFrom().equals(after.derivedFrom())) {
      add(
          Variable.ANCESTRY,
          "derived from",
          before.derivedFrom().toString(),
          after.derivedFrom().toString());
    }
  }

  private void add(
      Variable variable, String what, @Nullable String before, @Nullable String after) {
    differences.add(new Difference(variable, what, before, after));
  }

  /** A record on one side only is no difference: it may well have been the same. */
  private boolean recorded(Variable variable, boolean missingBefore, boolean missingAfter) {
    if (missingBefore || missingAfter) {
      unrecorded.add(variable);
    }
    return !missingBefore && !missingAfter;
  }

  private void one(
      Variable variable, String what, @Nullable Object before, @Nullable Object after) {
    if (recorded(variable, before == null, after == null) && !Objects.equals(before, after)) {
      add(variable, what, String.valueOf(before), String.valueOf(after));
    }
  }

  private void maps(Variable variable, String kind, Map<String, ?> before, Map<String, ?> after) {
    if (unrecorded.contains(variable)) {
      return;
    }
    Set<String> names = new LinkedHashSet<>(before.keySet());
    names.addAll(after.keySet());
    for (String name : names) {
      compare(variable, kind + " \"" + name + "\"", before.get(name), after.get(name));
    }
  }

  private void compare(
      Variable variable, String what, @Nullable Object before, @Nullable Object after) {
    if (!Objects.equals(before, after)) {
      add(
          variable,
          what,
          before == null ? null : before.toString(),
          after == null ? null : after.toString());
    }
  }

  private void settings() {
    Map<String, Object> before = control.hyperparameters().asMap();
    Map<String, Object> after = treatment.hyperparameters().asMap();
    Set<String> names = new LinkedHashSet<>(before.keySet());
    names.addAll(after.keySet());
    for (String name : names) {
      compare(
          architectureSettings.contains(name) ? Variable.ARCHITECTURE : Variable.HYPERPARAMETERS,
          "hyperparameter \"" + name + "\"",
          before.get(name),
          after.get(name));
    }
  }

  private void fields(String kind, List<Signature.Field> before, List<Signature.Field> after) {
    Map<String, Object> first = new LinkedHashMap<>();
    before.forEach(field -> first.put(field.name(), text(field)));
    Map<String, Object> second = new LinkedHashMap<>();
    after.forEach(field -> second.put(field.name(), text(field)));
    maps(Variable.ARCHITECTURE, kind, first, second);
  }

  private static String text(Signature.Field field) {
    return field.type() + " " + field.shape() + " " + field.presence();
  }

  /** Sets of one name come in the order they went in. */
  private static Map<String, String> data(Lineage lineage) {
    Map<String, String> sets = new LinkedHashMap<>();
    for (DataReference reference : lineage.data()) {
      sets.merge(
          reference.name(),
          reference.fingerprint() + " (" + reference.rows() + " rows)",
          (first, next) -> first + ", " + next);
    }
    return sets;
  }
}
