package io.lepton.experiment;

/** What to do. */
public enum Verdict {
  /** Replace the control: a treatment is better and does no harm beyond the margins. Final. */
  SHIP,
  /**
   * Keep the control. Final; {@link Decision#conclusive} tells "shown to be no improvement" from
   * "could not tell".
   */
  KEEP_CONTROL,
  /** The planned sample is not there yet; whatever the numbers look like, nothing follows. */
  CONTINUE,
  /** The data cannot be trusted; find the cause before looking at any metric. */
  INVALID
}
