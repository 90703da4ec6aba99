package io.lepton.train;

import io.lepton.data.augment.Augmentation;
import io.lepton.data.augment.LabelledBatch;
import io.lepton.error.InvalidInputException;
import io.lepton.train.internal.Seeds;
import java.util.Iterator;
import java.util.Objects;

/**
 * Examples whose batches are augmented anew in each epoch. What is drawn for a batch depends on the
 * seed, the epoch and the batch's number only, so a training that goes on from a checkpoint sees
 * the same examples. For mixup and cutmix, targets must be probabilities, not numbers of classes.
 * Use the examples as they are for validation.
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
      LabelledBatch changed =
          augmentation.apply(
              new LabelledBatch(batch.rows(), batch.inputs(), batch.targets()),
              Seeds.of(epochSeed, number++));
      if (changed == null) { // a caller's function may well
        throw new InvalidInputException("the augmentation " + name + " made null of a batch");
      }
      if (changed.rows() != batch.rows()
          || changed.inputs().length != batch.inputs().length
          || changed.targets().length != batch.targets().length) {
        throw new InvalidInputException(
            "the augmentation "
                + name
                + " made "
                + changed.rows()
                + " rows of "
                + changed.width()
                + " inputs out of "
                + batch.rows()
                + " of "
                + inputSize());
      }
      return new Batch(batch.rows(), changed.inputs(), changed.targets(), batch.weights());
    }

    @Override
    public void close() throws Exception {
      if (source instanceof AutoCloseable resource) {
        resource.close();
      }
    }
  }
}
