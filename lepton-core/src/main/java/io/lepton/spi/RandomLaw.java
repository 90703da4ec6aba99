package io.lepton.spi;

import io.lepton.error.InvalidInputException;

/** A law of one random number that every {@link ComputeBackend} can draw. */
public sealed interface RandomLaw {
  /** Uniform between 0 and 1, both excluded. */
  record Uniform() implements RandomLaw {}

  /** Normal with mean 0 and variance 1. */
  record Normal() implements RandomLaw {}

  /**
   * Gamma with scale 1.
   *
   * @param shape above 0; from 1e-3 on draws do not underflow to 0 in practice
   */
  record Gamma(double shape) implements RandomLaw {
    /** {@inheritDoc} */
    public Gamma {
      positive("shape", shape);
    }
  }

  /**
   * Beta.
   *
   * @param alpha first shape, above 0
   * @param beta second shape, above 0
   */
  record Beta(double alpha, double beta) implements RandomLaw {
    /** {@inheritDoc} */
    public Beta {
      positive("alpha", alpha);
      positive("beta", beta);
    }
  }

  /**
   * Successes among independent trials.
   *
   * @param trials from 0 to 2^52
   * @param probability of success, from 0 to 1
   */
  record Binomial(long trials, double probability) implements RandomLaw {
    /** {@inheritDoc} */
    public Binomial {
      if (trials < 0 || trials > 1L << 52) {
        throw new InvalidInputException("trials is " + trials + "; expected from 0 to 2^52");
      }
      if (!(probability >= 0 && probability <= 1)) {
        throw new InvalidInputException("probability is " + probability + "; expected from 0 to 1");
      }
    }
  }

  private static void positive(String name, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new InvalidInputException(name + " is " + value + "; expected a finite number above 0");
    }
  }
}
