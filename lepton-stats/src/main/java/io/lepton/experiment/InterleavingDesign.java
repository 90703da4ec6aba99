package io.lepton.experiment;

import io.lepton.error.InvalidInputException;
import io.lepton.spi.Ref;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What was agreed on a comparison of two rankers when it started. It never changes.
 *
 * @param name unique among the experiments of a store
 * @param first ranker
 * @param second ranker, of another name
 * @param length of the lists, at least 2; shorter where the rankers have fewer results
 * @param salt of the tosses
 * @param started when
 */
public record InterleavingDesign(
    String name, Variant first, Variant second, int length, String salt, Instant started) {
  /** {@inheritDoc} */
  public InterleavingDesign {
    Ref.requireValidName("interleaving", name);
    Objects.requireNonNull(salt);
    Objects.requireNonNull(started);
    if (first.name().equals(second.name())) {
      throw new InvalidInputException(
          refused(name) + "both rankers are \"" + first + "\"; names must differ");
    }
    if (length < 2) {
      throw new InvalidInputException(
          refused(name) + "lists of " + length + "; expected at least 2, one from each ranker");
    }
  }

  static String refused(String name) {
    return "interleaving \"" + name + "\": ";
  }

  /** What another definition says otherwise, apart from when it started. */
  List<String> differencesFrom(InterleavingDesign other) {
    List<String> differences = new ArrayList<>();
    BanditDesign.differ(differences, "first ranker", first, other.first);
    BanditDesign.differ(differences, "second ranker", second, other.second);
    BanditDesign.differ(differences, "length", length, other.length);
    BanditDesign.differ(differences, "salt", salt, other.salt);
    return differences;
  }
}
