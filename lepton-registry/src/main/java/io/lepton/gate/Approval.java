package io.lepton.gate;

import java.time.Instant;
import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a person said of a version. The last word of each person counts.
 *
 * @param statement for or against
 * @param actor who
 * @param roles the roles this person had for the model then
 * @param time when
 * @param reason why
 */
public record Approval(
    Statement statement, String actor, Set<String> roles, Instant time, String reason) {
  /** For or against. */
  public enum Statement {
    /** For. */
    APPROVED,
    /** Against; takes back an approval. */
    REJECTED
  }

  /** {@inheritDoc} */
  public Approval {
    Objects.requireNonNull(statement);
    Objects.requireNonNull(actor);
    Objects.requireNonNull(time);
    Objects.requireNonNull(reason);
    roles = Collections.unmodifiableSet(new TreeSet<>(roles));
  }
}
