package io.lepton.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.data.Dataset;
import io.lepton.data.GermanCredit;
import io.lepton.data.Schema;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.model.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SmoteTest {
  private static final Schema SCHEMA =
      Schema.builder().numeric("x").categorical("c").label("y").build();

  private static Row row(double x, String c, String y) {
    return Row.of("x", x, "c", c, "y", y);
  }

  @Test
  void addsRowsBetweenNeighboursOfTheRareClass() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      rows.add(row(i, "p", "many"));
    }
    // Two clumps of rare rows: with two neighbours nothing is put between the clumps.
    for (double x : new double[] {100, 101, 102, 200, 201, 202}) {
      rows.add(row(x, x < 150 ? "q" : "r", "rare"));
    }
    Dataset data = Dataset.of("train", SCHEMA, rows);

    Dataset balanced = new Smote(2, 1).balance(data);

    assertThat(balanced.classCounts()).isEqualTo(Map.of("many", 20L, "rare", 20L));
    assertThat(balanced.select(IntStream.range(0, 26).toArray()).fingerprint())
        .isEqualTo(data.fingerprint());
    for (int i = 26; i < 40; i++) {
      double x = (Double) balanced.row(i).get("x").orElseThrow();
      boolean low = x >= 100 && x <= 102;
      assertThat(low || (x >= 200 && x <= 202)).isTrue();
      assertThat(balanced.row(i).get("c")).contains(low ? "q" : "r");
      assertThat(balanced.label(i)).isEqualTo("rare");
    }
    assertThat(new Smote(2, 1).balance(data).fingerprint()).isEqualTo(balanced.fingerprint());
    assertThat(new Smote(2, 2).balance(data).fingerprint()).isNotEqualTo(balanced.fingerprint());
  }

  @Test
  void balancesTheGermanCreditData() {
    Dataset balanced = Smote.withDefaults(1).balance(GermanCredit.data());

    assertThat(balanced.classCounts()).isEqualTo(Map.of("Bad", 700L, "Good", 700L));
    assertThat(balanced.schema()).isEqualTo(GermanCredit.data().schema());
    assertThat(balanced.duplicates().count()).isLessThan(5);
  }

  @Test
  void refusesWhatItCannotMix() {
    Smote smote = Smote.withDefaults(1);
    List<Row> lone = List.of(row(1, "p", "a"), row(2, "p", "a"), row(3, "p", "b"));
    assertThatThrownBy(() -> smote.balance(Dataset.of("t", SCHEMA, lone)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("class \"b\" has one row");
    List<Row> missing = List.of(Row.of("c", "p", "y", "a"), row(2, "p", "b"));
    assertThatThrownBy(() -> smote.balance(Dataset.of("t", SCHEMA, missing)))
        .hasMessageContaining("column \"x\" is free text or has missing values");
    assertThatThrownBy(
            () ->
                smote.balance(
                    Dataset.of(
                        "t", Schema.builder().numeric("x").build(), List.of(Row.of("x", 1)))))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> smote.balance(Dataset.of("t", SCHEMA, List.of())))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("t has no rows");
    assertThatThrownBy(() -> new Smote(0, 1)).isInstanceOf(InvalidInputException.class);
  }
}
