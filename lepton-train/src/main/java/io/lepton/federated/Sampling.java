package io.lepton.federated;

import io.lepton.error.InvalidInputException;

/** Who takes part in a round. */
public sealed interface Sampling {
  /**
   * Each client on its own with one probability; a round may have none. What the privacy account
   * needs.
   *
   * @param probability above 0, to 1
   */
  record Independent(double probability) implements Sampling {
    /** {@inheritDoc} */
    public Independent {
      if (!(probability > 0 && probability <= 1)) {
        throw new InvalidInputException(
            "probability of taking part is " + probability + "; expected above 0, to 1");
      }
    }
  }

  /**
   * The same number in every round, without repetition.
   *
   * @param clients at least 1; all of them if there are fewer
   */
  record Fixed(int clients) implements Sampling {
    /** {@inheritDoc} */
    public Fixed {
      if (clients < 1) {
        throw new InvalidInputException(clients + " clients a round; expected 1 or more");
      }
    }
  }
}
