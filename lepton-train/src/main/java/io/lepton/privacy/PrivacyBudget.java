package io.lepton.privacy;

import io.lepton.error.InvalidInputException;

/**
 * The most privacy that may be spent.
 *
 * @param epsilon above 0, finite
 * @param delta above 0 and below 1; far below one over the number of units
 */
public record PrivacyBudget(double epsilon, double delta) {
  /** {@inheritDoc} */
  public PrivacyBudget {
    if (!(epsilon > 0 && epsilon < Double.POSITIVE_INFINITY)) {
      throw new InvalidInputException("epsilon is " + epsilon + "; expected a number above 0");
    }
    requireDelta(delta);
  }

  static void requireDelta(double delta) {
    if (!(delta > 0 && delta < 1)) {
      throw new InvalidInputException("delta is " + delta + "; expected above 0 and below 1");
    }
  }

  /**
   * Checks that what was spent, or is about to be, keeps within the budget.
   *
   * @param spent all of it
   * @param asked what it is for, for the message
   * @return what was spent comes to
   * @throws BudgetSpentException if it is more than the budget
   */
  public PrivacyGuarantee require(RdpAccountant spent, String asked) {
    PrivacyGuarantee guarantee = spent.guarantee(delta);
    if (guarantee.epsilon() > epsilon) {
      throw new BudgetSpentException(
          asked
              + " would bring epsilon to "
              + guarantee.epsilon()
              + " at delta "
              + delta
              + "; the budget is "
              + epsilon
              + ": stop here, or start again with more noise or fewer participants");
    }
    return guarantee;
  }
}
