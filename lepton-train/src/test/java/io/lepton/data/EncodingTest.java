package io.lepton.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import io.lepton.internal.Json;
import io.lepton.model.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

class EncodingTest {
  private static final Schema SCHEMA =
      Schema.builder().numeric("n", "k").categorical("c").bool("b").label("y").build();
  private static final Dataset DATA =
      Dataset.of(
          "train",
          SCHEMA,
          List.of(
              Row.of("n", 1, "k", 5, "c", "x", "b", true, "y", "no"),
              Row.of("n", 3, "k", 5, "c", "a", "b", false, "y", "no"),
              Row.of("k", 5, "c", "x", "y", "yes")));

  @Test
  void namesASlotForEachNumberCategoryAndMissingValue() {
    assertThat(Encoding.fit(DATA).slots())
        .containsExactly("n", "n is missing", "k", "c=a", "c=x", "b", "b is missing");
    assertThat(Encoding.fit(DATA).width()).isEqualTo(7);
  }

  @Test
  void encodesWhatItWasFittedOn() {
    assertThat(encoded("n", 1.0)).containsExactly(-1, 0); // mean 2, population deviation 1
    assertThat(encoded("n", 3.5)).containsExactly(1.5f, 0);
    assertThat(encoded("n", null)).containsExactly(0, 1);
    assertThat(encoded("k", 5.0)).containsExactly(0); // constant
    assertThat(encoded("k", 9.0)).containsExactly(0);
    assertThat(encoded("c", "x")).containsExactly(0, 1);
    assertThat(encoded("c", "new")).containsExactly(0, 0);
    assertThat(encoded("b", true)).containsExactly(1, 0);
    assertThat(encoded("b", null)).containsExactly(0, 1);
    assertThat(Encoding.fit(DATA).find("c").orElseThrow().knows("new")).isFalse();
  }

  private static float[] encoded(String column, Object value) {
    EncodedColumn encoding = Encoding.fit(DATA).find(column).orElseThrow();
    float[] slots = new float[encoding.width()];
    encoding.encode(value, slots, 0);
    return slots;
  }

  @Test
  void standardisesEveryNumberOfRealData() {
    Dataset data = GermanCredit.data();
    for (EncodedColumn column : Encoding.fit(data).columns()) {
      if (column.type() == ColumnType.NUMERIC) {
        double sum = 0;
        double squares = 0;
        for (int row = 0; row < data.rows(); row++) {
          float[] slot = new float[1];
          column.encode(data.column(column.name()).value(row).orElseThrow(), slot, 0);
          sum += slot[0];
          squares += (double) slot[0] * slot[0];
        }
        // Each of 1000 floats, mostly below 8, is rounded by at most 2^-22.
        assertThat(sum / 1000).isCloseTo(0, within(0x1p-22));
        assertThat(squares / 1000).isCloseTo(1, within(16 * 0x1p-22));
      }
    }
  }

  @Test
  void isTheSameAfterJsonAndRefusesNonsense() {
    Encoding encoding = Encoding.fit(GermanCredit.data());
    String json = Json.text(encoding);

    assertThat(Json.read(json, Encoding.class, "x")).isEqualTo(encoding);
    assertThatThrownBy(
            () -> Json.read(json.replaceFirst("\"scale\":", "\"scale\":-"), Encoding.class, "x"))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("does not hold together");
  }

  @Test
  void refusesFreeText() {
    Dataset data =
        Dataset.of(
            "t",
            Schema.builder().text("note").label("y").build(),
            List.of(Row.of("note", "x", "y", "no")));

    assertThatThrownBy(() -> Encoding.fit(data))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("\"note\" is TEXT");
  }
}
