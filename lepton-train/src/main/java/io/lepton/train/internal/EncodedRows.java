package io.lepton.train.internal;

/** Rows as a network sees them, with their classes. The arrays belong to whoever holds this. */
public final class EncodedRows {
  private final float[] inputs;
  private final int[] classes;

  /** Inputs row by row, and as many classes as there are rows. */
  public EncodedRows(float[] inputs, int[] classes) {
    this.inputs = inputs;
    this.classes = classes;
  }

  public static EncodedRows none() {
    return new EncodedRows(new float[0], new int[0]);
  }

  public int count() {
    return classes.length;
  }

  public float[] inputs() {
    return inputs;
  }

  public int classOf(int row) {
    return classes[row];
  }
}
