package io.lepton.data.image;

/** What to do with a picture of another size than wanted. */
public enum Fit {
  /** It is an error. */
  REFUSE,
  /** Scale both sides, each by its own factor. */
  STRETCH,
  /**
   * Scale until the picture covers the size wanted, keeping its proportions, and cut off the rest.
   */
  CROP
}
