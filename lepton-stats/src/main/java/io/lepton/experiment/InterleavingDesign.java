package io.lepton.experiment;

import io.lepton.error.InvalidInputException;
import io.lepton.spi.Ref;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

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

  /** What the caller defines, by what it is called. */
  static Map<String, Function<InterleavingDesign, Object>> parts() {
    Map<String, Function<InterleavingDesign, Object>> parts = new LinkedHashMap<>();
    parts.put("first ranker", InterleavingDesign::first);
    parts.put("second ranker", InterleavingDesign::second);
    parts.put("length", InterleavingDesign::length);
    parts.put("salt", InterleavingDesign::salt);
    return parts;
  }
}
