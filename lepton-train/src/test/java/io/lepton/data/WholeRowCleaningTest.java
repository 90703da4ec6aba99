package io.lepton.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.internal.Json;
import io.lepton.model.Row;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Against scikit-learn's numbers; resources/io/lepton/data/cleaning.py made them. */
class WholeRowCleaningTest {
  private static final List<String> NAMES = List.of("a", "b", "c", "d");
  private static final Schema FOUR = Schema.builder().numeric("a", "b", "c", "d").build();

  private static JsonNode reference() {
    try (InputStream in =
        WholeRowCleaningTest.class.getResourceAsStream("cleaning-reference.json")) {
      return Json.read(Objects.requireNonNull(in).readAllBytes(), JsonNode.class, "reference");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Dataset table(JsonNode rows) {
    List<Row> list = new ArrayList<>();
    for (JsonNode row : rows) {
      list.add(
          Row.of(
              IntStream.range(0, 4)
                  .boxed()
                  .filter(i -> !row.get(i).isNull())
                  .collect(Collectors.toMap(NAMES::get, i -> row.get(i).asDouble()))));
    }
    return Dataset.of("t", FOUR, list);
  }

  private static double[][] matrix(JsonNode rows) {
    double[][] matrix = new double[rows.size()][4];
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < 4; j++) {
        matrix[i][j] = rows.get(i).get(j).asDouble();
      }
    }
    return matrix;
  }

  @Test
  void scoresIsolationAsScikitLearnDoes() {
    JsonNode golden = reference();
    double[][] rows = matrix(golden.get("rows"));

    double[] scores = new IsolationForest(100, 128, 3).fit(rows).scores(rows);

    // Forests are random: of 200 rows none strays further than five of the deviations that
    // scikit-learn's own forests of this size show, nor from their mean's own error.
    double bias = 0;
    for (int row = 0; row < rows.length; row++) {
      double mean = golden.get("isolationMean").get(row).asDouble();
      double deviation = golden.get("isolationDeviation").get(row).asDouble();
      assertThat(scores[row]).as("row %s", row).isCloseTo(mean, within(5 * deviation));
      bias += (scores[row] - mean) / rows.length;
    }
    // All rows share one forest: its own mean strays by what the means of forests stray.
    double ofMeans = golden.get("isolationDeviationOfMeans").asDouble();
    assertThat(bias).isCloseTo(0, within(5 * ofMeans));
    assertThat(new IsolationForest(100, 128, 3).fit(rows).scores(rows)).isEqualTo(scores);
  }

  @Test
  void dropsIsolatedRowsFromTrainingOnly() {
    Dataset data = table(reference().get("rows"));
    Cleaning cleaning =
        Cleaning.builder().isolate(IsolationForest.withDefaults().withTrees(50), 0.05).build();

    FittedCleaning fitted = cleaning.fit(data);
    FittedCleaning.Cleaned cleaned = fitted.applyToTraining(data);

    assertThat(cleaned.data().rows()).isEqualTo(190);
    assertThat(cleaned.report().isolated()).isEqualTo(10);
    assertThat(cleaned.report().toString()).contains("190 left, 10 isolated rows dropped");
    // The last ten rows were drawn far outside; most of what is dropped is theirs.
    assertThat(cleaned.data().selectIf(row -> row >= 182).rows()).isLessThan(9);
    assertThat(fitted.apply(data).data().rows()).isEqualTo(200);
    FittedCleaning loaded = Json.read(Json.bytes(fitted), FittedCleaning.class, "x");
    assertThat(loaded.applyToTraining(data).data().fingerprint())
        .isEqualTo(cleaned.data().fingerprint());
    assertThat(fitted.applyToTraining(cleaned.data()).data().rows()).isEqualTo(190);
  }

  @Test
  void fillsFromNeighboursAsScikitLearnDoes() {
    JsonNode golden = reference();
    Dataset data = table(golden.get("holes"));
    Cleaning cleaning =
        Cleaning.builder().missing(ColumnType.NUMERIC, Missing.neighbours(4)).build();

    FittedCleaning fitted = cleaning.fit(data);
    Dataset filled = fitted.applyToTraining(data).data();

    assertThat(data.column("a").missingCount()).isPositive();
    for (int row = 0; row < data.rows(); row++) {
      for (int i = 0; i < 4; i++) {
        double expected = golden.get("filledByFourNeighbours").get(row).get(i).asDouble();
        // scikit-learn goes through standardised values and back: a few roundings of 2^-53.
        assertThat((Double) filled.column(NAMES.get(i)).value(row).orElseThrow())
            .as("row %s, column %s", row, i)
            .isCloseTo(expected, within(1e-12 * Math.max(1, Math.abs(expected)) * 100));
      }
      assertThat(fitted.cleanForPrediction(data.row(row), "row"))
          .isEqualTo(filled.row(row).asMap().values().stream().toList());
    }
    FittedCleaning loaded = Json.read(Json.bytes(fitted), FittedCleaning.class, "x");
    assertThat(loaded).isEqualTo(fitted);
    assertThat(loaded.apply(data).data().fingerprint()).isEqualTo(filled.fingerprint());
  }

  @Test
  void fillsCategoriesFromNeighboursAndFallsBackToTheMostFrequent() {
    Schema schema = Schema.builder().numeric("n").categorical("c").build();
    Dataset data =
        Dataset.of(
            "t",
            schema,
            List.of(
                Row.of("n", 1, "c", "x"),
                Row.of("n", 2, "c", "x"),
                Row.of("n", 8, "c", "y"),
                Row.of("n", 9, "c", "y"),
                Row.of("n", 9.5, "c", "y"),
                Row.of("n", 1.5),
                Row.of()));
    FittedCleaning fitted =
        Cleaning.builder()
            .missing("n", Missing.neighbours(2))
            .missing("c", Missing.neighbours(3))
            .build()
            .fit(data);

    Dataset filled = fitted.applyToTraining(data).data();

    assertThat(filled.column("c").value(5)).contains("x");
    assertThat(filled.column("c").value(6)).contains("y");
    assertThat((Double) filled.column("n").value(6).orElseThrow())
        .isCloseTo((1 + 2 + 8 + 9 + 9.5 + 1.5) / 6, within(1e-12));
    assertThat(fitted.applyToTraining(data).report().toString())
        .contains("values of the most similar rows");
  }

  @Test
  void dropsRepeatedRowsFromTrainingOnly() {
    Dataset data =
        Dataset.of(
            "t",
            Schema.builder().numeric("n").label("y").build(),
            List.of(Row.of("n", 1, "y", "a"), Row.of("n", 1, "y", "a"), Row.of("n", 1, "y", "b")));
    FittedCleaning fitted = Cleaning.builder().dropDuplicates().build().fit(data);

    assertThat(fitted.applyToTraining(data).data().labels()).containsExactly("a", "b");
    assertThat(fitted.applyToTraining(data).report().duplicates()).isEqualTo(1);
    assertThat(fitted.apply(data).data().rows()).isEqualTo(3);
  }

  @Test
  void clipsByStandardDeviations() {
    // Mean 20, standard deviation 10 * sqrt(20): bounds for k = 1 are -24.7 and 64.7.
    List<Row> rows = new ArrayList<>();
    for (double value : new double[] {0, 0, 0, 0, 100}) {
      rows.add(Row.of("n", value));
    }
    Dataset data = Dataset.of("t", Schema.builder().numeric("n").build(), rows);
    Dataset cleaned =
        Cleaning.builder().outliers(Outliers.z(1)).build().fit(data).apply(data).data();

    assertThat((Double) cleaned.column("n").value(4).orElseThrow())
        .isCloseTo(20 + Math.sqrt(2000), within(1e-12));
    assertThat(cleaned.column("n").value(0)).contains(0.0);
  }

  @Test
  void readsAndWritesCleaningsSavedBeforeThereWereRulesForWholeRows() {
    String saved =
        "{\"rules\":[{\"action\":\"CLIP\",\"column\":\"n\",\"fillNumber\":2.5,\"fillText\":null,"
            + "\"high\":9.0,\"low\":0.0,\"missing\":\"MEDIAN\",\"type\":\"NUMERIC\"}]}";

    FittedCleaning cleaning = Json.read(saved, FittedCleaning.class, "model.json");

    assertThat(cleaning.whole()).isEqualTo(WholeRows.NONE);
    assertThat(Json.text(cleaning)).isEqualTo(saved);
    assertThatThrownBy(
            () -> Json.read(saved.replace("]}", "],\"x\":1}"), FittedCleaning.class, "model.json"))
        .isInstanceOf(CorruptDataException.class);
    assertThatThrownBy(
            () -> Json.read(saved.replace("MEDIAN", "NEIGHBOURS"), FittedCleaning.class, "m"))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("there are none");
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> Missing.neighbours(0)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> Missing.neighbours(1001)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> new IsolationForest(0, 256, 0))
        .isInstanceOf(InvalidInputException.class);
    IsolationForest forest = IsolationForest.withDefaults();
    assertThatThrownBy(() -> Cleaning.builder().isolate(forest, 0.6))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> forest.fit(new double[][] {{1}, {Double.NaN}}))
        .hasMessageContaining("row 1 has a missing value");
    assertThatThrownBy(() -> forest.fit(new double[][] {{1}})).hasMessageContaining("at least 2");
    assertThatThrownBy(() -> forest.fit(new double[][] {{1}, {1, 2}}))
        .hasMessageContaining("row 1 has 2 values; expected 1");
    Dataset text =
        Dataset.of("t", Schema.builder().categorical("c").build(), List.of(Row.of("c", "x")));
    assertThatThrownBy(() -> Cleaning.builder().isolate(forest, 0.1).build().fit(text))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("no numeric column");
  }
}
