package io.lepton.train.djl.internal;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** What one forward pass is for. Used by one thread at a time. */
public class Pass {
  /** Nothing is dropped, statistics stay, nobody looks. Of use to all threads. */
  static final Pass INFERENCE = new Pass();

  Pass() {}

  /** Whether batch normalisation uses the batch, and dropout drops. */
  boolean isTraining() {
    return false;
  }

  /** A mask of zeros and the inverse of the share that is kept, for a layer's output. */
  PtNDArray mask(String path, PtNDArray values, double rate) {
    throw new IllegalStateException("dropout is for training");
  }

  /** A seed for what a model draws itself. */
  long seed() {
    throw new IllegalStateException("nothing is drawn but in training");
  }

  /** Told each layer's output; what it returns goes on. */
  PtNDArray seen(String path, PtNDArray output) {
    return output;
  }

  /** A pass in training: masks are drawn from a source given for each step. */
  static final class Training extends Pass {
    private static final int MASK_BITS = 16;

    private record Place(String path, long size) {}

    private final NDManager manager;
    private final Map<Place, PtNDArray> masks = new HashMap<>();
    private SplittableRandom random = new SplittableRandom(0);

    Training(NDManager manager) {
      this.manager = manager;
    }

    void random(SplittableRandom source) {
      random = source;
    }

    @Override
    boolean isTraining() {
      return true;
    }

    @Override
    PtNDArray mask(String path, PtNDArray values, double rate) {
      PtNDArray mask =
          masks.computeIfAbsent(
              new Place(path, values.size()),
              place ->
                  Arrays.of(
                      manager,
                      new float[Math.toIntExact(place.size)],
                      values.getShape().getShape()));
      Arrays.put(mask, draw(Math.toIntExact(values.size()), rate));
      return mask;
    }

    @Override
    long seed() {
      return random.nextLong();
    }

    /** Each random long decides four elements. */
    private float[] draw(int size, double rate) {
      int dropped = (int) Math.round(rate * (1 << MASK_BITS));
      float kept = (float) (1.0 / (1 - dropped / (double) (1 << MASK_BITS)));
      float[] values = new float[size];
      for (int start = 0; start < size; start += Long.SIZE / MASK_BITS) {
        long bits = random.nextLong();
        int end = Math.min(start + Long.SIZE / MASK_BITS, size);
        for (int i = start; i < end; i++) {
          values[i] = (bits & ((1 << MASK_BITS) - 1)) < dropped ? 0 : kept;
          bits >>>= MASK_BITS;
        }
      }
      return values;
    }
  }
}
