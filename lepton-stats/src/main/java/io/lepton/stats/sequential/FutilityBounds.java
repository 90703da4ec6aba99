package io.lepton.stats.sequential;

import io.lepton.stats.internal.Checks;
import java.util.Objects;

/**
 * Futility bounds by beta spending: how the chance to miss the effect that the plan is made for is
 * shared out among the looks (Pampallona, Tsiatis and Kim 2001).
 *
 * @param spending the shares
 * @param power wanted, {@code 1 − β}, between alpha and 1
 * @param rule whether the bounds must be obeyed
 */
public record FutilityBounds(SpendingFunction spending, double power, Rule rule) {
  /** Whether one has to stop at a futility bound. */
  public enum Rule {
    /**
     * One may go on: the critical values are as if there were no futility bounds, so that false
     * alarms stay within alpha either way.
     */
    NON_BINDING,
    /**
     * One must stop: the critical values make use of it and are a little lower. Who goes on all the
     * same has more false alarms than alpha.
     */
    BINDING
  }

  /** {@inheritDoc} */
  public FutilityBounds {
    Objects.requireNonNull(spending);
    Objects.requireNonNull(rule);
    Checks.inside("power", power);
  }
}
