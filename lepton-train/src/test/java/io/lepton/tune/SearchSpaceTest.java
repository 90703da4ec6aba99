package io.lepton.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.AlreadyExistsException;
import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.model.Hyperparameters;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SearchSpaceTest {
  static final SearchSpace SPACE =
      SearchSpace.builder()
          .decimal("x", -2, 3)
          .decimal("stepped", 0, 1, 0.1)
          .logDecimal("rate", 1e-4, 1)
          .whole("size", 2, 5)
          .whole("even", 2, 10, 4)
          .logWhole("units", 1, 512)
          .choice("hidden", List.of(8), List.of(16, 8), List.of())
          .choice("kind", "linear", "svm", "tree")
          .when(
              "kind",
              "svm",
              svm ->
                  svm.logDecimal("c", 1e-3, 1e3)
                      .whole("degree", 1, 4)
                      .whenIn("degree", List.of(3, 4), high -> high.decimal("coef0", -1, 1)))
          .whenIn("kind", List.of("svm", "tree"), it -> it.decimal("cost", 0, 1))
          .build();

  @Test
  void drawsEveryParameterFromItsRange() {
    List<Hyperparameters> points = points(2000);

    assertThat(points)
        .allSatisfy(
            point -> {
              assertThat(point.number("x")).isBetween(-2.0, 3.0);
              assertThat(point.number("rate")).isBetween(1e-4, 1.0);
              assertThat(point.integer("size")).isBetween(2L, 5L);
              assertThat(point.integer("units")).isBetween(1L, 512L);
            });
    assertThat(values(points, "size")).hasSize(4);
    assertThat(values(points, "even")).containsExactlyInAnyOrder(2L, 6L, 10L);
    assertThat(values(points, "hidden")).hasSize(3);
    assertThat(values(points, "stepped"))
        .containsExactlyInAnyOrder(0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0);
    // Four decades, uniform in the logarithm: a quarter of 2000 in each, give or take five
    // standard deviations of a binomial count, 5 √(2000 ¼ ¾) = 97.
    assertThat(points.stream().filter(p -> p.number("rate") < 1e-3).count()).isBetween(403L, 597L);
    assertThat(points.stream().filter(p -> p.number("x") < -1).count()).isBetween(311L, 489L);
    // log(1.5/0.5) / log(512.5/0.5) = 0.158 of the points have one unit
    assertThat(points.stream().filter(p -> p.integer("units") == 1).count()).isBetween(235L, 399L);
  }

  private static List<Hyperparameters> points(int count) {
    SplittableRandom random = new SplittableRandom(1);
    List<Hyperparameters> points = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      points.add(SPACE.draw(random));
    }
    return points;
  }

  private static Set<Object> values(List<Hyperparameters> points, String name) {
    Set<Object> values = new HashSet<>();
    points.forEach(point -> point.find(name).ifPresent(values::add));
    return values;
  }

  @Test
  void givesConditionalParametersValuesExactlyWhereTheyCount() {
    for (Hyperparameters point : points(500)) {
      boolean svm = point.text("kind").equals("svm");
      assertThat(point.find("c").isPresent()).isEqualTo(svm);
      assertThat(point.find("coef0").isPresent()).isEqualTo(svm && point.integer("degree") >= 3);
      assertThat(point.find("cost").isPresent()).isEqualTo(!point.text("kind").equals("linear"));
    }
  }

  @Test
  void findsBackThePlaceOfEveryPoint() {
    for (Hyperparameters point : points(500)) {
      double[] places = SPACE.encode(point);
      assertThat(SPACE.decode(zeroForNaN(places)).asMap().keySet())
          .isEqualTo(point.asMap().keySet());
      for (int i = 0; i < places.length; i++) {
        Parameter parameter = SPACE.parameters().get(i);
        Object value = point.find(parameter.name()).orElse(null);
        if (value == null) {
          assertThat(places[i]).isNaN();
        } else if (parameter.levels().isPresent()) {
          assertThat(parameter.fromUnit(places[i])).isEqualTo(value);
          assertThat(parameter.fromUnit(parameter.cellStart(value) * (1 - 1e-9) + 1e-9 * places[i]))
              .isEqualTo(value);
          assertThat(parameter.fromUnit(parameter.cellEnd(value) - 1e-9)).isEqualTo(value);
        } else {
          assertThat((Double) parameter.fromUnit(places[i]))
              .isCloseTo((Double) value, within(1e-14 * (1 + Math.abs((Double) value))));
        }
      }
    }
  }

  private static double[] zeroForNaN(double[] places) {
    double[] copy = places.clone();
    for (int i = 0; i < copy.length; i++) {
      copy[i] = Double.isNaN(copy[i]) ? 0 : copy[i];
    }
    return copy;
  }

  @Test
  void reachesBothEndsOfEveryRange() {
    for (Parameter parameter : SPACE.parameters()) {
      assertThat(parameter.contains(parameter.fromUnit(0))).isTrue();
      assertThat(parameter.contains(parameter.fromUnit(1))).isTrue();
      assertThatThrownBy(() -> parameter.fromUnit(Math.nextUp(1.0)))
          .isInstanceOf(InvalidInputException.class);
      assertThatThrownBy(() -> parameter.fromUnit(Double.NaN))
          .isInstanceOf(InvalidInputException.class);
    }
    assertThat(SPACE.parameter("rate").fromUnit(0)).isEqualTo(1e-4);
    assertThat(SPACE.parameter("units").fromUnit(1)).isEqualTo(512L);
  }

  @Test
  void isReadBackFromItsJson() {
    SearchSpace back = SearchSpace.fromJson(SPACE.toJson());

    assertThat(back).isEqualTo(SPACE);
    assertThat(back.fingerprint()).isEqualTo(SPACE.fingerprint()).hasSize(64);
    assertThat(SearchSpace.builder().decimal("x", 0, 1).build().fingerprint())
        .isNotEqualTo(SearchSpace.builder().decimal("x", 0, 2).build().fingerprint());
    assertThatThrownBy(
            () -> SearchSpace.fromJson(SPACE.toJson().replace("\"version\":1", "\"version\":2")))
        .isInstanceOf(FormatTooNewException.class);
    assertThatThrownBy(() -> SearchSpace.fromJson("{}")).isInstanceOf(CorruptDataException.class);
    assertThatThrownBy(
            () -> SearchSpace.fromJson(SPACE.toJson().replace("\"low\":2,", "\"low\":99,")))
        .isInstanceOf(CorruptDataException.class);
  }

  @Test
  void refusesPointsOfOtherSpaces() {
    SearchSpace space =
        SearchSpace.builder()
            .decimal("x", 0, 1)
            .choice("kind", "a", "b")
            .when("kind", "b", it -> it.whole("n", 1, 3))
            .build();

    refuses(space, Map.of("x", 0.5, "kind", "a", "y", 1.0), "unknown parameters [y]");
    refuses(space, Map.of("x", 0.5), "no value for parameter \"kind\"");
    refuses(space, Map.of("x", 1.5, "kind", "a"), "expected one of");
    refuses(space, Map.of("x", 1L, "kind", "a"), "1 (Long)");
    refuses(space, Map.of("x", 0.5, "kind", "a", "n", 1), "has a value for parameter \"n\"");
    refuses(space, Map.of("x", 0.5, "kind", "b"), "no value for parameter \"n\"");
    space.require(Hyperparameters.of(Map.of("x", 0.5, "kind", "b", "n", 3)));
  }

  private static void refuses(SearchSpace space, Map<String, ?> point, String why) {
    assertThatThrownBy(() -> space.require(Hyperparameters.of(point)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(why);
  }

  @Test
  void refusesSpacesThatAreNone() {
    SearchSpaceBuilder builder = SearchSpace.builder().decimal("x", 0, 1).choice("k", "a", "b");
    assertThatThrownBy(() -> builder.whole("x", 0, 1)).isInstanceOf(AlreadyExistsException.class);
    assertThatThrownBy(() -> builder.when("k", "a", it -> it.decimal("x", 0, 1)))
        .isInstanceOf(AlreadyExistsException.class);
    refuses(() -> SearchSpace.builder().build(), "no parameters");
    refuses(() -> builder.decimal("a", 1, 1), "low < high");
    refuses(() -> builder.decimal("a", 0, Double.POSITIVE_INFINITY), "finite");
    refuses(() -> builder.decimal("a", Double.NaN, 1), "finite");
    refuses(() -> builder.decimal("a", -Double.MAX_VALUE, Double.MAX_VALUE), "finite");
    refuses(() -> builder.decimal("a", 0, 1, 2), "not above 1.0, found 2.0");
    refuses(() -> builder.decimal("a", 0, 1, 0), "found 0");
    refuses(() -> builder.decimal("a", 0, 1, 0.3), "whole number of steps");
    refuses(() -> builder.logDecimal("a", 0, 1), "low above 0");
    refuses(() -> builder.whole("a", 2, 1), "low <= high");
    refuses(() -> builder.whole("a", 0, Long.MAX_VALUE), "2^50");
    refuses(() -> builder.whole("a", 1, 4, 5), "found 5");
    refuses(() -> builder.whole("a", 1, 4, 2), "such as up to 3");
    refuses(() -> builder.logWhole("a", 0, 4), "at least 1");
    refuses(() -> builder.choice("a"), "no values");
    refuses(() -> builder.choice("a", 1, 1L), "twice");
    refuses(() -> builder.choice("a", new Object()), "expected text");
    refuses(() -> builder.when("x", 0.5, it -> it.decimal("b", 0, 1)), "continuous");
    refuses(() -> builder.when("k", "c", it -> it.decimal("b", 0, 1)), "expected one of");
    refuses(() -> builder.whenIn("k", List.of(), it -> it.decimal("b", 0, 1)), "no values");
    assertThatThrownBy(() -> builder.when("none", 1, it -> it.decimal("b", 0, 1)))
        .isInstanceOf(NotFoundException.class);
    builder.choice("other", 1, 2);
    refuses(
        () -> builder.when("k", "a", it -> it.when("other", 1, deep -> deep.decimal("b", 0, 1))),
        "does not belong to the condition");
  }

  private static void refuses(ThrowingCallable call, String why) {
    assertThatThrownBy(call).isInstanceOf(InvalidInputException.class).hasMessageContaining(why);
  }
}
