package io.lepton.experiment;

import io.lepton.error.InvalidInputException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A verdict with its reasons.
 *
 * @param verdict what to do
 * @param winner the treatment to ship, or null unless the verdict is {@code SHIP}
 * @param conclusive whether the data answered the question; false for {@code CONTINUE} and {@code
 *     INVALID}, and for {@code KEEP_CONTROL} when the experiment could not tell
 * @param reasons each in one sentence with the numbers behind it
 * @param wouldChange what would lead to another verdict, each in one sentence
 * @param through sequence of the last log entry behind it
 * @param time when it was made
 */
public record Decision(
    Verdict verdict,
    @Nullable Variant winner,
    boolean conclusive,
    List<String> reasons,
    List<String> wouldChange,
    long through,
    Instant time) {
  /** {@inheritDoc} */
  public Decision {
    Objects.requireNonNull(verdict);
    Objects.requireNonNull(time);
    reasons = List.copyOf(reasons);
    wouldChange = List.copyOf(wouldChange);
    if ((winner != null) != (verdict == Verdict.SHIP)) {
      throw new InvalidInputException("verdict " + verdict + " with winner " + winner);
    }
  }

  /**
   * The treatment to ship.
   *
   * @return present exactly when the verdict is {@code SHIP}
   */
  public Optional<Variant> findWinner() {
    return Optional.ofNullable(winner);
  }

  /**
   * Whether the verdict stands whatever arrives later.
   *
   * @return true for {@code SHIP} and {@code KEEP_CONTROL}
   */
  public boolean isFinal() {
    return verdict == Verdict.SHIP || verdict == Verdict.KEEP_CONTROL;
  }

  /** The verdict and its reasons, a line each. */
  @Override
  public String toString() {
    return (winner == null ? "" + verdict : verdict + " " + winner)
        + (conclusive || !isFinal() ? "" : " (inconclusive)")
        + "\n  "
        + String.join("\n  ", reasons);
  }
}
