package io.lepton.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.data.Cleaning;
import io.lepton.data.ColumnType;
import io.lepton.data.Dataset;
import io.lepton.data.Missing;
import io.lepton.data.Schema;
import io.lepton.data.UnknownCategory;
import io.lepton.error.InvalidInputException;
import io.lepton.model.Prediction;
import io.lepton.model.Row;
import io.lepton.model.Signature;
import io.lepton.spi.Predictor;
import io.lepton.train.djl.DjlPyTorchEngine;
import io.lepton.train.djl.TabularPredictor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a user may get wrong, and the answer. */
class WrongInputsTest {
  private static final Dataset TRAIN = Toy.data(100, 1);
  private static final Dataset VALIDATION = Toy.data(50, 2);

  private static void refused(ThrowingCallable call, String... parts) {
    assertThatThrownBy(call)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(parts);
  }

  @Nested
  @DisplayName("Training refuses")
  class Training {
    private void refusesTraining(Dataset train, Dataset validation, String... parts) {
      refused(() -> Toy.classifier().train(train, validation), parts);
    }

    @Test
    @DisplayName("data without rows")
    void emptyData() {
      refusesTraining(TRAIN.select(), VALIDATION, "toy has no rows");
      refusesTraining(TRAIN, VALIDATION.select(), "toy has no rows");
    }

    @Test
    @DisplayName("data with one class only")
    void oneClass() {
      Dataset up = TRAIN.selectIf(row -> TRAIN.label(row).equals("up"));
      refusesTraining(up, VALIDATION, "has only one class, {up=", "at least two");
    }

    @Test
    @DisplayName("a class that comes in validation only")
    void newClassInValidation() {
      Dataset renamed =
          Dataset.of("valid", Toy.SCHEMA, List.of(Toy.data(1, 1).row(0).with("y", "sideways")));
      refusesTraining(TRAIN, renamed, "valid row 0 has the label \"sideways\"", "[down, up]");
    }

    @Test
    @DisplayName("data with other columns than the definition's")
    void otherSchema() {
      refusesTraining(
          TRAIN.without("z"), VALIDATION, "tabular-classifier", "\"z\" (NUMERIC) is missing");
      refusesTraining(TRAIN, VALIDATION.without("flag"), "\"flag\" (BOOLEAN) is missing");
      Dataset texts = Problems.texts(5, 1);
      refusesTraining(texts, VALIDATION, "\"x\" (NUMERIC) is missing", "\"kind\" was not there");
      Schema other = Schema.builder().numeric("z", "x", "shade").bool("flag").label("y").build();
      refusesTraining(
          Dataset.of("numbers", other, List.of()),
          VALIDATION,
          "\"shade\" is NUMERIC, expected CATEGORICAL");
      Schema turned =
          Schema.builder().numeric("z", "x").categorical("shade").bool("flag").label("y").build();
      refusesTraining(Dataset.of("turned", turned, List.of()), VALIDATION, "another order");
    }

    @Test
    @DisplayName("a column without any value")
    void emptyColumn() {
      Dataset empty = without("x");
      refusesTraining(empty, VALIDATION, "column \"x\" has no value in any training row");
    }

    private Dataset without(String column) {
      List<Row> rows =
          IntStream.range(0, TRAIN.rows())
              .mapToObj(
                  row -> {
                    Map<String, Object> values = new LinkedHashMap<>(TRAIN.row(row).asMap());
                    values.remove(column);
                    values.put("y", TRAIN.label(row));
                    return Row.of(values);
                  })
              .toList();
      return Dataset.of("gaps", Toy.SCHEMA, rows);
    }

    @Test
    @DisplayName("a missing value that no cleaning is for")
    void missingValue() {
      refusesTraining(
          Toy.withGaps(TRAIN), VALIDATION, "row 0, column \"x\" has no value", "Cleaning");
    }

    @Test
    @DisplayName("cleaning that leaves no row")
    void everythingDropped() {
      Cleaning cleaning = Cleaning.builder().missing("x", Missing.dropRow()).build();
      Dataset one = Dataset.of("one", Toy.SCHEMA, List.of(Row.of("y", "up")));
      refused(() -> Toy.classifier().cleaning(cleaning).train(one), "\"x\" has no value in any");
    }

    @Test
    @DisplayName("a label that is not the schema's, free text, and an unknown positive class")
    void definition() {
      refused(() -> TabularClassifier.define(Toy.SCHEMA, "Class"), "\"Class\"", "which is y");
      refused(
          () -> TabularClassifier.define(Schema.builder().text("note").label("y").build(), "y"),
          "\"note\" is TEXT");
      refused(
          () -> Toy.classifier().positive("Good").train(TRAIN, VALIDATION),
          "positive class \"Good\" is none of [down, up]");
    }
  }

  @Test
  @DisplayName("A column that is constant in training is taken, and changes nothing")
  void constantColumn() {
    List<Row> rows =
        IntStream.range(0, TRAIN.rows())
            .mapToObj(row -> TRAIN.row(row).with("z", 5).with("y", TRAIN.label(row)))
            .toList();
    TrainedClassifier<Dataset> trained =
        Toy.classifier().train(Dataset.of("constant", Toy.SCHEMA, rows), VALIDATION);

    try (Predictor predictor = trained.predictor()) {
      Row row = VALIDATION.row(0);
      assertThat(predictor.predict(List.of(row.with("z", 5))))
          .isEqualTo(predictor.predict(List.of(row.with("z", 1e9))));
    }
  }

  @Nested
  @DisplayName("Predicting refuses")
  class Predicting {
    private final Row good = Toy.data(1, 7).row(0);

    private void refusesRow(Row row, String... parts) {
      try (Predictor predictor = Toy.classifier().train(TRAIN, VALIDATION).predictor()) {
        refused(() -> predictor.predict(List.of(good, row)), parts);
        assertThat(predictor.predict(List.of(good))).hasSize(1);
      }
    }

    private Row without(String column) {
      Map<String, Object> values = new LinkedHashMap<>(good.asMap());
      values.remove(column);
      return Row.of(values);
    }

    @Test
    @DisplayName("a missing column")
    void missingColumn() {
      refusesRow(without("x"), "row 1 lacks a value for \"x\"");
    }

    @Test
    @DisplayName("an extra column, such as the label")
    void extraColumn() {
      refusesRow(good.with("y", "up"), "row 1 has values the model does not know: [y]");
    }

    @Test
    @DisplayName("a renamed column")
    void renamedColumn() {
      refusesRow(without("x").with("X", 1), "[X]", "lacks [x], was a column renamed?");
    }

    @Test
    @DisplayName("a value of the wrong type")
    void wrongType() {
      refusesRow(good.with("x", "old"), "row 1, column \"x\" is the text \"old\"", "a number");
      refusesRow(good.with("flag", 1), "row 1, column \"flag\" is 1.0; expected true or false");
      refusesRow(good.with("shade", 3), "row 1, column \"shade\" is 3.0; expected text");
    }

    @Test
    @DisplayName("a number that is not finite")
    void notFinite() {
      refusesRow(good.with("x", Double.NaN), "row 1, column \"x\" is NaN");
      refusesRow(good.with("x", Double.NEGATIVE_INFINITY), "row 1, column \"x\" is -Infinity");
    }

    @Test
    @DisplayName("a category that did not come in training")
    void unknownCategory() {
      refusesRow(
          good.with("shade", "pink"),
          "row 1, column \"shade\": category \"pink\"",
          "known are [dark, light]");
    }

    @Test
    @DisplayName("data with a label the model does not know, or without rows")
    void scoring() {
      TrainedClassifier<Dataset> trained = Toy.classifier().train(TRAIN, VALIDATION);
      Dataset other = Dataset.of("other", Toy.SCHEMA, List.of(good.with("y", "sideways")));
      refused(() -> trained.score(other), "other row 0 has the label \"sideways\"");
      refused(() -> trained.score(TRAIN.select()), "toy has no rows");
    }
  }

  @Test
  @DisplayName("Unknown categories are counted where the model was told to take them")
  void unknownCategoriesAreCounted() {
    TrainedClassifier<Dataset> trained =
        Toy.classifier()
            .unknownCategories(UnknownCategory.ENCODE_AS_ZEROS)
            .train(TRAIN, VALIDATION);
    Row pink = Toy.data(1, 7).row(0).with("shade", "pink");

    try (TabularPredictor predictor =
        (TabularPredictor) new DjlPyTorchEngine().load(trained.snapshot())) {
      List<Prediction> predictions = predictor.predict(List.of(pink, pink.with("shade", "blue")));
      assertThat(predictions.get(0)).isEqualTo(predictions.get(1));
      assertThat(predictor.unknownCategories()).isEqualTo(Map.of("shade", 2L));
    }
  }

  @Test
  @DisplayName("Values that cleaning fills or keeps may be left out, the others not")
  void optionalValues() {
    TrainedClassifier<Dataset> trained =
        Toy.classifier()
            .cleaning(Toy.cleaning())
            .train(Toy.withGaps(TRAIN), Toy.withGaps(VALIDATION));

    assertThat(trained.snapshot().signature().inputs())
        .containsExactly(
            Signature.Field.scalar("x", Signature.Type.F64).optional(),
            Signature.Field.scalar("z", Signature.Type.F64),
            Signature.Field.scalar("shade", Signature.Type.STRING).optional(),
            Signature.Field.scalar("flag", Signature.Type.BOOLEAN).optional());
    assertThat(trained.cleaningReport().rowsAfter()).isEqualTo(95);
    try (Predictor predictor = trained.predictor()) {
      assertThat(predictor.predict(List.of(Row.of("z", 5.5)))).hasSize(1);
      refused(() -> predictor.predict(List.of(Row.of("x", 1))), "row 0 lacks a value for \"z\"");
    }
    // Where no value was missing in training, the model has not learnt what a missing one means.
    Cleaning keep = Cleaning.builder().missing(ColumnType.CATEGORICAL, Missing.keep()).build();
    TrainedClassifier<Dataset> whole = Toy.classifier().cleaning(keep).train(TRAIN, VALIDATION);
    assertThat(whole.snapshot().signature().input("shade").orElseThrow().presence())
        .isEqualTo(Signature.Presence.REQUIRED);
  }
}
