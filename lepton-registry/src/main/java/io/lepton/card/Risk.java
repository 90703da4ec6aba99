package io.lepton.card;

import java.util.Objects;

/**
 * An ethical consideration.
 *
 * @param name what may go wrong, and for whom
 * @param mitigation what was done about it; may be empty
 */
public record Risk(String name, String mitigation) {
  /** {@inheritDoc} */
  public Risk {
    CardText.requireText("risk", name);
    Objects.requireNonNull(mitigation);
  }
}
