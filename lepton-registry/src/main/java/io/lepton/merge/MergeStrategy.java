package io.lepton.merge;

import io.lepton.error.InvalidInputException;
import io.lepton.tensor.Tensor;
import java.util.Optional;

/**
 * Says what becomes of a tensor that both sides changed. Either one of those made here, or the
 * caller's function. The tensors it gets may be lazy, and the one it returns may be too; it MUST be
 * a function of its argument alone.
 *
 * <p>Arithmetic is done in doubles, element by element, and rounded once to the tensor's type, to
 * nearest and ties to even. It needs both sides in one type (F16, BF16, F32 or F64) and shape; what
 * else there is must be resolved by {@link #ours}, {@link #theirs} or a function. Elements with the
 * same bits on both sides keep these bits.
 */
@FunctionalInterface
public interface MergeStrategy {
  /**
   * Resolves a conflict.
   *
   * @param conflict what both sides did
   * @return the merged tensor, of any type and shape, or empty to remove it
   * @throws InvalidInputException if this strategy cannot; the conflict then stays one
   */
  Optional<Tensor> resolve(TensorConflict conflict);

  /**
   * What it does, with its settings, for messages and lineage.
   *
   * @return a short text
   */
  default String description() {
    return "caller's function";
  }

  /**
   * Takes our side's tensor, or its removal.
   *
   * @return the strategy
   */
  static MergeStrategy ours() {
    return new OneSide(Side.OURS);
  }

  /**
   * Takes their side's tensor, or its removal.
   *
   * @return the strategy
   */
  static MergeStrategy theirs() {
    return new OneSide(Side.THEIRS);
  }

  /**
   * The mean of both sides (a model soup; Wortsman et al. 2022, arXiv:2203.05482).
   *
   * @return the strategy
   */
  static MergeStrategy average() {
    return weighted(1, 1);
  }

  /**
   * The weighted mean (wₒ·ours + wₜ·theirs) / (wₒ + wₜ).
   *
   * @param ours weight of our side, at least 0
   * @param theirs weight of their side, at least 0; not both 0
   * @return the strategy
   * @throws InvalidInputException if a weight is negative or not finite, or both are 0
   */
  static MergeStrategy weighted(double ours, double theirs) {
    return new WeightedMean(ours, theirs);
  }

  /**
   * Task arithmetic: base + Σ λᵢ·Δᵢ, with Δᵢ = taskᵢ − base (Ilharco et al. 2023,
   * arXiv:2212.04089).
   *
   * @param lambdas one for each task (in a merge: ours, then theirs), or one for all
   * @return the method
   * @throws InvalidInputException if there is none, or one is not finite
   */
  static TaskMethod taskArithmetic(double... lambdas) {
    return new TaskArithmetic(lambdas);
  }

  /**
   * TIES: of each Δᵢ keep the elements of largest magnitude, elect for each element the sign of
   * their sum, take the mean of those that have that sign, and add λ times that mean to the base
   * (Yadav et al. 2023, arXiv:2306.01708). Trimming is done in each tensor by itself, as mergekit
   * and PEFT do it; elements of the same magnitude as the smallest that is kept are kept too. Where
   * the sum is exactly 0 no sign is elected and the base stays.
   *
   * @param density part of each tensor's elements to keep, from 0 (excluded) to 1; ⌊density·n⌋ of n
   *     elements; the paper's default is 0.2
   * @param lambda scale of the merged change; the paper's default is 1
   * @return the method
   * @throws InvalidInputException if a setting is out of range
   */
  static TaskMethod ties(double density, double lambda) {
    return new Ties(density, lambda);
  }

  /**
   * DARE: drop each element of each Δᵢ with probability p, scale the others by 1/(1 − p), and go on
   * with another method (Yu et al. 2024, arXiv:2311.03099). The expected change is what it was.
   * With {@code ties(1, λ)} it is mergekit's {@code dare_ties}.
   *
   * @param dropRate p, from 0 to 1 (excluded)
   * @param seed of the choice, which also depends on the tensor's name, the task's place and the
   *     element's index, and on nothing else
   * @param then what merges the changes that are left
   * @return the method
   * @throws InvalidInputException if the rate is out of range
   */
  static TaskMethod dare(double dropRate, long seed, TaskMethod then) {
    return new Dare(dropRate, seed, then);
  }
}
