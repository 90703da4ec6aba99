package io.lepton.merge;

import io.lepton.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/** Ours + (theirs − base). */
record AddedChange() implements MergeStrategy {
  @Override
  public Optional<Tensor> resolve(TensorConflict conflict) {
    String name = conflict.name();
    Tensor base = Arithmetic.require(description(), name, "the common base", conflict.base());
    Tensor ours = Arithmetic.require(description(), name, "our side", conflict.ours());
    Tensor theirs = Arithmetic.require(description(), name, "their side", conflict.theirs());
    Arithmetic.requireAlike(description(), name, ours, List.of(base, theirs));
    Deltas change = Deltas.of(base, List.of(theirs));
    return Optional.of(TaskMethod.sum(ours, (first, count) -> change.read(0, first, count)));
  }

  @Override
  public String description() {
    return "add their change";
  }
}
