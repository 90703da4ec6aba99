package io.lepton.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.internal.Json;
import io.lepton.model.Row;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CleaningTest {
  private static final Schema SCHEMA =
      Schema.builder().numeric("n").categorical("c").bool("b").label("y").build();
  private static final Dataset TRAIN =
      Dataset.of(
          "train",
          SCHEMA,
          List.of(
              Row.of("n", 1, "c", "x", "b", true, "y", "no"),
              Row.of("n", 2, "c", "x", "b", true, "y", "no"),
              Row.of("n", 3, "c", "z", "y", "no"),
              Row.of("n", 6, "b", false, "y", "yes"),
              Row.of("c", "a", "b", true, "y", "yes")));

  private static Cleaning.Builder all(Missing strategy) {
    return Cleaning.builder()
        .missing(ColumnType.NUMERIC, strategy)
        .missing(ColumnType.CATEGORICAL, Missing.mode())
        .missing(ColumnType.BOOLEAN, Missing.mode());
  }

  private static Object filled(Missing strategy) {
    Dataset cleaned = all(strategy).build().fit(TRAIN).applyToTraining(TRAIN).data();
    return cleaned.column("n").value(4).orElseThrow();
  }

  @Test
  void fillsMissingNumbers() {
    assertThat(filled(Missing.mean())).isEqualTo(3.0);
    assertThat(filled(Missing.median())).isEqualTo(2.5);
    assertThat(filled(Missing.mode())).isEqualTo(1.0); // the smallest of equally frequent ones
    assertThat(filled(Missing.constant(-1))).isEqualTo(-1.0);
  }

  @Test
  void fillsMissingCategoriesAndTruthValues() {
    Dataset cleaned = all(Missing.mean()).build().fit(TRAIN).applyToTraining(TRAIN).data();

    assertThat(cleaned.column("c").value(3)).contains("x");
    assertThat(cleaned.column("b").value(2)).contains(true);
    Dataset constants =
        Cleaning.builder()
            .missing("n", Missing.dropRow())
            .missing("c", Missing.constant("none"))
            .missing("b", Missing.constant(false))
            .build()
            .fit(TRAIN)
            .apply(TRAIN)
            .data();
    assertThat(constants.rows()).isEqualTo(4);
    assertThat(constants.column("c").value(3)).contains("none");
    assertThat(constants.column("b").value(2)).contains(false);
  }

  @Test
  void fillsOtherDataWithWhatWasFittedOnTraining() {
    FittedCleaning fitted = all(Missing.mean()).build().fit(TRAIN);
    Dataset other = Dataset.of("test", SCHEMA, List.of(Row.of("c", "new", "b", false, "y", "no")));

    assertThat(fitted.apply(other).data().row(0).get("n")).contains(3.0);
    assertThat(Json.read(Json.bytes(fitted), FittedCleaning.class, "x")).isEqualTo(fitted);
  }

  @Test
  void clipsAndDropsOutliersByQuartiles() {
    // Quartiles 2, 3, 4 (type 7): bounds -1 and 7 for k = 1.5.
    Dataset data = numbers(1, 2, 3, 4, 100);
    Cleaning clip = Cleaning.builder().outliers(Outliers.iqr(1.5)).build();
    Cleaning drop = Cleaning.builder().outliers("n", Outliers.iqr(1.5).dropping()).build();

    assertThat(values(clip.fit(data).applyToTraining(data).data())).containsExactly(1, 2, 3, 4, 7);
    assertThat(values(drop.fit(data).applyToTraining(data).data())).containsExactly(1, 2, 3, 4);
    assertThat(values(clip.fit(data).apply(numbers(-50, 8)).data())).containsExactly(-1, 7);
    // No prediction can be refused because a value is unusual.
    assertThat(values(drop.fit(data).apply(numbers(-50, 8)).data())).containsExactly(-50, 8);
  }

  @Test
  void winsorisesAtQuantilesAsNumPyComputesThem() {
    // numpy.quantile([1, 2, 3, 4, 100], [.1, .9]) = [1.4, 61.6]
    Dataset data = numbers(1, 2, 3, 4, 100);
    Cleaning cleaning = Cleaning.builder().outliers(Outliers.winsorise(0.1, 0.9)).build();

    double[] cleaned = values(cleaning.fit(data).applyToTraining(data).data());

    assertThat(cleaned[0]).isEqualTo(1.4);
    assertThat(cleaned[4]).isEqualTo(61.6, within(1e-12));
  }

  @Test
  void fillsWithTheMeanOfWhatIsLeftAfterClipping() {
    Dataset data = numbers(1, 2, 3, 4, 100, Double.NaN);
    Cleaning cleaning =
        Cleaning.builder()
            .outliers(Outliers.iqr(1.5))
            .missing(ColumnType.NUMERIC, Missing.mean())
            .build();

    assertThat(values(cleaning.fit(data).applyToTraining(data).data())[5]).isEqualTo(17.0 / 5);
  }

  private static Dataset numbers(double... values) {
    List<Row> rows = new ArrayList<>();
    for (double value : values) {
      rows.add(Double.isNaN(value) ? Row.of("y", "no") : Row.of("n", value, "y", "no"));
    }
    return Dataset.of("numbers", Schema.builder().numeric("n").label("y").build(), rows);
  }

  private static double[] values(Dataset data) {
    return ((NumericColumn) data.column("n")).values();
  }

  @Property(tries = 200, seed = "20261123")
  void changesNothingTheSecondTime(
      @ForAll @Size(min = 2, max = 60) List<@DoubleRange(min = -1e6, max = 1e6) Double> list) {
    Dataset data = numbers(list.stream().mapToDouble(Double::doubleValue).toArray());
    Cleaning cleaning = Cleaning.builder().outliers(Outliers.winsorise(0.05, 0.95)).build();
    FittedCleaning fitted = cleaning.fit(data);

    FittedCleaning.Cleaned once = fitted.applyToTraining(data);
    FittedCleaning.Cleaned twice = fitted.applyToTraining(once.data());

    assertThat(twice.data().fingerprint()).isEqualTo(once.data().fingerprint());
    assertThat(twice.report().columns()).isEmpty();
  }

  @Test
  void reportsExactlyWhatItChanged() {
    Dataset data = numbers(1, 2, 3, 4, 100, Double.NaN, -90);
    Cleaning cleaning =
        Cleaning.builder().outliers(Outliers.iqr(1.5)).missing("n", Missing.constant(0)).build();

    FittedCleaning.Cleaned cleaned = cleaning.fit(data).applyToTraining(data);

    CleaningReport.ColumnReport column = cleaned.report().columns().get(0);
    assertThat(column.filled()).isEqualTo(1);
    assertThat(column.clippedLow()).isEqualTo(1);
    assertThat(column.clippedHigh()).isEqualTo(1);
    assertThat(column.rowsDropped()).isZero();
    assertThat(cleaned.report())
        .hasToString(
            """
            cleaning numbers: 7 rows, none dropped
              n: 1 missing filled with CONSTANT 0.0, 1 raised to -2.5, 1 lowered to 7.5  (row 4:\
             100.0 -> 7.5; row 5: missing -> 0.0; row 6: -90.0 -> -2.5)\
            """
                .replace("\n", System.lineSeparator()));
  }

  @Test
  void reportsRowsDropped() {
    Cleaning cleaning =
        Cleaning.builder()
            .missing(ColumnType.NUMERIC, Missing.dropRow())
            .missing(ColumnType.CATEGORICAL, Missing.dropRow())
            .missing(ColumnType.BOOLEAN, Missing.keep())
            .build();

    FittedCleaning.Cleaned cleaned = cleaning.fit(TRAIN).applyToTraining(TRAIN);

    assertThat(cleaned.data().rows()).isEqualTo(3);
    assertThat(cleaned.report().toString())
        .contains("train: 5 rows, 3 left")
        .contains("n: 1 rows dropped  (row 4: missing -> dropped)")
        .contains("b: 1 missing kept as such");
    assertThat(Cleaning.builder().build().fit(numbers(1, 2)).apply(numbers(5)).report().toString())
        .isEqualTo("cleaning numbers: 1 rows, none dropped, nothing changed");
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> Cleaning.none().fit(TRAIN).apply(TRAIN))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("row 4, column \"n\" has no value");
    assertThatThrownBy(() -> all(Missing.mean()).missing("c", Missing.mean()).build().fit(TRAIN))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("\"c\", which is CATEGORICAL, cannot be filled by MEAN");
    assertThatThrownBy(() -> all(Missing.constant("none")).build().fit(TRAIN))
        .hasMessageContaining("constant for missing values, column \"n\" is the text \"none\"");
    assertThatThrownBy(() -> Cleaning.builder().missing("zip", Missing.keep()).build().fit(TRAIN))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> Cleaning.builder().outliers("c", Outliers.iqr(3)).build().fit(TRAIN))
        .hasMessageContaining("outliers of column \"c\", which is CATEGORICAL");
    assertThatThrownBy(() -> Cleaning.none().fit(numbers(Double.NaN, Double.NaN)))
        .hasMessageContaining("column \"n\" has no value in any training row");
    assertThatThrownBy(() -> Cleaning.none().fit(numbers())).hasMessageContaining("has no rows");
    assertThatThrownBy(() -> Outliers.winsorise(0.9, 0.1)).hasMessageContaining("ascending");
    assertThatThrownBy(() -> new Missing(Missing.Strategy.CONSTANT, null))
        .isInstanceOf(InvalidInputException.class);
  }
}
