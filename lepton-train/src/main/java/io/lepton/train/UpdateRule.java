package io.lepton.train;

import io.lepton.error.InvalidInputException;

/**
 * How a gradient moves the weights. The arithmetic is PyTorch's of the same names: Adam's its own,
 * that of the others ours on its arrays. Every number of the state is at hand, so that it can be
 * saved and training can go on exactly.
 *
 * <p>Weight decay, L1 and L2 are the {@link Trainer}'s: Adam with weight decay is AdamW.
 */
public sealed interface UpdateRule {
  /**
   * Stochastic gradient descent.
   *
   * @param momentum from 0, below 1
   * @param lookAhead whether the momentum is applied before the gradient is taken
   */
  record Sgd(double momentum, LookAhead lookAhead) implements UpdateRule {
    /** {@inheritDoc} */
    public Sgd {
      below1("momentum", momentum);
      if (lookAhead == LookAhead.NESTEROV && momentum == 0) {
        throw new InvalidInputException("Nesterov's gradient needs a momentum above 0");
      }
    }
  }

  /** Variants of momentum. */
  enum LookAhead {
    /** Polyak's heavy ball. */
    NONE,
    /** Nesterov's accelerated gradient (Sutskever et al. 2013). */
    NESTEROV
  }

  /**
   * Kingma and Ba 2015.
   *
   * @param beta1 decay of the mean, from 0, below 1
   * @param beta2 decay of the mean square, from 0, below 1
   * @param epsilon added to the root of the mean square, above 0
   */
  record Adam(double beta1, double beta2, double epsilon) implements UpdateRule {
    /** {@inheritDoc} */
    public Adam {
      below1("beta1", beta1);
      below1("beta2", beta2);
      above0("epsilon", epsilon);
    }
  }

  /**
   * Tieleman and Hinton 2012.
   *
   * @param alpha decay of the mean square, from 0, below 1
   * @param epsilon added to the root of the mean square, above 0
   * @param momentum from 0, below 1
   */
  record RmsProp(double alpha, double epsilon, double momentum) implements UpdateRule {
    /** {@inheritDoc} */
    public RmsProp {
      below1("alpha", alpha);
      above0("epsilon", epsilon);
      below1("momentum", momentum);
    }
  }

  /**
   * Duchi et al. 2011.
   *
   * @param epsilon added to the root of the sum of squares, above 0
   */
  record Adagrad(double epsilon) implements UpdateRule {
    /** {@inheritDoc} */
    public Adagrad {
      above0("epsilon", epsilon);
    }
  }

  /**
   * Plain gradient descent.
   *
   * @return without momentum
   */
  static UpdateRule sgd() {
    return new Sgd(0, LookAhead.NONE);
  }

  /**
   * Gradient descent with momentum.
   *
   * @param momentum from 0, below 1
   * @return heavy ball
   */
  static UpdateRule momentum(double momentum) {
    return new Sgd(momentum, LookAhead.NONE);
  }

  /**
   * Nesterov's accelerated gradient.
   *
   * @param momentum above 0, below 1
   * @return the rule
   */
  static UpdateRule nesterov(double momentum) {
    return new Sgd(momentum, LookAhead.NESTEROV);
  }

  /**
   * Adam.
   *
   * @return with β 0.9 and 0.999, ε 1e-8
   */
  static UpdateRule adam() {
    return new Adam(0.9, 0.999, 1e-8);
  }

  /**
   * RMSProp.
   *
   * @return with α 0.99, ε 1e-8, no momentum
   */
  static UpdateRule rmsProp() {
    return new RmsProp(0.99, 1e-8, 0);
  }

  /**
   * Adagrad.
   *
   * @return with ε 1e-10
   */
  static UpdateRule adagrad() {
    return new Adagrad(1e-10);
  }

  private static void below1(String what, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new InvalidInputException(what + " is " + value + "; expected from 0 to below 1");
    }
  }

  private static void above0(String what, double value) {
    if (!(value > 0 && value <= 1)) {
      throw new InvalidInputException(what + " is " + value + "; expected above 0, at most 1");
    }
  }
}
