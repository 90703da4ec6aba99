package io.lepton.continual;

import io.lepton.error.InvalidInputException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A bounded memory of labelled examples. Each class has an equal share of the places, drawn at
 * random from all its examples that were ever added (reservoir sampling, Vitter 1985, in each
 * class). Not thread-safe.
 */
public final class ReplayBuffer {
  private final int capacity;
  private final SplittableRandom random;
  private final Map<Integer, Reservoir> classes = new TreeMap<>();
  private int width;

  /** The examples of one class. Each has a random key; the smallest keys stay. */
  private static final class Reservoir {
    final List<Kept> kept = new ArrayList<>();
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Kept(double key, float[] input) {}

  /**
   * An empty memory.
   *
   * @param capacity most examples, at least 1; as many classes as there are places can be kept
   * @param seed of what is kept
   */
  public ReplayBuffer(int capacity, long seed) {
    if (capacity < 1) {
      throw new InvalidInputException("capacity is " + capacity + "; expected 1 or more");
    }
    this.capacity = capacity;
    this.random = new SplittableRandom(seed);
  }

  /**
   * Adds examples, and forgets others if there are too many.
   *
   * @param examples of the width of those before
   * @throws InvalidInputException if they have another width, or there are more classes than places
   */
  public void add(Labelled examples) {
    if (width != 0 && width != examples.width()) {
      throw new InvalidInputException(
          "examples of " + examples.width() + " values; those kept have " + width);
    }
    width = examples.width();
    for (int row = 0; row < examples.rows(); row++) {
      add(examples.input(row), examples.labels()[row]);
    }
  }

  private void add(float[] input, int label) {
    Reservoir known = classes.get(label);
    if (known == null) {
      if (classes.size() == capacity) {
        throw new InvalidInputException(
            "class " + label + " is one more than the " + capacity + " places of the memory");
      }
      known = new Reservoir();
      classes.put(label, known);
      classes.values().forEach(this::shrink);
    }
    double key = random.nextDouble();
    int at = 0;
    while (at < known.kept.size() && known.kept.get(at).key <= key) {
      at++;
    }
    if (at < share()) {
      known.kept.add(at, new Kept(key, input));
      shrink(known);
    }
  }

  private int share() {
    return capacity / classes.size();
  }

  /** Rows with the largest keys go, which is a random choice among all ever added. */
  private void shrink(Reservoir reservoir) {
    List<Kept> kept = reservoir.kept;
    while (kept.size() > share()) {
      kept.remove(kept.size() - 1);
    }
  }

  /**
   * The number of examples kept.
   *
   * @return at most the capacity
   */
  public int size() {
    return classes.values().stream().mapToInt(reservoir -> reservoir.kept.size()).sum();
  }

  /**
   * What is kept, by class.
   *
   * @return the examples
   * @throws InvalidInputException if there are none
   */
  public Labelled examples() {
    return with(null);
  }

  /**
   * Other examples, and what is kept after them.
   *
   * @param others of the same width
   * @return all of them
   */
  public Labelled after(Labelled others) {
    return with(others);
  }

  private Labelled with(@org.jspecify.annotations.Nullable Labelled others) {
    int first = others == null ? 0 : others.rows();
    int values = others == null ? width : others.width();
    float[] inputs = new float[(first + size()) * values];
    int[] labels = new int[first + size()];
    if (others != null) {
      if (width != 0 && others.width() != width) {
        throw new InvalidInputException(
            "examples of " + others.width() + " values; those kept have " + width);
      }
      System.arraycopy(others.inputs(), 0, inputs, 0, others.inputs().length);
      System.arraycopy(others.labels(), 0, labels, 0, first);
    }
    int row = first;
    for (Map.Entry<Integer, Reservoir> entry : classes.entrySet()) {
      for (Kept kept :
          entry.getValue().kept.stream().sorted(Comparator.comparingDouble(Kept::key)).toList()) {
        System.arraycopy(kept.input, 0, inputs, row * values, values);
        labels[row++] = entry.getKey();
      }
    }
    return new Labelled(inputs, labels);
  }
}
