package io.lepton.tune;

import io.lepton.error.NotFoundException;
import io.lepton.model.Hyperparameters;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One point that was tried, as it stood at some moment.
 *
 * @param number from 1, in the order of trials
 * @param state where it stands
 * @param parameters that were tried; those whose condition does not hold are left out
 * @param values how good they are, one for each of the study's directions; empty unless COMPLETE
 * @param intermediate what was reported on the way, by step
 * @param constraints each at most 0 if it holds; empty if none was told
 * @param attributes what sampler and objective noted
 * @param started when it began to run or to wait
 * @param ended when it was finished, or null
 * @param failure why it failed, or null if it did not
 */
public record Trial(
    int number,
    TrialState state,
    Hyperparameters parameters,
    List<Double> values,
    SortedMap<Long, Double> intermediate,
    List<Double> constraints,
    Map<String, String> attributes,
    Instant started,
    @Nullable Instant ended,
    @Nullable String failure) {
  /** {@inheritDoc} */
  public Trial {
    Objects.requireNonNull(state);
    Objects.requireNonNull(parameters);
    Objects.requireNonNull(started);
    values = List.copyOf(values);
    intermediate =
        intermediate.isEmpty()
            ? Collections.emptySortedMap()
            : Collections.unmodifiableSortedMap(new TreeMap<>(intermediate));
    constraints = List.copyOf(constraints);
    attributes = Map.copyOf(attributes);
  }

  /**
   * How good the trial is, in a study of one direction.
   *
   * @return its value
   * @throws NotFoundException if it has none, or several
   */
  public double value() {
    if (values.size() != 1) {
      throw new NotFoundException(
          "trial " + number + " is " + state + " with the values " + values + "; expected one");
    }
    return values.get(0);
  }

  /**
   * Why the trial failed, if it did.
   *
   * @return the reason or empty
   */
  public Optional<String> findFailure() {
    return Optional.ofNullable(failure);
  }

  /**
   * When the trial was finished, if it was.
   *
   * @return the time or empty
   */
  public Optional<Instant> findEnded() {
    return Optional.ofNullable(ended);
  }

  /**
   * The value reported at the last step, if any was.
   *
   * @return the value or empty
   */
  public OptionalDouble lastReported() {
    return intermediate.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(intermediate.get(intermediate.lastKey()));
  }

  /**
   * By how much the constraints are missed.
   *
   * @return the sum of those above 0; 0 if the trial is feasible, also if no constraint was told
   */
  public double violation() {
    double sum = 0;
    for (double constraint : constraints) {
      sum += Math.max(0, constraint);
    }
    return sum;
  }

  /**
   * Whether every constraint holds.
   *
   * @return true also if none was told
   */
  public boolean isFeasible() {
    return violation() == 0;
  }
}
