package io.lepton.train;

import io.lepton.data.Batches;
import io.lepton.data.Dataset;
import io.lepton.data.RowSource;
import io.lepton.train.Examples.Example;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** One walk over rows that need not fit in memory, encoded some at a time. */
final class SourceExamples implements Iterator<Example>, AutoCloseable {
  private static final int BLOCK = 256;

  private final SavedNetwork network;
  private final Batches batches;
  private final Deque<Example> ready = new ArrayDeque<>();

  SourceExamples(SavedNetwork network, RowSource source) {
    this.network = network;
    this.batches = source.batches(BLOCK);
  }

  @Override
  public boolean hasNext() {
    return !ready.isEmpty() || batches.hasNext();
  }

  @Override
  public Example next() {
    if (ready.isEmpty()) {
      if (!batches.hasNext()) {
        throw new NoSuchElementException();
      }
      encode(batches.next());
    }
    return ready.remove();
  }

  private void encode(Dataset rows) {
    float[] inputs = network.inputs(rows);
    float[] targets = network.targets(rows, inputs);
    int width = inputs.length / rows.rows();
    int wide = targets.length / rows.rows();
    for (int row = 0; row < rows.rows(); row++) {
      ready.add(
          new Example(
              Arrays.copyOfRange(inputs, row * width, (row + 1) * width),
              Arrays.copyOfRange(targets, row * wide, (row + 1) * wide),
              1));
    }
  }

  @Override
  public void close() {
    batches.close();
  }
}
