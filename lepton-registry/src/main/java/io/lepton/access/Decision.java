package io.lepton.access;

import java.util.Objects;

/**
 * What a policy says to a request.
 *
 * @param answer yes or no
 * @param reason why, for people; kept in the audit log when it is no
 */
public record Decision(Answer answer, String reason) {
  /** Yes or no. */
  public enum Answer {
    /** It may be done. */
    ALLOW,
    /** It must not be done. */
    DENY
  }

  /** {@inheritDoc} */
  public Decision {
    Objects.requireNonNull(answer);
    Objects.requireNonNull(reason);
  }

  /**
   * Yes.
   *
   * @param reason why
   * @return the decision
   */
  public static Decision allow(String reason) {
    return new Decision(Answer.ALLOW, reason);
  }

  /**
   * No.
   *
   * @param reason why, and who could
   * @return the decision
   */
  public static Decision deny(String reason) {
    return new Decision(Answer.DENY, reason);
  }

  /**
   * Whether it is a yes.
   *
   * @return true if it may be done
   */
  public boolean isAllowed() {
    return answer == Answer.ALLOW;
  }
}
