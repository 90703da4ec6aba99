package io.lepton.assign;

import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A schedule for what cannot be split by unit, because the units share something (drivers, stock, a
 * price): each region switches between the arms, slot by slot. The unit of analysis is a region in
 * a slot. Outcomes soon after a switch still belong to the arm before: the first part of each slot
 * is a washout, to be left out (Bojinov, Simchi-Levi and Zhao 2023).
 *
 * <p>Random but balanced: of k arms, each region gets each arm once in each block of k slots, and
 * in every slot the numbers of regions in two arms differ by at most one in each group of k
 * regions. For each block the regions are shuffled and taken in groups of k, the last may be
 * smaller; a group gets a Latin square, {@code arms[(row + columns[slot]) mod k]}, with arms and
 * columns shuffled. Each region in each slot has each arm with probability 1/k. Random numbers are
 * those of {@link PermutedBlocks}, from XXH64 of {@code block B} with the seed, drawn in this
 * order: regions; then for each group arms, columns.
 *
 * <p>Immutable and safe for use by many threads. A look-up takes time in proportion to the regions.
 */
public final class Switchback {
  private final List<String> arms;
  private final List<String> regions;
  private final Instant start;
  private final Duration length;
  private final Duration washout;
  private final long seed;

  private Switchback(
      List<String> arms,
      List<String> regions,
      Instant start,
      Duration length,
      Duration washout,
      long seed) {
    this.arms = arms;
    this.regions = regions;
    this.start = start;
    this.length = length;
    this.washout = washout;
    this.seed = seed;
  }

  /**
   * One region during one slot.
   *
   * @param region as given
   * @param number of the slot, from 0
   * @param arm what the region runs
   * @param begins when the slot begins
   * @param countsFrom when its washout is over
   * @param ends when the slot ends, exclusive
   */
  public record Slot(
      String region, long number, String arm, Instant begins, Instant countsFrom, Instant ends) {
    /**
     * The id of the unit of analysis.
     *
     * @return as in {@code berlin@17}
     */
    public String unit() {
      return Switchback.unit(region, number);
    }

    /**
     * Whether what happens now still shows the arm before.
     *
     * @param time within the slot
     * @return true before {@link #countsFrom}
     */
    public boolean inWashout(Instant time) {
      return time.isBefore(countsFrom);
    }
  }

  /**
   * A schedule without washout and with the seed 0.
   *
   * @param arms at least two, distinct
   * @param regions at least one, distinct
   * @param start of slot 0
   * @param length of a slot, positive, in whole milliseconds
   * @return the schedule
   * @throws InvalidInputException if an argument is not so
   */
  public static Switchback of(
      List<String> arms, List<String> regions, Instant start, Duration length) {
    requireDistinct("arms", arms, 2);
    requireDistinct("regions", regions, 1);
    if (length.toMillis() < 1) {
      throw new InvalidInputException("slots of " + length + "; expected at least a millisecond");
    }
    return new Switchback(List.copyOf(arms), List.copyOf(regions), start, length, Duration.ZERO, 0);
  }

  private static void requireDistinct(String what, List<String> names, int least) {
    names.forEach(name -> UnitId.requireValid(what, name));
    if (names.size() < least || new HashSet<>(names).size() < names.size()) {
      throw new InvalidInputException(
          what + " " + names + "; expected at least " + least + ", each once");
    }
  }

  /**
   * Leaves out the beginning of each slot.
   *
   * @param duration 0 or more, shorter than a slot
   * @return a new schedule
   * @throws InvalidInputException if it is not so
   */
  public Switchback withWashout(Duration duration) {
    if (duration.isNegative() || duration.compareTo(length) >= 0) {
      throw new InvalidInputException(
          "washout of "
              + duration
              + " in slots of "
              + length
              + "; expected 0 or more, and shorter");
    }
    return new Switchback(arms, regions, start, length, duration, seed);
  }

  /**
   * Sets what the order is drawn from.
   *
   * @param newSeed any
   * @return a new schedule
   */
  public Switchback withSeed(long newSeed) {
    return new Switchback(arms, regions, start, length, washout, newSeed);
  }

  /**
   * What a region runs at some time.
   *
   * @param region one of the regions
   * @param time not before the start
   * @return the slot
   * @throws NotFoundException if there is no such region; the message lists those there are
   * @throws InvalidInputException if the time is before the start
   */
  public Slot at(String region, Instant time) {
    if (time.isBefore(start)) {
      throw new InvalidInputException("no slot at " + time + "; the first begins at " + start);
    }
    return slot(region, Duration.between(start, time).dividedBy(length));
  }

  /**
   * A slot by its number.
   *
   * @param region one of the regions
   * @param number from 0
   * @return the slot
   * @throws NotFoundException if there is no such region; the message lists those there are
   * @throws InvalidInputException if the number is negative
   */
  public Slot slot(String region, long number) {
    if (number < 0) {
      throw new InvalidInputException("slot " + number + "; expected 0 or more");
    }
    int row = regions.indexOf(region);
    if (row < 0) {
      throw new NotFoundException("no region \"" + region + "\"; there are " + regions);
    }
    int column = (int) (number % arms.size());
    String arm = armsOf(number / arms.size())[row][column];
    Instant begins = start.plus(length.multipliedBy(number));
    return new Slot(region, number, arm, begins, begins.plus(washout), begins.plus(length));
  }

  /**
   * The first slots of all regions, as an experiment's allocation takes them.
   *
   * @param slots how many, at least 1
   * @return the arm of each {@link Slot#unit}, slot by slot
   * @throws InvalidInputException if there is none
   */
  public Map<String, String> allocation(int slots) {
    if (slots < 1) {
      throw new InvalidInputException(slots + " slots; expected at least 1");
    }
    Map<String, String> allocation = new LinkedHashMap<>();
    String[][] block = new String[0][];
    for (int number = 0; number < slots; number++) {
      int column = number % arms.size();
      if (column == 0) {
        block = armsOf(number / arms.size());
      }
      for (int row = 0; row < regions.size(); row++) {
        allocation.put(unit(regions.get(row), number), block[row][column]);
      }
    }
    return allocation;
  }

  private static String unit(String region, long number) {
    return region + "@" + number;
  }

  /** The arms in a block, by region and slot. */
  private String[][] armsOf(long block) {
    int k = arms.size();
    Draws draws = new Draws("block " + block, seed);
    List<Integer> order = shuffled(draws, regions.size());
    String[][] armsOf = new String[regions.size()][k];
    for (int group = 0; group < order.size(); group += k) {
      List<Integer> symbols = shuffled(draws, k);
      List<Integer> columns = shuffled(draws, k);
      for (int row = 0; row < k && group + row < order.size(); row++) {
        for (int slot = 0; slot < k; slot++) {
          armsOf[order.get(group + row)][slot] =
              arms.get(symbols.get((row + columns.get(slot)) % k));
        }
      }
    }
    return armsOf;
  }

  private static List<Integer> shuffled(Draws draws, int n) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, n).boxed().toList());
    draws.shuffle(order);
    return order;
  }
}
