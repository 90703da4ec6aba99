package io.lepton.train.djl.internal;

/** What computes rows of floats. Thread-safe, but for closing. */
public interface RowModel extends AutoCloseable {
  /** The outputs of rows, each the same to the bit whatever rows stand beside it. */
  float[] runEachByItself(float[] inputs, int rows);

  @Override
  void close();
}
