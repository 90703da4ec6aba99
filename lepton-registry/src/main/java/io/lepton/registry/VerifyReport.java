package io.lepton.registry;

import io.lepton.error.InvalidInputException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
 * @param coverage how much a sample covered; empty if everything was looked at
 */
public record VerifyReport(
    long packs,
    long chunks,
    long bytes,
    List<Problem> problems,
    List<String> unindexedPacks,
    Optional<Coverage> coverage) {

  /**
   * What a {@link Sample} implies. Of every pack the frame and the index were checked; of the
   * chunks, each as likely as any other, only some were read.
   *
   * @param chosen chunks that were read
   * @param all chunks of the store
   * @param seed that chose them
   */
  public record Coverage(long chosen, long all, long seed) {
    /**
     * The chance that this sample would have met damage: 1 − C(N−k, n) / C(N, n) for n of N chunks
     * read and k damaged (the hypergeometric distribution), if damage hits chunks at random.
     *
     * @param damagedShare of the chunks, from 0 to 1; rounded up to whole chunks
     * @return from 0 to 1
     * @throws InvalidInputException if the share is outside that range
     */
    public double chanceToSee(double damagedShare) {
      if (!(damagedShare >= 0 && damagedShare <= 1)) {
        throw new InvalidInputException(
            "share of damaged chunks " + damagedShare + "; expected from 0 to 1");
      }
      long damaged = (long) Math.ceil(damagedShare * all);
      if (chosen > all - damaged) {
        return damaged == 0 ? 0 : 1;
      }
      double missing = 0; // the logarithm of the chance to meet none
      for (long i = 0; i < damaged; i++) {
        missing += Math.log1p(-(double) chosen / (all - i));
      }
      return -Math.expm1(missing);
    }

    /** Such as {@code 50 of 1000 chunks (seed 7): finds damage of 1 % with 40 %, …}. */
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "a sample of %d of %d chunks (seed %d), which would have met damage of 0.1 %% of them"
              + " with a chance of %.1f %%, of 1 %% with %.1f %%, of 10 %% with %.1f %%",
          chosen,
          all,
          seed,
          100 * chanceToSee(0.001),
          100 * chanceToSee(0.01),
          100 * chanceToSee(0.1));
    }
  }

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
   * Whether everything that was looked at can be read, to the bit.
   *
   * @return true if there is no problem; after a sample that says no more than {@link #coverage}
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
            + " bytes checked"
            + coverage.map(it -> "; " + it).orElse("");
    return problems.stream()
        .map(problem -> "\n  " + problem.message + "\n    hurts " + problem.hurts)
        .collect(Collectors.joining("", head, ""));
  }
}
