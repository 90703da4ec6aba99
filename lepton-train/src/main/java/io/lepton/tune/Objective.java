package io.lepton.tune;

import io.lepton.error.EngineException;
import io.lepton.model.Hyperparameters;

/** Says how good a point of a search space is. */
@FunctionalInterface
public interface Objective {
  /**
   * Evaluates a point.
   *
   * @param parameters a value for each parameter of the space
   * @return how good they are; NaN counts as a failure
   * @throws EngineException if a training failed, such as by diverging, which fails the trial but
   *     not the search
   */
  double evaluate(Hyperparameters parameters);
}
