package io.lepton.experiment;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Version;
import io.lepton.model.VersionId;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One arm of an experiment.
 *
 * @param name unique in the experiment; 1 to 200 characters, not blank
 * @param version the model version the arm runs, or null if it runs something else
 * @param weight its share of the units, relative to the other arms' weights; positive and finite
 * @param role control or treatment; set by the definition's method it is given to
 */
public record Variant(String name, @Nullable VersionId version, double weight, Role role) {
  private static final int MAX_NAME = 200;

  /** What an arm is compared with. */
  public enum Role {
    /** The arm every treatment is compared with; each experiment has one. */
    CONTROL,
    /** An arm that may replace the control. */
    TREATMENT
  }

  /** {@inheritDoc} */
  public Variant {
    Objects.requireNonNull(role);
    if (name.isBlank() || name.length() > MAX_NAME) {
      throw new InvalidInputException(
          "arm name \"" + name + "\"; expected 1 to " + MAX_NAME + " characters, not blank");
    }
    if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
      throw new InvalidInputException(
          "arm \"" + name + "\" has weight " + weight + "; expected a positive finite number");
    }
  }

  /**
   * An arm of weight 1 that is no saved model version.
   *
   * @param name unique in the experiment
   * @return the arm
   */
  public static Variant of(String name) {
    return new Variant(name, null, 1, Role.TREATMENT);
  }

  /**
   * An arm of weight 1 that runs a version, named by model and number such as {@code credit v2}.
   *
   * @param version what it runs
   * @return the arm
   */
  public static Variant of(Version version) {
    return new Variant(version.model() + " v" + version.number(), version.id(), 1, Role.TREATMENT);
  }

  /**
   * An arm of weight 1 that runs a version, named by the first digits of its id.
   *
   * @param version what it runs
   * @return the arm
   */
  public static Variant of(VersionId version) {
    return new Variant(version.abbreviated(), version, 1, Role.TREATMENT);
  }

  /**
   * The same arm under another name.
   *
   * @param newName unique in the experiment
   * @return the renamed arm
   */
  public Variant named(String newName) {
    return new Variant(newName, version, weight, role);
  }

  /**
   * The same arm with another share of the units.
   *
   * @param newWeight relative to the other arms' weights
   * @return the arm
   */
  public Variant weight(double newWeight) {
    return new Variant(name, version, newWeight, role);
  }

  Variant as(Role newRole) {
    return new Variant(name, version, weight, newRole);
  }

  /**
   * Whether this is the arm the others are compared with.
   *
   * @return true for the control
   */
  public boolean isControl() {
    return role == Role.CONTROL;
  }

  /**
   * The version it runs, if it runs one.
   *
   * @return the version's id or empty
   */
  public Optional<VersionId> findVersion() {
    return Optional.ofNullable(version);
  }

  /** The name. */
  @Override
  public String toString() {
    return name;
  }
}
