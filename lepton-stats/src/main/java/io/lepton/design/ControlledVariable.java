package io.lepton.design;

import io.lepton.model.Version;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which variable an experiment on two models is about. If exactly one differs, a difference of the
 * arms is due to it (or to chance); if several do, the experiment can say that the treatment is
 * better, and not why. Weights are not compared: they follow from the rest.
 *
 * <p>Some differences follow from others: other data may bring other categories, hence other shapes
 * of tensors. The check reports what differs and leaves the judgement to the reader.
 *
 * @param control name of the control
 * @param treatment name of the treatment
 * @param differences all that differs, in the order of {@link Variable}
 * @param unrecorded variables that neither or only one of the two has a record of, so that it
 *     cannot be said whether they differ
 */
public record ControlledVariable(
    String control, String treatment, List<Difference> differences, Set<Variable> unrecorded) {
  /** What the check found. */
  public enum Verdict {
    /** One variable differs, and all others are known to be the same. */
    CONTROLLED,
    /** Nothing differs: an A/A test. */
    SAME,
    /** Several differ. */
    CONFOUNDED,
    /** At most one is known to differ, but others are not recorded. */
    INCONCLUSIVE
  }

  /** {@inheritDoc} */
  public ControlledVariable {
    Objects.requireNonNull(control);
    Objects.requireNonNull(treatment);
    differences = List.copyOf(differences);
    unrecorded = Set.copyOf(unrecorded);
  }

  /**
   * Checks two versions.
   *
   * @param control one version
   * @param treatment another, or the same
   * @return what differs
   */
  public static ControlledVariable between(Version control, Version treatment) {
    return between(ModelDescription.of(control), ModelDescription.of(treatment), Set.of());
  }

  /**
   * Checks two models.
   *
   * @param control one model
   * @param treatment another
   * @param architectureSettings hyperparameters that say how the network is built, such as {@code
   *     hidden}; a change of these counts as architecture
   * @return what differs
   */
  public static ControlledVariable between(
      ModelDescription control, ModelDescription treatment, Set<String> architectureSettings) {
    Comparer comparer = new Comparer(control, treatment, architectureSettings);
    return new ControlledVariable(
        control.name(), treatment.name(), comparer.differences(), comparer.unrecorded());
  }

  /**
   * The variables that differ.
   *
   * @return empty if nothing does
   */
  public Set<Variable> variables() {
    EnumSet<Variable> variables = EnumSet.noneOf(Variable.class);
    differences.forEach(difference -> variables.add(difference.variable()));
    return variables;
  }

  /**
   * The one variable that differs.
   *
   * @return empty if none or several do
   */
  public Optional<Variable> variable() {
    Set<Variable> variables = variables();
    return variables.size() == 1 ? Optional.of(variables.iterator().next()) : Optional.empty();
  }

  /**
   * What the experiment can say.
   *
   * @return the verdict
   */
  public Verdict verdict() {
    int count = variables().size();
    if (count > 1) {
      return Verdict.CONFOUNDED;
    }
    if (!unrecorded.isEmpty()) {
      return Verdict.INCONCLUSIVE;
    }
    return count == 1 ? Verdict.CONTROLLED : Verdict.SAME;
  }

  /**
   * What to tell those who start the experiment.
   *
   * @return empty if one variable differs and all is known
   */
  public Optional<String> warning() {
    return switch (verdict()) {
      case CONTROLLED -> Optional.empty();
      case SAME ->
          Optional.of(
              "nothing that is recorded differs between "
                  + control
                  + " and "
                  + treatment
                  + "; the experiment is an A/A test");
      case CONFOUNDED ->
          Optional.of(
              names(variables())
                  + " differ between "
                  + control
                  + " and "
                  + treatment
                  + "; the experiment cannot say which of them made the difference. To know,"
                  + " change one at a time");
      case INCONCLUSIVE ->
          Optional.of(
              names(unrecorded)
                  + " not recorded for both "
                  + control
                  + " and "
                  + treatment
                  + "; whether only "
                  + (variables().isEmpty() ? "chance" : names(variables()))
                  + " made the difference cannot be said. Record a lineage when training");
    };
  }

  private static String names(Set<Variable> variables) {
    return new TreeSet<>(variables).stream().map(Variable::name).collect(Collectors.joining(", "));
  }

  /** For people: the warning, if any, then one line for each difference. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(warning().orElseGet(() -> "only " + names(variables()) + " differs"));
    differences.forEach(
        difference ->
            text.append("\n  ").append(difference.variable()).append(": ").append(difference));
    return text.toString();
  }
}
