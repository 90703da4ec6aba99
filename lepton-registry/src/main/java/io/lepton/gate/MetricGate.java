package io.lepton.gate;

import io.lepton.error.InvalidInputException;
import io.lepton.gate.MetricRule.Measured;
import java.util.Objects;
import java.util.Optional;

/**
 * A metric against a bound.
 *
 * @param measure which
 * @param side of the bound it must lie on
 * @param bound not NaN
 * @param judged by what
 */
record MetricGate(MetricRule measure, Side side, double bound, Judged judged) implements Gate {
  enum Side {
    AT_LEAST,
    AT_MOST
  }

  enum Judged {
    /** The whole interval must lie on the right side. */
    BY_INTERVAL,
    /** The value alone must. */
    BY_ESTIMATE
  }

  MetricGate {
    Objects.requireNonNull(measure);
    Objects.requireNonNull(side);
    Objects.requireNonNull(judged);
    if (Double.isNaN(bound)) {
      throw new InvalidInputException("a bound that is NaN lets nothing pass");
    }
  }

  @Override
  public String describe() {
    return measure.describe() + " " + words();
  }

  private String words() {
    return (side == Side.AT_LEAST ? "at least " : "at most ")
        + MetricRule.number(bound)
        + (judged == Judged.BY_ESTIMATE ? " by its estimate" : "");
  }

  @Override
  public Finding check(Evidence evidence) {
    Optional<Measured> last = measure.last(evidence, evidence.version().id());
    if (last.isEmpty()) {
      return Finding.inconclusive(
          "not measured", words(), "attach an evaluation with " + measure.describe());
    }
    Measured found = last.get();
    if (judged == Judged.BY_ESTIMATE) {
      return holds(found.measure().value())
          ? Finding.pass(found.text(), words())
          : Finding.fail(found.text(), words(), "improve the model");
    }
    Optional<String> doubt = measure.doubt(found);
    if (doubt.isPresent()) {
      return Finding.inconclusive(found.text(), words(), doubt.get());
    }
    boolean low = holds(found.interval().low());
    boolean high = holds(found.interval().high());
    if (low && high) {
      return Finding.pass(found.text(), words());
    }
    return low || high
        ? Finding.inconclusive(
            found.text(), words(), "the bound lies in the interval; evaluate on more data")
        : Finding.fail(found.text(), words(), "improve the model");
  }

  private boolean holds(double value) {
    return side == Side.AT_LEAST ? value >= bound : value <= bound;
  }
}
