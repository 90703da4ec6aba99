package io.lepton.spi;

import io.lepton.error.InvalidInputException;
import java.util.Objects;

/**
 * The name of something that points at a version.
 *
 * @param model the model whose versions it points at
 * @param kind what may be done with it
 * @param name unique among the model's refs of its kind
 */
public record Ref(String model, Kind kind, String name) {
  private static final int MAX_LENGTH = 200;

  /** What kind of pointer. */
  public enum Kind {
    /** Moves forward as versions are saved on it. */
    BRANCH,
    /** Never moves. */
    TAG,
    /** Moves from version to version as people decide, such as {@code champion}. */
    ALIAS,
    /** A station of a model's life, such as {@code production}; moves as an alias does. */
    STAGE;

    /**
     * Whether the version it points at is in use: it cannot be retired, and a retired one cannot be
     * pointed at.
     *
     * @return true for aliases and stages
     */
    public boolean needsWeights() {
      return this == ALIAS || this == STAGE;
    }
  }

  /** {@inheritDoc} */
  public Ref {
    requireValidName("model", model);
    Objects.requireNonNull(kind);
    requireValidName(kind.name().toLowerCase(java.util.Locale.ROOT), name);
  }

  /**
   * Checks the name of a model or ref: 1 to 200 letters, digits, {@code . _ - /}, beginning with a
   * letter or digit.
   *
   * @param what it names, for the message
   * @param name to check
   * @throws InvalidInputException if it breaks the rule
   */
  public static void requireValidName(String what, String name) {
    boolean valid =
        !name.isEmpty()
            && name.length() <= MAX_LENGTH
            && Character.isLetterOrDigit(name.codePointAt(0))
            && name.codePoints()
                .allMatch(c -> Character.isLetterOrDigit(c) || "._-/".indexOf(c) >= 0);
    if (!valid) {
      throw new InvalidInputException(
          what
              + " name \""
              + name
              + "\"; expected 1 to "
              + MAX_LENGTH
              + " letters, digits, '.', '_', '-' or '/', beginning with a letter or digit");
    }
  }

  /** Kind, model and name, as in {@code alias champion of credit-scoring}. */
  @Override
  public String toString() {
    return kind.name().toLowerCase(java.util.Locale.ROOT) + " " + name + " of " + model;
  }
}
