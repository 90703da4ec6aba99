package io.lepton.merge;

import io.lepton.error.InvalidInputException;
import io.lepton.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * A way to merge any number of tensors that were fine-tuned from one base, by what each changed:
 * its task vector Δᵢ = taskᵢ − base. As a {@link MergeStrategy} the tasks are the two sides.
 * Elements whose merged change is exactly 0 keep the base's bits. Immutable, thread-safe.
 *
 * @see MergeStrategy#taskArithmetic
 * @see MergeStrategy#ties
 * @see MergeStrategy#dare
 */
public abstract class TaskMethod implements MergeStrategy {
  /** Only the methods of this package extend it. */
  TaskMethod() {}

  /** The merged change of some elements. */
  @FunctionalInterface
  interface MergedChange {
    double[] read(long first, int count);
  }

  /** Prepares the merged change; reads nothing yet. */
  abstract MergedChange merge(String name, Deltas deltas);

  /** Refuses a number of tasks the settings do not fit. */
  abstract void requireTasks(int tasks);

  /**
   * Merges tensors of one base.
   *
   * @param name of the tensor, for messages and as part of the seed of {@link MergeStrategy#dare}
   * @param base F16, BF16, F32 or F64
   * @param tasks at least one, of the base's type and shape
   * @return the merged tensor, computed when read
   * @throws InvalidInputException if types or shapes differ or have no arithmetic, or the number of
   *     tasks does not fit the settings
   */
  public Tensor merge(String name, Tensor base, List<Tensor> tasks) {
    if (tasks.isEmpty()) {
      throw new InvalidInputException(description() + " needs at least one task, found none");
    }
    requireTasks(tasks.size());
    Arithmetic.requireAlike(description(), name, base, tasks);
    MergedChange change = merge(name, Deltas.of(base, List.copyOf(tasks)));
    return ComputedTensor.like(
        base, (first, count, out, at) -> add(base, change, first, count, out, at));
  }

  private static void add(
      Tensor base, MergedChange change, long first, int count, ByteBuffer out, int at) {
    Block from = new Block(base, first, count);
    double[] deltas = change.read(first, count);
    for (int i = 0; i < count; i++) {
      int place = at + i * from.width();
      if (deltas[i] == 0) {
        from.copy(i, out, place);
      } else {
        from.put(from.get(i) + deltas[i], out, place);
      }
    }
  }

  @Override
  public final Optional<Tensor> resolve(TensorConflict conflict) {
    String name = conflict.name();
    Tensor base = Arithmetic.require(description(), name, "the common base", conflict.base());
    Tensor ours = Arithmetic.require(description(), name, "our side", conflict.ours());
    Tensor theirs = Arithmetic.require(description(), name, "their side", conflict.theirs());
    return Optional.of(merge(name, base, List.of(ours, theirs)));
  }
}
