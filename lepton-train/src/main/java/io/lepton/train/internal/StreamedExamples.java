package io.lepton.train.internal;

import io.lepton.bytes.Digest;
import io.lepton.error.InvalidInputException;
import io.lepton.train.Examples;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

/** Examples read again in each epoch, shuffled in a window. */
public final class StreamedExamples implements Examples {
  private final String name;
  private final long rows;
  private final int window;
  private final IntFunction<? extends Iterator<Example>> epochs;
  private final Example first;

  public StreamedExamples(
      String name, long rows, int window, IntFunction<? extends Iterator<Example>> epochs) {
    this.name = Objects.requireNonNull(name);
    this.rows = rows;
    this.window = window;
    this.epochs = epochs;
    if (rows < 1 || window < 1) {
      throw new InvalidInputException(
          rows + " rows and a window of " + window + "; expected at least 1 each");
    }
    Iterator<Example> probe = epochs.apply(1);
    if (probe == null) { // a caller's function may well
      throw new InvalidInputException("the stream " + name + " is null for epoch 1");
    }
    try {
      if (!probe.hasNext()) {
        throw new InvalidInputException(name + " has no rows; expected " + rows);
      }
      this.first = probe.next();
    } finally {
      close(probe);
    }
  }

  @Override
  public int inputSize() {
    return first.input().length;
  }

  @Override
  public int targetSize() {
    return first.target().length;
  }

  @Override
  public long rows() {
    return rows;
  }

  @Override
  public String fingerprint() {
    MessageDigest hash = Digest.start();
    Iterator<Example> source = epochs.apply(1);
    try {
      for (int row = 0; row < window && source.hasNext(); row++) {
        Example example = source.next();
        update(hash, example.input());
        update(hash, example.target());
        update(hash, example.weight());
      }
    } finally {
      close(source);
    }
    return name + " of " + rows + " rows that begin with " + Digest.finish(hash).hex();
  }

  private static void update(MessageDigest hash, float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
    bytes.asFloatBuffer().put(values);
    hash.update(bytes);
  }

  static void close(Iterator<?> source) {
    if (source instanceof AutoCloseable resource) {
      try {
        resource.close();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new InvalidInputException("the stream cannot be closed: " + e.getMessage(), e);
      }
    }
  }

  @Override
  public Iterator<Batch> epoch(long seed, int epoch, int batchSize) {
    return new Reader(epochs.apply(epoch), Seeds.of(Math.max(0, seed), epoch), batchSize, seed);
  }

  private final class Reader implements Iterator<Batch>, AutoCloseable {
    private final Iterator<Example> source;
    private final SplittableRandom random;
    private final int batchSize;
    private final int held;
    private final List<Example> waiting = new ArrayList<>();
    private long read;

    Reader(Iterator<Example> source, SplittableRandom random, int batchSize, long seed) {
      this.source = source;
      this.random = random;
      this.batchSize = batchSize;
      this.held = seed < 0 ? 1 : window;
    }

    @Override
    public boolean hasNext() {
      fill();
      return !waiting.isEmpty();
    }

    private void fill() {
      while (waiting.size() < held && source.hasNext()) {
        waiting.add(checked(source.next()));
      }
      if (waiting.isEmpty() && read != rows) {
        throw new InvalidInputException(name + " ended after " + read + " of " + rows + " rows");
      }
    }

    private Example checked(Example example) {
      if (example.input().length != inputSize()
          || example.target().length != targetSize()
          || !(example.weight() >= 0 && example.weight() < Float.POSITIVE_INFINITY)) {
        throw new InvalidInputException(
            name
                + ", row "
                + read
                + ": "
                + example.input().length
                + " inputs, "
                + example.target().length
                + " targets and the weight "
                + example.weight()
                + "; expected "
                + inputSize()
                + ", "
                + targetSize()
                + " and 0 or more");
      }
      if (++read > rows) {
        throw new InvalidInputException(name + " goes on after its " + rows + " rows");
      }
      return example;
    }

    @Override
    public Batch next() {
      List<Example> drawn = new ArrayList<>();
      while (drawn.size() < batchSize) {
        fill();
        if (waiting.isEmpty()) {
          break;
        }
        int at = random.nextInt(waiting.size());
        drawn.add(waiting.get(at));
        waiting.set(at, waiting.get(waiting.size() - 1));
        waiting.remove(waiting.size() - 1);
      }
      if (drawn.isEmpty()) {
        throw new NoSuchElementException(name);
      }
      return batch(drawn);
    }

    private Batch batch(List<Example> drawn) {
      int count = drawn.size();
      Batch batch =
          new Batch(
              count,
              new float[count * inputSize()],
              new float[count * targetSize()],
              new float[count]);
      for (int i = 0; i < count; i++) {
        Example example = drawn.get(i);
        System.arraycopy(example.input(), 0, batch.inputs(), i * inputSize(), inputSize());
        System.arraycopy(example.target(), 0, batch.targets(), i * targetSize(), targetSize());
        batch.weights()[i] = example.weight();
      }
      return batch;
    }

    @Override
    public void close() {
      StreamedExamples.close(source);
    }
  }
}
