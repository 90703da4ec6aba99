package io.lepton.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.model.Prediction;
import io.lepton.model.Row;
import io.lepton.model.Signature;
import io.lepton.spi.Predictor;
import io.lepton.tensor.DType;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How a predictor answers. */
interface EnginePredictingRules extends EngineSubject {
  @Test
  @DisplayName("gives one prediction for each row, in order, the same each time")
  default void predictsInOrder() throws Exception {
    try (Predictor predictor = engine().load(snapshot())) {
      List<Row> rows = rows();
      List<Prediction> predictions = predictor.predict(rows);
      assertThat(predictions).hasSize(rows.size());
      assertThat(new HashSet<>(predictions))
          .as("rows() must get different predictions, or order shows nothing")
          .hasSizeGreaterThanOrEqualTo(3);
      assertThat(predictor.predict(rows)).isEqualTo(predictions);
      List<Row> reversed = new ArrayList<>(rows);
      List<Prediction> expected = new ArrayList<>(predictions);
      Collections.reverse(reversed);
      Collections.reverse(expected);
      assertThat(predictor.predict(reversed)).isEqualTo(expected);
      assertThat(predictor.predict(List.of())).isEmpty();
    }
  }

  @Test
  @DisplayName("says the same of a row to the bit, whatever rows stand beside it")
  default void doesNotMixRows() throws Exception {
    try (Predictor predictor = engine().load(snapshot())) {
      List<Row> rows = rows();
      List<Prediction> alone = new ArrayList<>();
      for (Row row : rows) {
        alone.addAll(predictor.predict(List.of(row)));
      }
      for (int size : new int[] {2, 3, 7, 8, 16, 33, 100, 257}) {
        List<Row> batch = new ArrayList<>();
        List<Prediction> expected = new ArrayList<>();
        for (int i = 0; i < size; i++) {
          batch.add(rows.get(i % rows.size()));
          expected.add(alone.get(i % rows.size()));
        }
        assertThat(predictor.predict(batch)).as("in a batch of %d", size).isEqualTo(expected);
      }
    }
  }

  @Test
  @DisplayName("gives probabilities that are probabilities")
  default void givesProbabilities() throws Exception {
    for (Prediction prediction : Predictions.of(this)) {
      assertThat(prediction.numbers().values()).allMatch(Double::isFinite);
      if (prediction instanceof Prediction.Classification c) {
        assertThat(c.probabilities().values()).allMatch(p -> p >= 0 && p <= 1);
        double sum = c.probabilities().values().stream().mapToDouble(p -> p).sum();
        // Each of k float probabilities is off by at most half an ulp of 1, and so is each sum.
        assertThat(Math.abs(sum - 1))
            .isLessThanOrEqualTo(c.probabilities().size() * 2.0 * Math.ulp(1f));
      }
    }
  }

  @Test
  @DisplayName("takes the values of a row in any order")
  default void takesValuesInAnyOrder() throws Exception {
    List<Prediction> expected = Predictions.of(this);
    List<Row> shuffled = new ArrayList<>();
    for (Row row : rows()) {
      List<Map.Entry<String, Object>> entries = new ArrayList<>(row.asMap().entrySet());
      Collections.reverse(entries);
      Map<String, Object> values = new LinkedHashMap<>();
      entries.forEach(entry -> values.put(entry.getKey(), entry.getValue()));
      shuffled.add(Row.of(values));
    }
    try (Predictor predictor = engine().load(snapshot())) {
      assertThat(predictor.predict(shuffled)).isEqualTo(expected);
    }
  }

  @Test
  @DisplayName("refuses a row that lacks a required value, naming the row's index and the value")
  default void refusesAMissingValue() throws Exception {
    try (Predictor predictor = engine().load(snapshot())) {
      for (Signature.Field field : predictor.signature().inputs()) {
        List<Row> rows = new ArrayList<>(rows());
        rows.set(1, without(rows.get(1), field.name()));
        if (field.presence() == Signature.Presence.REQUIRED) {
          assertRefused(predictor, rows, field.name());
        } else {
          assertThat(predictor.predict(rows)).as("without optional %s", field).hasSize(rows.size());
        }
      }
    }
  }

  @Test
  @DisplayName("refuses a row with a value it does not know, naming the row's index and the value")
  default void refusesAnUnknownValue() throws Exception {
    try (Predictor predictor = engine().load(snapshot())) {
      List<Row> rows = new ArrayList<>(rows());
      rows.set(1, rows.get(1).with("no such value", 1.0));
      assertRefused(predictor, rows, "no such value");
    }
  }

  @Test
  @DisplayName("refuses a value of the wrong type, naming the row's index and the value")
  default void refusesAWrongType() throws Exception {
    try (Predictor predictor = engine().load(snapshot())) {
      for (Signature.Field field : predictor.signature().inputs()) {
        Object wrong = field.type() == Signature.Type.STRING ? (Object) 1.5 : "neither";
        List<Row> rows = new ArrayList<>(rows());
        rows.set(1, rows.get(1).with(field.name(), wrong));
        assertRefused(predictor, rows, field.name());
      }
    }
  }

  @Test
  @DisplayName("refuses a tensor of another shape or type, naming the row's index and the value")
  default void refusesAWrongTensor() throws Exception {
    try (Predictor predictor = engine().load(snapshot())) {
      for (Signature.Field field : predictor.signature().inputs()) {
        Tensor flat = Tensor.ofFloats(Shape.of(3), 1, 2, 3);
        long[] dimensions = field.shape().dimensions();
        for (int axis = 0; axis < dimensions.length; axis++) {
          dimensions[axis] = Math.max(1, dimensions[axis]);
        }
        Shape shape = Shape.of(dimensions);
        Tensor bytes =
            Tensor.of(
                DType.I8,
                shape,
                io.lepton.bytes.ByteSource.of(new byte[(int) shape.elementCount()]));
        for (Tensor wrong : List.of(flat, bytes)) {
          List<Row> rows = new ArrayList<>(rows());
          rows.set(1, rows.get(1).with(field.name(), wrong));
          assertRefused(predictor, rows, field.name());
        }
      }
    }
  }

  private static void assertRefused(Predictor predictor, List<Row> rows, String name) {
    assertThatThrownBy(() -> predictor.predict(rows))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(name)
        .hasMessageMatching("(?s).*\\b1\\b.*");
  }

  private static Row without(Row row, String name) {
    Map<String, Object> values = new LinkedHashMap<>(row.asMap());
    values.remove(name);
    return Row.of(values);
  }

  @Test
  @DisplayName("answers many threads at once, each as if it were alone")
  default void answersManyThreads() throws Exception {
    List<Prediction> expected = Predictions.of(this);
    List<Row> rows = rows();
    try (Predictor predictor = engine().load(snapshot())) {
      Race.allSucceed(
          thread ->
              () -> {
                for (int i = 0; i < 30; i++) {
                  int at = (thread + i) % rows.size();
                  assertThat(predictor.predict(List.of(rows.get(at))))
                      .containsExactly(expected.get(at));
                  assertThat(predictor.predict(rows)).isEqualTo(expected);
                }
              });
    }
  }

  @Test
  @DisplayName("fails once it is closed, and may be closed twice")
  default void failsOnceClosed() throws Exception {
    Predictor predictor = engine().load(snapshot());
    List<Row> rows = rows();
    predictor.predict(rows);
    predictor.close();
    predictor.close();
    assertThatThrownBy(() -> predictor.predict(rows)).isInstanceOf(EngineException.class);
  }

  @Test
  @DisplayName("lets calls under way finish when it is closed: an answer is right or refused")
  default void finishesCallsUnderWay() throws Exception {
    List<Prediction> expected = Predictions.of(this);
    List<Row> rows = rows();
    Predictor predictor = engine().load(snapshot());
    CountDownLatch answered = new CountDownLatch(Race.THREADS - 1);
    Race.allSucceed(
        thread ->
            () -> {
              if (thread == 0) {
                answered.await();
                predictor.close();
                return;
              }
              boolean open = true;
              for (int i = 0; open; i++) {
                try {
                  assertThat(predictor.predict(rows)).isEqualTo(expected);
                } catch (EngineException closed) {
                  assertThat(i).as("answers before the close").isPositive();
                  open = false;
                } finally {
                  if (i == 0) {
                    answered.countDown();
                  }
                }
              }
            });
  }
}
