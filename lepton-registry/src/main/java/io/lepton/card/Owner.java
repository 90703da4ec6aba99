package io.lepton.card;

import java.util.Objects;

/**
 * Who answers for a model.
 *
 * @param name of a person or team
 * @param contact where to reach them; may be empty
 */
public record Owner(String name, String contact) {
  /** {@inheritDoc} */
  public Owner {
    CardText.requireText("owner", name);
    Objects.requireNonNull(contact);
  }
}
