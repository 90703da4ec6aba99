package io.lepton.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.data.split.Fractions;
import io.lepton.data.split.RowFold;
import io.lepton.data.split.RowFolds;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.model.Row;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SplitByColumnTest {
  private static final Fractions FRACTIONS = Fractions.of(0.6, 0.2, 0.2);
  private static final Schema SCHEMA =
      Schema.builder().numeric("t", "customer").text("day").bool("b").label("y").build();

  private static Dataset visits() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      int time = i * 37 % 100; // rows are not in the order of time
      rows.add(
          Row.of(
              "t",
              time,
              "customer",
              i % 20,
              "day",
              LocalDate.EPOCH.plusDays(time).toString(),
              "b",
              true,
              "y",
              i % 3 == 0 ? "yes" : "no"));
    }
    return Dataset.of("visits", SCHEMA, rows);
  }

  private static Set<Object> values(Dataset data, String column) {
    Set<Object> values = new HashSet<>();
    for (int row = 0; row < data.rows(); row++) {
      values.add(data.column(column).value(row).orElseThrow());
    }
    return values;
  }

  private static double time(Dataset data, boolean last) {
    double[] times = ((NumericColumn) data.column("t")).values();
    Arrays.sort(times);
    return times[last ? times.length - 1 : 0];
  }

  @Test
  void keepsGroupsWholeAndTimesInOrder() {
    Split grouped = Split.grouped(visits(), "customer", FRACTIONS, 1);
    Split byNumber = Split.byTime(visits(), "t", FRACTIONS);
    Split byDay = Split.byTime(visits(), "day", FRACTIONS);

    assertThat(values(grouped.train(), "customer"))
        .doesNotContainAnyElementsOf(values(grouped.test(), "customer"));
    assertThat(grouped.train().rows()).isEqualTo(60);
    assertThat(grouped.validation().name()).isEqualTo("validation");
    assertThat(time(byNumber.train(), true)).isEqualTo(59);
    assertThat(time(byNumber.validation(), false)).isEqualTo(60);
    assertThat(time(byNumber.test(), false)).isEqualTo(80);
    assertThat(byDay.test().fingerprint()).isEqualTo(byNumber.test().fingerprint());
    assertThat(Split.random(visits(), FRACTIONS, 1).validation().rows()).isEqualTo(20);
  }

  @Test
  void cutsFoldsTheSameWays() {
    for (Fold fold : Folds.grouped(visits(), "customer", 4, 1)) {
      assertThat(values(fold.train(), "customer"))
          .doesNotContainAnyElementsOf(values(fold.test(), "customer"));
    }
    for (Fold fold : Folds.byTime(visits(), "day", 4)) {
      assertThat(time(fold.train(), true)).isLessThan(time(fold.test(), false));
      assertThat(fold.test().rows()).isEqualTo(20);
    }
    assertThat(Folds.random(visits(), 3, 1)).hasSize(3);
    List<RowFold> rows = RowFolds.random(101, 3, 1);
    assertThatThrownBy(() -> Folds.of(rows, visits()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("has 100 rows; the fold was cut from more than 100");
  }

  @Test
  void saysWhichRowHasNoGroupOrTime() {
    Dataset gaps =
        Dataset.of(
            "gaps", SCHEMA, List.of(Row.of("t", 1, "day", "soon", "y", "a"), Row.of("y", "b")));
    assertThatThrownBy(() -> Split.grouped(gaps, "customer", FRACTIONS, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("row 0, column \"customer\" has no value; every row needs a group");
    assertThatThrownBy(() -> Split.byTime(gaps, "t", FRACTIONS))
        .hasMessageContaining("row 1, column \"t\" has no value; every row needs a time");
    assertThatThrownBy(() -> Folds.byTime(gaps, "day", 2))
        .hasMessageContaining("row 0, column \"day\" is \"soon\"; expected a number or a time");
    assertThatThrownBy(() -> Split.byTime(visits(), "b", FRACTIONS))
        .hasMessageContaining("BOOLEAN, which is no time");
    assertThatThrownBy(() -> Split.byTime(visits(), "z", FRACTIONS))
        .isInstanceOf(NotFoundException.class);
  }
}
