package io.lepton.train;

import io.lepton.data.augment.Augmentation;
import io.lepton.data.augment.LabelledBatch;
import io.lepton.error.InvalidInputException;
import io.lepton.train.internal.Seeds;
import java.util.Iterator;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Examples whose batches are augmented anew in each epoch. What is drawn for a batch depends on the
 * seed, the epoch and the batch's number only, so a training that goes on from a checkpoint sees
 * the same examples. Rows of weight 0 are left out of what is mixed; other weights do not change
 * how often a row is drawn. For mixup and cutmix, targets must be probabilities, not numbers of
 * classes. Use the examples as they are for validation.
 */
public final class AugmentedExamples implements Examples {
  private final Examples examples;
  private final String name;
  private final Augmentation augmentation;
  private final long seed;

  /**
   * Augments examples.
   *
   * @param examples to start from
   * @param name of the augmentation with its settings; a checkpoint belongs to it
   * @param augmentation of each batch
   * @param seed of the augmentation
   */
  public AugmentedExamples(Examples examples, String name, Augmentation augmentation, long seed) {
    this.examples = Objects.requireNonNull(examples);
    this.name = Objects.requireNonNull(name);
    this.augmentation = Objects.requireNonNull(augmentation);
    this.seed = seed;
  }

  @Override
  public int inputSize() {
    return examples.inputSize();
  }

  @Override
  public int targetSize() {
    return examples.targetSize();
  }

  @Override
  public long rows() {
    return examples.rows();
  }

  @Override
  public String fingerprint() {
    return examples.fingerprint() + " augmented by " + name + " with seed " + seed;
  }

  @Override
  public Iterator<Batch> epoch(long order, int epoch, int batchSize) {
    return new Augmented(examples.epoch(order, epoch, batchSize), epoch);
  }

  private final class Augmented implements Iterator<Batch>, AutoCloseable {
    private final Iterator<Batch> source;
    private final long epochSeed;
    private long number;

    Augmented(Iterator<Batch> source, int epoch) {
      this.source = source;
      this.epochSeed = Seeds.of(seed, epoch).nextLong();
    }

    @Override
    public boolean hasNext() {
      return source.hasNext();
    }

    @Override
    public Batch next() {
      Batch batch = source.next();
      int[] rows =
          IntStream.range(0, batch.rows()).filter(row -> batch.weights()[row] > 0).toArray();
      SplittableRandom random = Seeds.of(epochSeed, number++);
      if (rows.length == 0) {
        return batch;
      }
      if (rows.length == batch.rows()) {
        LabelledBatch all = changed(batch.rows(), batch.inputs(), batch.targets(), random);
        return new Batch(batch.rows(), all.inputs(), all.targets(), batch.weights());
      }
      // A row that does not count must not be mixed into one that does.
      LabelledBatch some =
          changed(
              rows.length,
              taken(batch.inputs(), rows, batch.rows()),
              taken(batch.targets(), rows, batch.rows()),
              random);
      return new Batch(
          batch.rows(),
          put(batch.inputs(), rows, batch.rows(), some.inputs()),
          put(batch.targets(), rows, batch.rows(), some.targets()),
          batch.weights());
    }

    private LabelledBatch changed(
        int rows, float[] inputs, float[] targets, SplittableRandom random) {
      LabelledBatch changed = augmentation.apply(new LabelledBatch(rows, inputs, targets), random);
      if (changed == null) { // a caller's function may well
        throw new InvalidInputException("the augmentation " + name + " made null of a batch");
      }
      if (changed.rows() != rows
          || changed.inputs().length != inputs.length
          || changed.targets().length != targets.length) {
        throw new InvalidInputException(
            "the augmentation "
                + name
                + " made "
                + changed.rows()
                + " rows of "
                + changed.width()
                + " inputs out of "
                + rows
                + " of "
                + inputSize());
      }
      return changed;
    }

    @Override
    public void close() throws Exception {
      if (source instanceof AutoCloseable resource) {
        resource.close();
      }
    }
  }

  private static float[] taken(float[] values, int[] rows, int of) {
    int width = values.length / of;
    float[] taken = new float[rows.length * width];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(values, rows[i] * width, taken, i * width, width);
    }
    return taken;
  }

  private static float[] put(float[] values, int[] rows, int of, float[] changed) {
    int width = values.length / of;
    float[] whole = values.clone();
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(changed, i * width, whole, rows[i] * width, width);
    }
    return whole;
  }
}
