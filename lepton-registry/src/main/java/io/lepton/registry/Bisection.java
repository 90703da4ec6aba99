package io.lepton.registry;

import io.lepton.model.Version;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a {@link Bisect} found. It is certain as far as the good and the bad version that were given
 * are what they were said to be, and once bad, a line stays bad.
 *
 * @param suspects the versions of which one is the first bad; exactly one if no test was skipped
 *     that was needed; newest first
 * @param tested what was asked, in that order, with the answers
 */
public record Bisection(List<Version> suspects, Map<Version, Answer> tested) {
  /** {@inheritDoc} */
  public Bisection {
    suspects = List.copyOf(suspects);
    tested = Collections.unmodifiableMap(new LinkedHashMap<>(tested));
  }

  /**
   * The version that brought the fault, if that is certain.
   *
   * @return the first bad version, or empty if skipped versions leave several
   */
  public Optional<Version> firstBad() {
    return suspects.size() == 1 ? Optional.of(suspects.get(0)) : Optional.empty();
  }

  /** For people: what is certain, and what was tested. */
  @Override
  public String toString() {
    List<String> lines = new ArrayList<>();
    lines.add(
        firstBad()
            .map(version -> version + " is the first bad version: " + version.message())
            .orElse("the first bad version is one of " + suspects));
    tested.forEach((version, answer) -> lines.add("  " + version + ": " + answer));
    return String.join("\n", lines);
  }
}
