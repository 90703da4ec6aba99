package io.lepton.train;

import io.lepton.error.InvalidInputException;

/**
 * How the learning rate changes: each step takes the trainer's rate times a factor. The formulas
 * are those of PyTorch's schedulers of like names, stepped after every step.
 */
public sealed interface Schedule {
  /**
   * The factor of a step.
   *
   * @param step number of the step, from 0
   * @param stepsPerEpoch how many an epoch has, at least 1
   * @param steps how many the whole training has, at least 1
   * @return at least 0
   */
  double factor(long step, long stepsPerEpoch, long steps);

  /** Always 1. */
  record Constant() implements Schedule {
    @Override
    public double factor(long step, long stepsPerEpoch, long steps) {
      return 1;
    }
  }

  /**
   * Multiplied by a number again and again.
   *
   * @param epochs from one time to the next, at least 1
   * @param gamma the number, above 0, at most 1
   */
  record Steps(int epochs, double gamma) implements Schedule {
    /** {@inheritDoc} */
    public Steps {
      require(epochs >= 1, "epochs between steps", epochs, "at least 1");
      require(gamma > 0 && gamma <= 1, "gamma", gamma, "above 0, at most 1");
    }

    @Override
    public double factor(long step, long stepsPerEpoch, long steps) {
      long times = step / stepsPerEpoch / epochs;
      return Math.pow(gamma, (double) times);
    }
  }

  /**
   * Half a cosine from 1 down to a floor at the end (Loshchilov and Hutter 2017).
   *
   * @param floor from 0 to 1
   */
  record Cosine(double floor) implements Schedule {
    /** {@inheritDoc} */
    public Cosine {
      require(floor >= 0 && floor <= 1, "floor", floor, "from 0 to 1");
    }

    @Override
    public double factor(long step, long stepsPerEpoch, long steps) {
      double at = Math.min(step, steps) / (double) steps;
      return floor + (1 - floor) * (1 + StrictMath.cos(Math.PI * at)) / 2;
    }
  }

  /**
   * (1 − share of steps done) to a power.
   *
   * @param power above 0
   */
  record Polynomial(double power) implements Schedule {
    /** {@inheritDoc} */
    public Polynomial {
      require(power > 0 && power <= 100, "power", power, "above 0");
    }

    @Override
    public double factor(long step, long stepsPerEpoch, long steps) {
      return StrictMath.pow(1 - Math.min(step, steps) / (double) steps, power);
    }
  }

  /**
   * Up by half a cosine, then down by another to almost nothing (Smith and Topin 2017). The
   * trainer's rate is the peak.
   *
   * @param rise share of the steps that go up, above 0, below 1
   * @param start divisor of the peak at the start, at least 1
   * @param end divisor of the start at the end, at least 1
   */
  record OneCycle(double rise, double start, double end) implements Schedule {
    /** {@inheritDoc} */
    public OneCycle {
      require(rise > 0 && rise < 1, "share of rising steps", rise, "above 0 and below 1");
      require(start >= 1, "divisor at the start", start, "at least 1");
      require(end >= 1, "divisor at the end", end, "at least 1");
    }

    @Override
    public double factor(long step, long stepsPerEpoch, long steps) {
      double peak = rise * steps - 1;
      double last = steps - 1;
      if (step <= peak) {
        return between(1 / start, 1, peak == 0 ? 1 : step / peak);
      }
      double done = last <= peak ? 1 : Math.min(1, (step - peak) / (last - peak));
      return between(1, 1 / start / end, done);
    }

    private static double between(double from, double to, double share) {
      return to + (from - to) / 2 * (1 + StrictMath.cos(Math.PI * share));
    }
  }

  /**
   * Linear from a small factor to 1, then another schedule over the steps that remain.
   *
   * @param warmup steps until 1, at least 1
   * @param from the first factor, from 0 to 1
   * @param then what follows
   */
  record Warmup(long warmup, double from, Schedule then) implements Schedule {
    /** {@inheritDoc} */
    public Warmup {
      require(warmup >= 1, "steps of warm-up", warmup, "at least 1");
      require(from >= 0 && from <= 1, "first factor", from, "from 0 to 1");
    }

    @Override
    public double factor(long step, long stepsPerEpoch, long steps) {
      return step < warmup
          ? from + (1 - from) * step / warmup
          : then.factor(step - warmup, stepsPerEpoch, Math.max(1, steps - warmup));
    }
  }

  /**
   * Always the trainer's rate.
   *
   * @return the schedule
   */
  static Schedule constant() {
    return new Constant();
  }

  /**
   * Half a cosine down to zero.
   *
   * @return the schedule
   */
  static Schedule cosine() {
    return new Cosine(0);
  }

  /**
   * One cycle with PyTorch's numbers: 30 % up from 1/25 of the peak, down to 1/250,000.
   *
   * @return the schedule
   */
  static Schedule oneCycle() {
    return new OneCycle(0.3, 25, 1e4);
  }

  /**
   * This schedule after a warm-up from zero.
   *
   * @param steps until the full rate, at least 1
   * @return a new schedule
   */
  default Schedule afterWarmup(long steps) {
    return new Warmup(steps, 0, this);
  }

  private static void require(boolean valid, String what, Object value, String expected) {
    if (!valid) {
      throw new InvalidInputException(what + " is " + value + "; expected " + expected);
    }
  }
}
