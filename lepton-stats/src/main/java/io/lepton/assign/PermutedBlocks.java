package io.lepton.assign;

import io.lepton.error.InvalidInputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Stratified randomisation of units that are known beforehand: within each stratum, in the order of
 * the list, each block of neighbours gets the arms of one block in random order (permuted blocks,
 * Zelen 1974). In a stratum the arms are as in the block, but for what is left of the last one; a
 * covariate that makes the strata cannot differ between the arms.
 *
 * <p>The scheme: a stratum's random numbers are SplitMix64 from XXH64 of its name in UTF-8 with the
 * seed; each block is the given one, shuffled by Fisher–Yates from its last place down, with draws
 * below {@code 2⁶⁴ mod n} drawn again. Strata do not depend on each other.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class PermutedBlocks {
  private final List<String> block;
  private final long seed;

  private PermutedBlocks(List<String> block, long seed) {
    this.block = block;
    this.seed = seed;
  }

  /**
   * A unit and its stratum.
   *
   * @param id of the unit, as {@link UnitId#requireValid} wants it
   * @param stratum what it has in common with others, such as {@code north/new}; well-formed
   *     Unicode
   */
  public record Unit(String id, String stratum) {
    /** {@inheritDoc} */
    public Unit {
      UnitId.requireValid("unit id", id);
      UnitId.requireWellFormed("stratum", stratum);
    }
  }

  /**
   * Says what a block holds.
   *
   * @param seed of the random order
   * @param arms names, at least two, each as often as a block has it: {@code "old", "old", "new"}
   *     for two to one
   * @return the randomisation
   * @throws InvalidInputException if there are fewer than two
   */
  public static PermutedBlocks of(long seed, String... arms) {
    if (arms.length < 2) {
      throw new InvalidInputException(
          "a block of " + List.of(arms) + "; expected at least two arms, such as old, new");
    }
    return new PermutedBlocks(List.of(arms), seed);
  }

  /**
   * Draws the arms.
   *
   * @param units each once; the order counts within a stratum
   * @return the arm of each unit's id, in the order of the list
   * @throws InvalidInputException if a unit comes twice
   */
  public Map<String, String> assign(List<Unit> units) {
    Map<String, String> arms = new LinkedHashMap<>();
    Map<String, Stratum> strata = new HashMap<>();
    for (Unit unit : units) {
      Stratum stratum =
          strata.computeIfAbsent(unit.stratum(), name -> new Stratum(new Draws(name, seed)));
      if (arms.putIfAbsent(unit.id(), stratum.next(block)) != null) {
        throw new InvalidInputException(
            "unit \"" + unit.id() + "\" comes twice; each is randomised once");
      }
    }
    return arms;
  }

  private static final class Stratum {
    private final Draws draws;
    private List<String> left = List.of();

    Stratum(Draws draws) {
      this.draws = draws;
    }

    String next(List<String> block) {
      if (left.isEmpty()) {
        List<String> shuffled = new ArrayList<>(block);
        draws.shuffle(shuffled);
        left = shuffled;
      }
      String first = left.get(0);
      left = left.subList(1, left.size());
      return first;
    }
  }
}
