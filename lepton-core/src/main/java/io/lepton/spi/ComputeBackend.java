package io.lepton.spi;

import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import java.util.Optional;

/**
 * Does the heavy arithmetic of resampling: sums of bootstrap resamples, sums of random subsets, and
 * random draws. It is not a library of tensors: what is not below is done by the caller.
 *
 * <p>Rules for every implementation:
 *
 * <ul>
 *   <li>Every method MUST be safe for use by many threads.
 *   <li>The same arguments MUST give the same bits on the same machine, however many threads work
 *       and whatever else runs. Randomness comes from {@code key} alone.
 *   <li>Replicate (or draw) number i MUST NOT depend on how many were asked for.
 *   <li>Which rows a resample takes MUST depend only on the number of rows, the weights, the key
 *       and the number of the replicate, not on the values: columns of one call, and columns of two
 *       calls with one key, are sums over the same rows.
 *   <li>Weights MUST follow their law with an error of at most 2^-32 in any probability, and
 *       MULTINOMIAL weights MUST add up to the number of rows.
 *   <li>A sum MUST be within {@link Properties#relativeError} times the sum of the absolute values
 *       of what it adds, the column's absolute mean taken once for each.
 *   <li>Arguments MUST NOT be changed or kept, results MUST be the caller's own.
 *   <li>{@link #unavailable} and {@link #name} MUST NOT throw, also where the library or the device
 *       behind the backend is missing; the other methods then MUST throw an EngineException with
 *       the same reason.
 * </ul>
 */
public interface ComputeBackend extends Named {
  /**
   * What does the work, as data.
   *
   * @param device where it runs, such as {@code cpu} or {@code cuda:0}
   * @param library what does the arithmetic, with its version
   * @param threads threads of this process that it uses at most, at least 1
   * @param relativeError the bound of the rules above, such as 1e-12
   */
  record Properties(String device, String library, int threads, double relativeError) {}

  /** How often a bootstrap resample takes each row. */
  enum Weights {
    /** As many rows as there are, drawn with replacement: the bootstrap of Efron (1979). */
    MULTINOMIAL,
    /** Each row independently a Poisson(1) number of times, so that shards can be joined. */
    POISSON
  }

  /**
   * Why the backend cannot be used here.
   *
   * @return the reason and what to do, or empty if it can be used
   */
  Optional<String> unavailable();

  /**
   * What does the work.
   *
   * @return the properties
   * @throws EngineException if the backend cannot be used here
   */
  Properties properties();

  /**
   * Sums of each column over bootstrap resamples of the rows.
   *
   * @param weights how often a resample takes a row
   * @param columns at least one; each as long as the others, at least 1, finite, and with a finite
   *     sum of absolute values
   * @param replicates number of resamples, at least 1
   * @param key chooses the randomness
   * @return {@code [column][replicate]}
   * @throws InvalidInputException if an argument is not as said
   * @throws EngineException if the backend cannot be used here, or failed
   */
  double[][] resampledSums(Weights weights, double[][] columns, int replicates, long key);

  /**
   * Sums over random subsets, all subsets of the size being equally probable.
   *
   * @param values at least one, finite, and with a finite sum of absolute values
   * @param size of a subset, from 0 to the number of values
   * @param replicates number of subsets, at least 1
   * @param key chooses the randomness
   * @return one sum for each replicate
   * @throws InvalidInputException if an argument is not as said
   * @throws EngineException if the backend cannot be used here, or failed
   */
  double[] subsetSums(double[] values, int size, int replicates, long key);

  /**
   * Independent draws.
   *
   * @param law of each draw
   * @param count how many, at least 1
   * @param key chooses the randomness
   * @return the draws
   * @throws InvalidInputException if the count is below 1
   * @throws EngineException if the backend cannot be used here, or failed
   */
  double[] draws(RandomLaw law, int count, long key);
}
