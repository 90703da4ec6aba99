package io.lepton.train;

import io.lepton.train.internal.Seeds;
import java.util.Iterator;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Chosen pairs, each followed by pairs of the same user with items drawn at random among those he
 * did not choose; anew in each epoch, but always the same without an order (validation).
 */
final class SampledPairs implements Examples {
  private static final int TRIES = 100; // for users who chose nearly everything

  private final Recommender.Pairs pairs;
  private final int items;
  private final int negatives;
  private final Set<Long> chosen;
  private final long seed;
  private final Examples positions;

  SampledPairs(Recommender.Pairs pairs, int items, int negatives, Set<Long> chosen, long seed) {
    this.pairs = pairs;
    this.items = items;
    this.negatives = negatives;
    this.chosen = chosen;
    this.seed = seed;
    float[] places = new float[pairs.rows()];
    for (int i = 0; i < places.length; i++) {
      places[i] = i;
    }
    this.positions = Examples.of(pairs.codes(), places, places.length);
  }

  @Override
  public int inputSize() {
    return 2;
  }

  @Override
  public int targetSize() {
    return 1;
  }

  @Override
  public long rows() {
    return (long) pairs.rows() * (1 + negatives);
  }

  @Override
  public String fingerprint() {
    return positions.fingerprint() + " " + items + " " + negatives + " " + seed;
  }

  @Override
  public Iterator<Batch> epoch(long order, int epoch, int batchSize) {
    SplittableRandom random = Seeds.of(seed, order < 0 ? 0 : epoch);
    int group = Math.max(1, batchSize / (1 + negatives));
    Iterator<Batch> positive = positions.epoch(order, epoch, group);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return positive.hasNext();
      }

      @Override
      public Batch next() {
        return sampled(positive.next(), random);
      }
    };
  }

  private Batch sampled(Batch positive, SplittableRandom random) {
    int size = 1 + negatives;
    int rows = positive.rows() * size;
    Batch batch = new Batch(rows, new float[2 * rows], new float[rows], new float[rows]);
    for (int i = 0; i < positive.rows(); i++) {
      float user = positive.inputs()[2 * i];
      for (int j = 0; j < size; j++) {
        int at = i * size + j;
        batch.inputs()[2 * at] = user;
        batch.inputs()[2 * at + 1] =
            j == 0 ? positive.inputs()[2 * i + 1] : other((long) user, random);
        batch.targets()[at] = j == 0 ? 1 : 0;
        batch.weights()[at] = 1;
      }
    }
    return batch;
  }

  private int other(long user, SplittableRandom random) {
    int item = 1 + random.nextInt(items);
    for (int i = 0; i < TRIES && chosen.contains(Recommender.Pairs.key(user, item)); i++) {
      item = 1 + random.nextInt(items);
    }
    return item;
  }
}
