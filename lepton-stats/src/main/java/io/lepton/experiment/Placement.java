package io.lepton.experiment;

/**
 * What an experiment gives a unit.
 *
 * @param variant what to serve; the control for a unit that is not in the experiment
 * @param reason why
 */
public record Placement(Variant variant, Reason reason) {
  /** Why a unit gets what it gets. */
  public enum Reason {
    /** It is in the experiment, by the hash or the allocation. */
    ASSIGNED,
    /** It is listed in the overrides; never counted. */
    FORCED,
    /** The holdout keeps it out. */
    HELD_OUT,
    /** It is outside the experiment's part of the layer. */
    OUTSIDE_LAYER,
    /** It is outside the traffic; raising the traffic may bring it in. */
    OUTSIDE_TRAFFIC,
    /** The allocation does not list it. */
    NOT_ALLOCATED
  }

  /**
   * Whether the unit counts.
   *
   * @return true if its exposure is recorded and its outcomes are analysed
   */
  public boolean inExperiment() {
    return reason == Reason.ASSIGNED;
  }
}
