package io.lepton.registry;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What a check of the store found.
 *
 * @param packs that were looked at
 * @param chunks whose SHA-256 was computed
 * @param bytes of stored data that were read
 * @param problems all that is wrong; empty for a sound store
 * @param unindexedPacks packs no index names: of saves that are running, or that a crash ended;
 *     they take space and hurt nothing
 */
public record VerifyReport(
    long packs, long chunks, long bytes, List<Problem> problems, List<String> unindexedPacks) {

  /**
   * Something wrong.
   *
   * @param message names the pack, the place, what was expected and what was found
   * @param hurts what cannot be read because of it; empty if no living version needs it
   */
  public record Problem(String message, List<Hurt> hurts) {
    /** {@inheritDoc} */
    public Problem {
      hurts = List.copyOf(hurts);
    }
  }

  /**
   * A part of a version that cannot be read.
   *
   * @param version model, number and short id
   * @param part such as {@code tensor "fc1.weight"}, {@code file "tokenizer.json"} or {@code
   *     manifest}
   */
  public record Hurt(String version, String part) {
    /** As in {@code tensor "fc1.weight" of credit-scoring v2 (1f0c9a3be452)}. */
    @Override
    public String toString() {
      return part + " of " + version;
    }
  }

  /** {@inheritDoc} */
  public VerifyReport {
    problems = List.copyOf(problems);
    unindexedPacks = List.copyOf(unindexedPacks);
  }

  /**
   * Whether everything recorded can be read, to the bit.
   *
   * @return true if there is no problem
   */
  public boolean isSound() {
    return problems.isEmpty();
  }

  /** One line, and a line for each problem. */
  @Override
  public String toString() {
    String head =
        (isSound() ? "sound: " : problems.size() + " problems: ")
            + packs
            + " packs, "
            + chunks
            + " chunks, "
            + bytes
            + " bytes checked";
    return problems.stream()
        .map(problem -> "\n  " + problem.message + "\n    hurts " + problem.hurts)
        .collect(Collectors.joining("", head, ""));
  }
}
