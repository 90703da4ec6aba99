package io.lepton.train.internal;

/** Names of what a lineage's environment says of the making of a model. */
public final class LineageNotes {
  /** How it was compressed, in words. */
  public static final String COMPRESSION = "compression";

  /** What it was trained on, as in {@code cuda:0}. */
  public static final String DEVICE = "device";

  /** Settings of a training by hand. */
  public static final String TRAINER = "trainer";

  private LineageNotes() {}
}
