package io.lepton.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HyperparametersTest {
  @Test
  void widensNumbersAndKeepsOrder() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("z", (byte) 1);
    values.put("y", (short) 2);
    values.put("x", 3);
    values.put("w", 0.5f);
    values.put("v", List.of(1, "a", List.of(true)));
    Hyperparameters settings = Hyperparameters.of(values);
    assertThat(settings.asMap().keySet()).containsExactly("z", "y", "x", "w", "v");
    assertThat(settings.asMap().values())
        .containsExactly(1L, 2L, 3L, 0.5, List.of(1L, "a", List.of(true)));
  }

  @Test
  void answersByTypeAndSaysWhatThereIs() {
    Hyperparameters settings =
        Hyperparameters.none().with("rate", 0.5).with("units", 64).with("name", "adam");
    assertThat(settings.number("rate")).isEqualTo(0.5);
    assertThat(settings.number("units")).isEqualTo(64.0);
    assertThat(settings.integer("units")).isEqualTo(64);
    assertThat(settings.text("name")).isEqualTo("adam");
    assertThat(settings.find("none")).isEmpty();
    assertThatThrownBy(() -> settings.number("none"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("[rate, units, name]");
    assertThatThrownBy(() -> settings.integer("rate"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("0.5");
    assertThatThrownBy(() -> settings.text("units")).isInstanceOf(InvalidInputException.class);
  }

  @Test
  void doesNotChange() {
    List<Object> units = new ArrayList<>(List.of(64));
    Hyperparameters settings = Hyperparameters.none().with("units", units);
    units.add(32);
    assertThat(settings.find("units")).contains(List.of(64L));
    assertThat(settings.with("units", 1)).isNotEqualTo(settings);
    assertThat(Hyperparameters.none().asMap()).isEmpty();
    assertThatThrownBy(() -> settings.asMap().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void refusesValuesItCannotKeepAndNamesTheSetting() {
    for (Object wrong :
        new Object[] {
          Double.NaN, Float.POSITIVE_INFINITY, new int[0], BigDecimal.ONE, 'c', null, Map.of()
        }) {
      assertThatThrownBy(() -> Hyperparameters.none().with("rate", wrong))
          .as("%s", wrong)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("\"rate\"");
    }
    assertThatThrownBy(() -> Hyperparameters.none().with("rate", List.of(1, Double.NaN)))
        .isInstanceOf(InvalidInputException.class);
  }
}
