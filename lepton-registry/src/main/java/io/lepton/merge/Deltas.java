package io.lepton.merge;

import io.lepton.tensor.Tensor;
import java.util.List;

/** How tasks differ from their base, element by element. Thread-safe. */
interface Deltas {
  /** The number of tasks. */
  int tasks();

  /** The number of elements of each. */
  long elements();

  /**
   * Computes Δ of some elements.
   *
   * @param task from 0
   * @param first index of the first element
   * @param count at most {@link ComputedTensor#BLOCK}
   * @return that many differences; exactly 0 where no bit differs
   */
  double[] read(int task, long first, int count);

  /** Of tensors of one floating-point type and shape. */
  static Deltas of(Tensor base, List<Tensor> tasks) {
    return new Deltas() {
      @Override
      public int tasks() {
        return tasks.size();
      }

      @Override
      public long elements() {
        return base.shape().elementCount();
      }

      @Override
      public double[] read(int task, long first, int count) {
        Block from = new Block(base, first, count);
        Block to = new Block(tasks.get(task), first, count);
        double[] deltas = new double[count];
        for (int i = 0; i < count; i++) {
          // An infinity or NaN that stayed is no change.
          deltas[i] = from.sameBits(to, i) ? 0 : to.get(i) - from.get(i);
        }
        return deltas;
      }
    };
  }
}
