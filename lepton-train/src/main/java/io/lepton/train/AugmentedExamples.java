package io.lepton.train;

import io.lepton.data.augment.Augmentation;
import io.lepton.data.augment.LabelledBatch;
import io.lepton.train.internal.Seeds;
import java.util.Iterator;
import java.util.SplittableRandom;

/** Labelled examples, changed anew in each epoch; targets become shares of classes. */
final class AugmentedExamples implements Examples {
  private final Examples plain;
  private final int classes;
  private final Augmentation augmentation;
  private final String description;
  private final long seed;

  AugmentedExamples(
      Examples plain, int classes, Augmentation augmentation, String description, long seed) {
    this.plain = plain;
    this.classes = classes;
    this.augmentation = augmentation;
    this.description = description;
    this.seed = seed;
  }

  @Override
  public int inputSize() {
    return plain.inputSize();
  }

  @Override
  public int targetSize() {
    return classes;
  }

  @Override
  public long rows() {
    return plain.rows();
  }

  @Override
  public String fingerprint() {
    return plain.fingerprint() + " " + description + " " + seed;
  }

  @Override
  public Iterator<Batch> epoch(long order, int epoch, int batchSize) {
    SplittableRandom random = Seeds.of(Seeds.derived(seed, "augmentation"), epoch);
    Iterator<Batch> batches = plain.epoch(order, epoch, batchSize);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return batches.hasNext();
      }

      @Override
      public Batch next() {
        Batch batch = batches.next();
        int[] codes = new int[batch.rows()];
        for (int i = 0; i < codes.length; i++) {
          codes[i] = (int) batch.targets()[i];
        }
        LabelledBatch changed =
            augmentation.apply(LabelledBatch.of(batch.inputs(), codes, classes), random);
        return new Batch(changed.rows(), changed.inputs(), changed.targets(), batch.weights());
      }
    };
  }
}
