package io.lepton.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.InvalidInputException;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowTest {
  @Test
  void takesNumbersTextBooleansAndTensors() {
    Tensor pixels = Tensor.ofFloats(Shape.of(1), 1);
    Row row = Row.of("Age", 35, "Housing", "own", "Employed", true, "Pixels", pixels);
    assertThat(row.asMap())
        .containsExactly(
            Map.entry("Age", 35.0),
            Map.entry("Housing", "own"),
            Map.entry("Employed", true),
            Map.entry("Pixels", pixels));
    assertThat(row.get("Age")).contains(35.0);
    assertThat(row.get("None")).isEmpty();
  }

  @Test
  void leavesNullsOut() {
    Map<String, Object> values = new HashMap<>();
    values.put("a", 1);
    values.put("b", null);
    assertThat(Row.of(values)).isEqualTo(Row.of("a", 1.0)).hasSameHashCodeAs(Row.of("a", 1L));
  }

  @Test
  void leavesNullsOutOfArgumentsToo() {
    assertThat(Row.of("a", 1, "b", null)).isEqualTo(Row.of("a", 1));
    assertThatThrownBy(() -> Row.of("a", null, "a", 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("\"a\" comes twice");
  }

  @Test
  void changesOnlyInACopy() {
    Row row = Row.of("a", 1);
    assertThat(row.with("a", 2)).isEqualTo(Row.of("a", 2));
    assertThat(row).isEqualTo(Row.of("a", 1));
    assertThat(row.with("a", null)).as("made missing").isEqualTo(Row.of());
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> Row.of("a")).hasMessageContaining("1 arguments");
    assertThatThrownBy(() -> Row.of(1, "a")).hasMessageContaining("found 1");
    assertThatThrownBy(() -> Row.of("a", 1, "a", 2)).hasMessageContaining("\"a\" comes twice");
    assertThatThrownBy(() -> Row.of("a", new int[0]))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("\"a\" is a [I");
  }
}
