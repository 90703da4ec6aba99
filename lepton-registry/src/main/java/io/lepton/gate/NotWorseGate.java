package io.lepton.gate;

import io.lepton.error.InvalidInputException;
import io.lepton.gate.MetricRule.Measured;
import io.lepton.model.Measure.Direction;
import io.lepton.model.VersionId;
import io.lepton.spi.Ref;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Non-inferiority: the interval of the difference must lie above minus the margin. It is made of
 * the two stored intervals by MOVER (Zou and Donner, Statistics in Medicine 27, 2008, 1693–1702):
 * for a gain d = x − y, the lower end is d − √((x − l₁)² + (u₂ − y)²). That takes the two for
 * independent; measured on the same data they mostly are positively related, which makes the
 * interval too wide rather than too narrow.
 *
 * @param measure which
 * @param kind of the ref to compare with
 * @param name of the ref to compare with
 * @param margin in the metric's unit
 */
record NotWorseGate(MetricRule measure, Ref.Kind kind, String name, double margin) implements Gate {
  NotWorseGate {
    Objects.requireNonNull(measure);
    Objects.requireNonNull(kind);
    Objects.requireNonNull(name);
    if (!(margin >= 0 && margin < Double.POSITIVE_INFINITY)) {
      throw new InvalidInputException("margin " + margin + "; expected a number of at least 0");
    }
  }

  private String against() {
    return kind.name().toLowerCase(Locale.ROOT) + " " + name;
  }

  @Override
  public String describe() {
    return measure.describe() + " " + words();
  }

  private String words() {
    return "no worse than " + against() + " by more than " + MetricRule.number(margin);
  }

  @Override
  public Finding check(Evidence evidence) {
    Optional<VersionId> target = evidence.pointedAtBy(kind, name);
    if (target.isEmpty()) {
      return Finding.pass("there is no " + against() + " yet", words());
    }
    if (target.get().equals(evidence.version().id())) {
      return Finding.pass("it is the " + against(), words());
    }
    Optional<Measured> mine = measure.last(evidence, evidence.version().id());
    Optional<Measured> theirs = measure.last(evidence, target.get());
    if (mine.isEmpty() || theirs.isEmpty()) {
      return Finding.inconclusive(
          "not measured of " + (mine.isEmpty() ? "this version" : "the " + against()),
          words(),
          "attach an evaluation with " + measure.describe());
    }
    return compare(mine.get(), theirs.get());
  }

  private Finding compare(Measured mine, Measured theirs) {
    String found = mine.text() + "; " + against() + " has " + theirs.text();
    Optional<String> doubt = measure.doubt(mine).or(() -> measure.doubt(theirs));
    if (doubt.isPresent()) {
      return Finding.inconclusive(found, words(), doubt.get());
    }
    if (!mine.evaluation().data().fingerprint().equals(theirs.evaluation().data().fingerprint())) {
      return Finding.inconclusive(
          found + "; the data are not the same", words(), "evaluate both on the same data");
    }
    if (mine.measure().direction() != theirs.measure().direction()) {
      return Finding.inconclusive(
          found + "; they disagree on which way is better", words(), "evaluate both again");
    }
    double gain = mine.measure().value() - theirs.measure().value();
    double low =
        gain
            - Math.hypot(
                mine.measure().value() - mine.interval().low(),
                theirs.interval().high() - theirs.measure().value());
    double high =
        gain
            + Math.hypot(
                mine.interval().high() - mine.measure().value(),
                theirs.measure().value() - theirs.interval().low());
    if (mine.measure().direction() == Direction.LOWER_IS_BETTER) {
      double turned = -high;
      high = -low;
      low = turned;
    }
    found += "; gain between " + MetricRule.number(low) + " and " + MetricRule.number(high);
    if (low > -margin) {
      return Finding.pass(found, words());
    }
    return high <= -margin
        ? Finding.fail(found, words(), "improve the model")
        : Finding.inconclusive(
            found, words(), "evaluate both on more data, or compare them in pairs");
  }
}
