package io.lepton.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.CorruptDataException;
import io.lepton.model.Lineage;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Prediction;
import io.lepton.model.Row;
import io.lepton.spi.ModelEngine;
import io.lepton.spi.Predictor;
import io.lepton.tensor.Shape;
import io.lepton.testkit.ModelEngineContract;
import io.lepton.train.onnx.Onnx;
import io.lepton.train.onnx.OnnxEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Regressions that another tool made, taken from a zoo of files and held to the engine's rules. */
class RegressionFileContractTest {
  private static final Regressions GOLDEN = Regressions.read();
  // Ten products of floats below 1500, and their sum: a few roundings of numbers of that size.
  private static final double ROUNDING = 20 * Math.ulp(1500f);

  @TempDir static Path folder;

  private static final Map<String, ModelSnapshot> LOADED = new HashMap<>();

  private static synchronized ModelSnapshot load(String file, String meaning) {
    return LOADED.computeIfAbsent(file, name -> write(name, meaning));
  }

  private static ModelSnapshot write(String file, String meaning) {
    try {
      Files.write(folder.resolve(file), Regressions.bytes(file));
      Files.writeString(
          folder.resolve(file + ".json"),
          """
          {"format": "lepton.zoo-file/1", "file": "%s", "input": "x", "shape": [10], %s}
          """
              .formatted(file, meaning));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return FileZoo.open(folder).load(file);
  }

  @Nested
  class OfOneTarget extends ModelEngineContract {
    @Override
    public ModelEngine engine() {
      return new OnnxEngine();
    }

    @Override
    public ModelSnapshot snapshot() {
      return load("diabetes.onnx", "\"target\": \"progression\"");
    }

    @Override
    public List<Row> rows() {
      return GOLDEN.asRows();
    }

    @Test
    void saysWhatScikitLearnSays() {
      try (Predictor predictor = engine().load(snapshot())) {
        List<Prediction> said = predictor.predict(rows());
        for (int row = 0; row < said.size(); row++) {
          Prediction.Regression number = (Prediction.Regression) said.get(row);
          assertThat(number.target()).isEqualTo("progression");
          assertThat(number.value()).isCloseTo(GOLDEN.one()[row], within(ROUNDING));
        }
      }
    }
  }

  @Nested
  class OfSeveralOutputs extends ModelEngineContract {
    private static final List<String> NAMES = List.of("now", "squared", "negative");

    @Override
    public ModelEngine engine() {
      return new OnnxEngine();
    }

    @Override
    public ModelSnapshot snapshot() {
      return load("three.onnx", "\"outputs\": [\"now\", \"squared\", \"negative\"]");
    }

    @Override
    public List<Row> rows() {
      return GOLDEN.asRows();
    }

    @Test
    void saysWhatScikitLearnSaysUnderTheNamesGiven() {
      try (Predictor predictor = engine().load(snapshot())) {
        List<Prediction> said = predictor.predict(rows());
        for (int row = 0; row < said.size(); row++) {
          assertThat(said.get(row)).isInstanceOf(Prediction.Outputs.class);
          assertThat(said.get(row).numbers()).containsOnlyKeys(NAMES);
          for (int i = 0; i < 3; i++) {
            assertThat(said.get(row).numbers().get(NAMES.get(i)))
                .isCloseTo(GOLDEN.three()[row][i], within(ROUNDING));
          }
        }
      }
    }
  }

  @Test
  void aFileThatGivesAnotherNumberOfOutputsIsRefused() {
    byte[] three = Regressions.bytes("three.onnx");
    ModelSnapshot wrong = Onnx.regressor(three, "x", Shape.of(10), "y", Lineage.unknown());
    assertThatThrownBy(() -> new OnnxEngine().load(wrong))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("one output of 1");
    assertThatThrownBy(
            () -> Onnx.outputs(three, "x", Shape.of(10), List.of("a", "a", "b"), Lineage.unknown()))
        .hasMessageContaining("no two alike");
  }
}
