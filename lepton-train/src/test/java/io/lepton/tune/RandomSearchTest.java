package io.lepton.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.AlreadyExistsException;
import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.model.Hyperparameters;
import io.lepton.model.Measure.Direction;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class RandomSearchTest {
  private static final SearchSpace SPACE =
      SearchSpace.builder()
          .decimal("x", -2, 3)
          .logDecimal("rate", 1e-4, 1)
          .whole("size", 2, 5)
          .choice("hidden", List.of(8), List.of(16, 8), List.of())
          .build();

  @Test
  void drawsEveryParameterFromItsRange() {
    List<Hyperparameters> points = points(RandomSearch.over(SPACE).trials(2000).seed(1));

    assertThat(points)
        .allSatisfy(
            point -> {
              assertThat(point.number("x")).isBetween(-2.0, 3.0);
              assertThat(point.number("rate")).isBetween(1e-4, 1.0);
              assertThat(point.integer("size")).isBetween(2L, 5L);
            });
    assertThat(points.stream().map(p -> p.integer("size")).distinct()).hasSize(4);
    assertThat(points.stream().map(p -> p.find("hidden")).distinct()).hasSize(3);
    // Four decades, uniform in the logarithm: a quarter of 2000 in each, give or take five
    // standard deviations of a binomial count, 5 √(2000 ¼ ¾) = 97.
    assertThat(points.stream().filter(p -> p.number("rate") < 1e-3).count()).isBetween(403L, 597L);
    assertThat(points.stream().filter(p -> p.number("x") < -1).count()).isBetween(311L, 489L);
  }

  private static List<Hyperparameters> points(RandomSearch search) {
    return search.run(point -> 0).trials().stream().map(Trial::parameters).toList();
  }

  @Test
  void drawsTheSamePointsForTheSameSeedHoweverManyTrials() {
    RandomSearch search = RandomSearch.over(SPACE).seed(5);

    assertThat(points(search.trials(3))).isEqualTo(points(search.trials(10)).subList(0, 3));
    assertThat(points(search.seed(6))).isNotEqualTo(points(search));
  }

  @Test
  void findsTheBestInEitherDirection() {
    RandomSearch search = RandomSearch.over(SPACE).trials(50).seed(1);
    Objective x = point -> point.number("x");

    SearchResult highest = search.run(x);
    SearchResult lowest = search.direction(Direction.LOWER_IS_BETTER).run(x);

    assertThat(highest.best().value())
        .isEqualTo(highest.trials().stream().mapToDouble(Trial::value).max().orElseThrow());
    assertThat(lowest.best().value())
        .isEqualTo(lowest.trials().stream().mapToDouble(Trial::value).min().orElseThrow());
    assertThat(search.run(point -> 7).best().number()).isEqualTo(1);
  }

  @Test
  void goesOnWhenTrialsFail() {
    List<String> heard = new ArrayList<>();
    SearchResult result =
        RandomSearch.over(SPACE)
            .trials(30)
            .seed(2)
            .listener((trial, soFar) -> heard.add(trial.number() + "/" + soFar.trials().size()))
            .run(
                point -> {
                  if (point.number("x") > 0) {
                    throw new EngineException("diverged");
                  }
                  return point.integer("size") == 2 ? Double.NaN : point.number("x");
                });

    assertThat(heard).hasSize(30).startsWith("1/1", "2/2").endsWith("30/30");
    assertThat(result.best().value()).isLessThanOrEqualTo(0);
    assertThat(result.trials())
        .anyMatch(trial -> trial.findFailure().filter("diverged"::equals).isPresent())
        .anyMatch(trial -> trial.findFailure().filter("the objective is NaN"::equals).isPresent());
  }

  @Test
  void saysSoWhenAllTrialsFail() {
    SearchResult result = RandomSearch.over(SPACE).trials(2).run(point -> Double.NaN);

    assertThat(result.findBest()).isEmpty();
    assertThatThrownBy(result::best)
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("none of 2 trials succeeded");
  }

  @Test
  void stopsWhenTheThreadIsInterrupted() {
    assertThatThrownBy(
            () ->
                RandomSearch.over(SPACE)
                    .run(
                        point -> {
                          Thread.currentThread().interrupt();
                          return 1;
                        }))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("interrupted in trial 1");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void refusesSpacesThatAreNone() {
    SearchSpace.Builder builder = SearchSpace.builder().decimal("x", 0, 1);
    assertThatThrownBy(() -> builder.whole("x", 0, 1)).isInstanceOf(AlreadyExistsException.class);
    refuses(() -> SearchSpace.builder().build());
    refuses(() -> builder.decimal("a", 1, 1));
    refuses(() -> builder.decimal("a", 0, Double.POSITIVE_INFINITY));
    refuses(() -> builder.logDecimal("a", 0, 1));
    refuses(() -> builder.whole("a", 2, 1));
    refuses(() -> builder.choice("a"));
    refuses(() -> builder.choice("a", new Object()));
    refuses(() -> RandomSearch.over(SPACE).trials(0));
  }

  private static void refuses(ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(InvalidInputException.class);
  }
}
