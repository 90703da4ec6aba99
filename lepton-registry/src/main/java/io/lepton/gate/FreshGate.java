package io.lepton.gate;

import io.lepton.error.InvalidInputException;
import io.lepton.spi.Catalog.EvaluationEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The last evaluation is not too old.
 *
 * @param data name of the data; null for any
 * @param millis the greatest age
 */
record FreshGate(@Nullable String data, long millis) implements Gate {
  FreshGate {
    if (millis < 1) {
      throw new InvalidInputException("an age of " + millis + " ms; expected 1 or more");
    }
  }

  @Override
  public String describe() {
    return "evaluated" + (data == null ? "" : " on " + data) + " " + words();
  }

  private String words() {
    return "within " + Duration.ofMillis(millis);
  }

  @Override
  public Finding check(Evidence evidence) {
    Optional<Instant> last =
        evidence.evaluations(evidence.version().id()).stream()
            .filter(e -> data == null || e.evaluation().data().name().equals(data))
            .map(EvaluationEntry::time)
            .max(Instant::compareTo);
    if (last.isEmpty()) {
      return Finding.inconclusive("never evaluated", words(), "attach an evaluation");
    }
    Duration age = Duration.between(last.get(), evidence.now());
    String found = "last evaluated " + last.get() + ", " + age + " ago";
    if (age.isNegative()) {
      return Finding.inconclusive(found, words(), "it is dated in the future; set the clocks");
    }
    return age.compareTo(Duration.ofMillis(millis)) <= 0
        ? Finding.pass(found, words())
        : Finding.fail(found, words(), "evaluate again");
  }
}
