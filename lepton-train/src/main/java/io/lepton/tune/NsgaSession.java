package io.lepton.tune;

import io.lepton.model.Hyperparameters;
import io.lepton.tune.internal.pareto.Fronts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** NSGA-II at work for one study. What it keeps are the survivors of the trials read so far. */
final class NsgaSession implements Sampler.Session {
  /**
   * Deb and Agrawal's (1995) spread of children and mutants. Their 15 to 20 stay so near to the
   * parents that hundreds of trials do not get far.
   */
  private static final double CROSSOVER_INDEX = 5;

  private static final double MUTATION_INDEX = 5;
  private static final double CROSSOVER = 0.9;
  private static final int ATTEMPTS = 20;

  private final SearchSpace space;
  private final int population;
  private final List<Member> members = new ArrayList<>();
  private final Set<Hyperparameters> tried = new HashSet<>();
  private int known;
  private int read;
  private int usable;

  /** A survivor. */
  @SuppressWarnings("ArrayRecordComponent") // private, and never compared
  private record Member(double[] place, double[] losses, double violation) {}

  NsgaSession(SearchSpace space, int population) {
    this.space = space;
    this.population = population;
  }

  @Override
  public Sampler.Proposal propose(History history, int number, SplittableRandom random) {
    for (; read < history.finished().size(); read++) {
      Trial trial = history.finished().get(read);
      if (trial.state() == TrialState.COMPLETE) {
        usable++;
        members.add(
            new Member(space.encode(trial.parameters()), history.losses(trial), trial.violation()));
        // After each trial, so that the survivors do not depend on when anybody asked.
        survive();
      }
    }
    for (; known < history.trials().size(); known++) {
      tried.add(history.trials().get(known).parameters());
    }
    if (usable < population) {
      return Sampler.Proposal.of(space.draw(random));
    }
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      double[] child = cross(parent(random), parent(random), random);
      mutate(child, random);
      Hyperparameters point = space.decode(child);
      if (!tried.contains(point)) {
        return Sampler.Proposal.of(point);
      }
    }
    return Sampler.Proposal.of(space.draw(random)); // in small spaces all children may be known
  }

  /** Sorts best first and drops the last one beyond the population. */
  private void survive() {
    double[][] losses = members.stream().map(Member::losses).toArray(double[][]::new);
    double[] violations = members.stream().mapToDouble(Member::violation).toArray();
    List<Member> sorted = new ArrayList<>();
    for (int[] front : Fronts.sort(losses, violations)) {
      double[] room =
          Fronts.crowding(Arrays.stream(front).mapToObj(i -> losses[i]).toArray(double[][]::new));
      IntStream.range(0, front.length)
          .boxed()
          .sorted(Comparator.comparingDouble((Integer i) -> room[i]).reversed())
          .forEach(i -> sorted.add(members.get(front[i])));
    }
    members.clear();
    members.addAll(sorted.subList(0, Math.min(population, sorted.size())));
  }

  /** The better of two: members are sorted by front, then by room. */
  private double[] parent(SplittableRandom random) {
    int better = Math.min(random.nextInt(members.size()), random.nextInt(members.size()));
    return members.get(better).place;
  }

  private double[] cross(double[] a, double[] b, SplittableRandom random) {
    boolean crossed = random.nextDouble() < CROSSOVER;
    double[] child = new double[a.length];
    for (int j = 0; j < child.length; j++) {
      double first = Double.isNaN(a[j]) ? other(b[j], random) : a[j];
      double second = Double.isNaN(b[j]) ? first : b[j];
      boolean swap = random.nextBoolean();
      if (!crossed || first == second) {
        child[j] = first;
      } else if (Axes.isCategorical(space.parameters().get(j))) {
        child[j] = swap ? second : first;
      } else {
        child[j] =
            swap ? simulatedBinary(second, first, random) : simulatedBinary(first, second, random);
      }
    }
    return child;
  }

  private static double other(double value, SplittableRandom random) {
    return Double.isNaN(value) ? random.nextDouble() : value;
  }

  /** One of the two children at random; half of the coordinates are taken over as they are. */
  private static double simulatedBinary(double a, double b, SplittableRandom random) {
    double u = random.nextDouble();
    double power = 1 / (CROSSOVER_INDEX + 1);
    double spread =
        u <= 0.5 ? StrictMath.pow(2 * u, power) : StrictMath.pow(1 / (2 * (1 - u)), power);
    if (random.nextBoolean()) {
      return a;
    }
    return clamp(0.5 * ((1 + spread) * a + (1 - spread) * b));
  }

  private static double clamp(double value) {
    return Math.min(Math.max(value, 0), 1);
  }

  /** On average one coordinate: a nearby number, or any choice. */
  private void mutate(double[] child, SplittableRandom random) {
    for (int j = 0; j < child.length; j++) {
      if (random.nextDouble() * child.length >= 1) {
        continue;
      }
      double u = random.nextDouble();
      double power = 1 / (MUTATION_INDEX + 1);
      child[j] =
          Axes.isCategorical(space.parameters().get(j))
              ? u
              : clamp(
                  child[j]
                      + (u < 0.5
                          ? StrictMath.pow(2 * u, power) - 1
                          : 1 - StrictMath.pow(2 * (1 - u), power)));
    }
  }
}
