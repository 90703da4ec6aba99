package io.lepton.tune;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Hyperparameters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The space of a study whose parameters are defined by those who ask for them. It grows with the
 * parameters, in the order in which they came up, and samplers see an ordinary {@link SearchSpace}
 * and a history that fits it. A parameter that some complete trials did not ask for is taken to
 * count while the discrete parameter with the fewest values that explains it has the values it had
 * where it was asked for; if none explains it, it counts always. What a trial did not ask for has
 * in that history a value drawn by chance, which by definition was of no influence.
 */
final class Discovery {
  private static final long MOST_LEVELS = 1000;

  private final Map<String, Parameter> known = new LinkedHashMap<>();
  private final long seed;

  Discovery(long seed) {
    this.seed = seed;
  }

  /** Whether a parameter is known; refuses another one of the same name. */
  boolean knows(Parameter parameter) {
    Parameter before = known.get(parameter.name());
    if (before != null && !before.equals(parameter)) {
      throw new InvalidInputException(
          "parameter \""
              + parameter.name()
              + "\" is asked for as "
              + parameter
              + "; the study knows it as "
              + before
              + ": ask for it in the same way each time, or give it another name");
    }
    return before != null;
  }

  void add(Parameter parameter) {
    known.putIfAbsent(parameter.name(), parameter);
  }

  /** A value that depends on the study's seed, the trial and the name only. */
  Object draw(Parameter parameter, int trial) {
    SplittableRandom names = new SplittableRandom(parameter.name().hashCode());
    return parameter.fromUnit(StudyCore.random(seed ^ names.nextLong(), trial).nextDouble());
  }

  SearchSpace space(History history) {
    Map<String, Condition> conditions = new HashMap<>();
    List<Parameter> before = new ArrayList<>();
    for (Parameter parameter : known.values()) {
      condition(parameter.name(), before, history)
          .ifPresent(condition -> conditions.put(parameter.name(), condition));
      before.add(parameter);
    }
    return new SearchSpace(new LinkedHashMap<>(known), conditions);
  }

  private static Optional<Condition> condition(
      String name, List<Parameter> before, History history) {
    List<Hyperparameters> with = new ArrayList<>();
    List<Hyperparameters> without = new ArrayList<>();
    for (Trial trial : history.finished()) {
      if (trial.parameters().find(name).isPresent()) {
        with.add(trial.parameters());
      } else if (trial.state() == TrialState.COMPLETE) { // others may not have come so far
        without.add(trial.parameters());
      }
    }
    Condition best = null;
    long fewest = MOST_LEVELS + 1;
    for (Parameter other : without.isEmpty() || with.isEmpty() ? List.<Parameter>of() : before) {
      long levels = other.levels().orElse(Long.MAX_VALUE);
      Set<Object> values = new LinkedHashSet<>();
      with.forEach(it -> it.find(other.name()).ifPresent(values::add));
      boolean explains =
          with.stream().allMatch(it -> it.find(other.name()).isPresent())
              && without.stream()
                  .noneMatch(it -> it.find(other.name()).filter(values::contains).isPresent());
      if (levels < fewest && explains) {
        best = new Condition(other.name(), List.copyOf(values));
        fewest = levels;
      }
    }
    return Optional.ofNullable(best);
  }

  /** The trials as points of the space as it is known now. */
  History view(History history) {
    SearchSpace space = space(history);
    History view = new History(space, history.directions());
    // In the order in which they began, then in that in which they ended.
    history.trials().forEach(it -> view.put(fitted(it, space, TrialState.RUNNING)));
    history.finished().forEach(it -> view.put(fitted(it, space, it.state())));
    return view;
  }

  private Trial fitted(Trial trial, SearchSpace space, TrialState state) {
    return new Trial(
        trial.number(),
        state,
        point(trial, space),
        trial.values(),
        trial.intermediate(),
        trial.constraints(),
        trial.attributes(),
        trial.started(),
        trial.ended(),
        trial.failure());
  }

  private Hyperparameters point(Trial trial, SearchSpace space) {
    List<Parameter> parameters = space.parameters();
    double[] place = new double[parameters.size()];
    for (int i = 0; i < place.length; i++) {
      Parameter parameter = parameters.get(i);
      Object value =
          trial
              .parameters()
              .find(parameter.name())
              .filter(parameter::contains)
              .orElseGet(() -> draw(parameter, trial.number()));
      place[i] = parameter.toUnit(value);
    }
    return space.decode(place);
  }
}
