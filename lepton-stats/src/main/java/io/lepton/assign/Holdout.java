package io.lepton.assign;

import io.lepton.error.InvalidInputException;
import io.lepton.spi.Ref;

/**
 * Units that are kept out of experiments, to see what all of them together did. Which units is a
 * function of the name and the share alone, so every experiment and layer that names the same
 * holdout keeps out the same units. By the scheme {@code lepton} with the salt {@code
 * holdout/NAME}, the first points.
 *
 * @param name as {@link Ref#requireValidName} allows
 * @param share of all units, above 0 and below 1
 */
public record Holdout(String name, double share) {
  /** {@inheritDoc} */
  public Holdout {
    Ref.requireValidName("holdout", name);
    if (!(share > 0 && share < 1)) {
      throw new InvalidInputException(
          "holdout \"" + name + "\" of " + share + "; expected between 0 and 1 exclusive");
    }
  }

  /**
   * Which units are held out.
   *
   * @return the function
   */
  public Membership members() {
    return Membership.of(HashSchemes.lepton(), salt(), 0, share);
  }

  /**
   * The salt of its hash.
   *
   * @return {@code holdout/NAME}
   */
  public String salt() {
    return "holdout/" + name;
  }
}
