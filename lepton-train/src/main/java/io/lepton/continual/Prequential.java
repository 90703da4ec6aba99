package io.lepton.continual;

import io.lepton.error.InvalidInputException;
import io.lepton.train.OnlineLearner;
import java.util.Iterator;
import java.util.OptionalDouble;

/**
 * Measures a learner on the stream it learns from: each row is predicted first and learnt then
 * (Gama, Sebastião and Rodrigues 2013). Over all rows, which never forgets the poor start, and over
 * the last ones. Not thread-safe; its memory is the window's.
 */
public final class Prequential {
  private final boolean[] window;
  private long rows;
  private long right;
  private int rightInWindow;

  /**
   * Before the first row.
   *
   * @param window rows that the sliding accuracy is of, at least 1
   */
  public Prequential(int window) {
    if (window < 1) {
      throw new InvalidInputException("window is " + window + "; expected 1 or more rows");
    }
    this.window = new boolean[window];
  }

  /**
   * Predicts and learns all chunks of a stream.
   *
   * @param learner a classifier whose outputs are logits
   * @param stream chunks of rows, in order; the smaller, the less the learner is behind
   * @return this
   */
  public Prequential run(OnlineLearner learner, Iterator<Labelled> stream) {
    int width = learner.network().outputSize();
    while (stream.hasNext()) {
      Labelled chunk = stream.next();
      float[] outputs = learner.run(chunk.inputs(), chunk.rows());
      float[] targets = new float[chunk.rows()];
      for (int row = 0; row < chunk.rows(); row++) {
        add(Decisions.best(outputs, row, width) == chunk.labels()[row]);
        targets[row] = chunk.labels()[row];
      }
      learner.learn(chunk.inputs(), targets, chunk.rows());
    }
    return this;
  }

  /**
   * Counts one row.
   *
   * @param correct whether it was predicted right
   */
  public void add(boolean correct) {
    int at = (int) (rows % window.length);
    if (window[at]) {
      rightInWindow--;
    }
    window[at] = correct;
    rows++;
    if (correct) {
      right++;
      rightInWindow++;
    }
  }

  /**
   * Rows so far.
   *
   * @return 0 or more
   */
  public long rows() {
    return rows;
  }

  /**
   * The share predicted right of all rows.
   *
   * @return empty before the first
   */
  public OptionalDouble accuracy() {
    return rows == 0 ? OptionalDouble.empty() : OptionalDouble.of(right / (double) rows);
  }

  /**
   * The share predicted right of the last rows.
   *
   * @return empty before the first; of fewer rows until the window is full
   */
  public OptionalDouble slidingAccuracy() {
    return rows == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(rightInWindow / (double) Math.min(rows, window.length));
  }
}
