package io.lepton.compress;

/** How much of eight bits a quantised weight uses. */
public enum WeightRange {
  /**
   * −64 to 64. Processors without VNNI add two products of 8 bits in 16 bits, which then never
   * overflow: the model says the same on every processor. Size and speed are those of {@link
   * #FULL}.
   */
  REDUCED(64),
  /**
   * −127 to 127, twice as fine. Only for processors with VNNI (or AMX, or ARM's dot product):
   * elsewhere sums may saturate without a warning, and predictions with them.
   */
  FULL(127);

  private final int bound;

  WeightRange(int bound) {
    this.bound = bound;
  }

  /**
   * The largest magnitude of a quantised weight.
   *
   * @return 64 or 127
   */
  public int bound() {
    return bound;
  }
}
