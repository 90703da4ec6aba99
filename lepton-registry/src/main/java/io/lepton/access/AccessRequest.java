package io.lepton.access;

import java.util.Objects;

/**
 * What somebody asks to do.
 *
 * @param actor who asks, as the store was opened or {@code as} was called with
 * @param action what is asked
 * @param model whose matter it is; empty if the whole store's
 * @param subject what would be acted upon, for people
 */
public record AccessRequest(String actor, Action action, String model, String subject) {
  /** {@inheritDoc} */
  public AccessRequest {
    Objects.requireNonNull(actor);
    Objects.requireNonNull(action);
    Objects.requireNonNull(model);
    Objects.requireNonNull(subject);
  }

  /** Action, subject and actor, in one line. */
  @Override
  public String toString() {
    return action
        + (model.isEmpty() ? " of the store" : " of model " + model)
        + " ("
        + subject
        + ") by \""
        + actor
        + "\"";
  }
}
