package io.lepton.tune;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Hyperparameters;
import io.lepton.model.Measure.Direction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tries every combination once, the last parameter changing fastest, and then ends the search. Of a
 * discrete parameter all values are tried unless told otherwise; of a continuous one those that
 * were given. A combination that was tried before, in whatever way, is passed over. Works with any
 * number of directions, and with conditions. For a few values of a few parameters; anything more is
 * better searched by other samplers. Immutable.
 */
public final class GridSampler implements Sampler {
  /** Combinations beyond which a grid is a mistake. */
  public static final int MAX_POINTS = 1_000_000;

  private final Map<String, List<Object>> chosen;
  private final Map<String, Integer> counts;

  private GridSampler(Map<String, List<Object>> chosen, Map<String, Integer> counts) {
    this.chosen = chosen;
    this.counts = counts;
  }

  /**
   * All values of all parameters, which must be discrete.
   *
   * @return the sampler
   */
  public static GridSampler create() {
    return new GridSampler(Map.of(), Map.of());
  }

  /**
   * Sets which values of a parameter are tried.
   *
   * @param parameter its name
   * @param values some of its values, at least one
   * @return a new sampler
   * @throws InvalidInputException if there is no value
   */
  public GridSampler values(String parameter, Object... values) {
    if (values.length == 0) {
      throw new InvalidInputException(
          "no values of \"" + parameter + "\" in a grid; expected at least one");
    }
    Map<String, List<Object>> more = new LinkedHashMap<>(chosen);
    more.put(
        parameter,
        Arrays.stream(values).map(value -> ChoiceParameter.normal(parameter, value)).toList());
    return new GridSampler(more, counts);
  }

  /**
   * Sets how many values of a parameter are tried, evenly spread on its scale, the middles of equal
   * parts.
   *
   * @param parameter its name
   * @param count at least 1
   * @return a new sampler
   * @throws InvalidInputException if it is below 1
   */
  public GridSampler points(String parameter, int count) {
    if (count < 1) {
      throw new InvalidInputException(
          count + " values of \"" + parameter + "\" in a grid; expected at least 1");
    }
    Map<String, Integer> more = new LinkedHashMap<>(counts);
    more.put(parameter, count);
    return new GridSampler(chosen, more);
  }

  /**
   * {@inheritDoc}
   *
   * @throws InvalidInputException if a continuous parameter was given no values, a value or name is
   *     not of the space, or there are more than {@link #MAX_POINTS} combinations
   */
  @Override
  public Session start(SearchSpace space, List<Direction> directions) {
    chosen.keySet().forEach(space::parameter);
    counts.keySet().forEach(space::parameter);
    List<double[]> places = space.parameters().stream().map(this::places).toList();
    return new Grid(combinations(space, places, chosen));
  }

  /** Values by their places in the unit interval. */
  private double[] places(Parameter parameter) {
    String name = parameter.name();
    List<Object> values = chosen.get(name);
    if (values != null) {
      return values.stream().mapToDouble(parameter::toUnit).toArray();
    }
    Integer count = counts.get(name);
    if (count == null) {
      long levels = parameter.levels().orElse(0);
      if (levels < 1 || levels > MAX_POINTS) {
        throw new InvalidInputException(
            "parameter "
                + parameter
                + (levels == 0 ? " is continuous" : " has " + levels + " values")
                + "; give the grid some of its values, by values(..) or points(..)");
      }
      return Axes.levels(parameter);
    }
    double[] middles = new double[count];
    Arrays.setAll(middles, i -> (i + 0.5) / count);
    return middles;
  }

  private static List<Hyperparameters> combinations(
      SearchSpace space, List<double[]> places, Map<String, List<Object>> chosen) {
    Set<Hyperparameters> points = new HashSet<>();
    List<Hyperparameters> ordered = new ArrayList<>();
    int[] at = new int[places.size()];
    double[] unit = new double[at.length];
    long visited = 0;
    do {
      // Parameters that do not count make equal points of different combinations.
      for (int i = 0; i < at.length; i++) {
        unit[i] = places.get(i)[at[i]];
      }
      Hyperparameters point = space.decode(unit);
      for (int i = 0; i < at.length; i++) {
        String name = space.parameters().get(i).name();
        if (chosen.containsKey(name) && point.find(name).isPresent()) {
          point = point.with(name, chosen.get(name).get(at[i])); // places round
        }
      }
      if (points.add(point)) {
        ordered.add(point);
      }
      if (++visited > MAX_POINTS) {
        throw new InvalidInputException(
            "a grid of more than " + MAX_POINTS + " combinations; search it by another sampler");
      }
    } while (advance(at, places));
    return ordered;
  }

  private static boolean advance(int[] at, List<double[]> places) {
    for (int i = at.length - 1; i >= 0; i--) {
      if (++at[i] < places.get(i).length) {
        return true;
      }
      at[i] = 0;
    }
    return false;
  }

  /** What is left of the grid. */
  private static final class Grid implements Session {
    private final List<Hyperparameters> points;
    private final Set<Hyperparameters> tried = new HashSet<>();
    private int read;
    private int next;

    Grid(List<Hyperparameters> points) {
      this.points = points;
    }

    private void read(History history) {
      for (; read < history.trials().size(); read++) {
        tried.add(history.trials().get(read).parameters());
      }
      while (next < points.size() && tried.contains(points.get(next))) {
        next++;
      }
    }

    @Override
    public Proposal propose(History history, int number, java.util.SplittableRandom random) {
      read(history);
      return Proposal.of(points.get(Math.min(next, points.size() - 1)));
    }

    @Override
    public boolean isExhausted(History history) {
      read(history);
      return next == points.size();
    }
  }

  /** The name and what was set. */
  @Override
  public String toString() {
    return "grid" + (chosen.isEmpty() ? "" : " " + chosen) + (counts.isEmpty() ? "" : " " + counts);
  }
}
