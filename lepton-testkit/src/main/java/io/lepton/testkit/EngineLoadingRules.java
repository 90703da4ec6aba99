package io.lepton.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.bytes.ByteSource;
import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.StorageException;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Prediction;
import io.lepton.spi.ModelEngine;
import io.lepton.spi.Predictor;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How an engine presents itself and takes a snapshot in. */
interface EngineLoadingRules extends EngineSubject {
  @Test
  @DisplayName("has a stable name of lower-case letters, digits and hyphens")
  default void hasAStableName() throws Exception {
    assertThat(engine().name()).matches("[a-z0-9-]+").isEqualTo(engine().name());
  }

  @Test
  @DisplayName("says which formats it loads, where it runs and what does the work")
  default void saysWhatItCanDo() throws Exception {
    ModelEngine.Properties properties = engine().properties();
    assertThat(properties.formats()).contains(snapshot().format());
    assertThat(properties.devices()).isNotEmpty();
    assertThat(properties.library()).isNotBlank();
    assertThat(engine().properties()).isEqualTo(properties);
  }

  @Test
  @DisplayName("refuses a format that is not one of its own, and names it")
  default void refusesAForeignFormat() throws Exception {
    ModelSnapshot foreign = EngineSubject.withFormat(snapshot(), "no.such-format/99");
    ModelEngine engine = engine();
    assertThatThrownBy(() -> engine.load(foreign))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no.such-format/99");
  }

  @Test
  @DisplayName("gives the predictor the signature of the snapshot")
  default void givesTheSignature() throws Exception {
    try (Predictor predictor = engine().load(snapshot())) {
      assertThat(predictor.signature()).isEqualTo(snapshot().signature());
    }
  }

  @Test
  @DisplayName("needs neither the snapshot nor its storage once a model is loaded")
  default void needsNoSnapshotAfterLoading() throws Exception {
    List<Prediction> expected = Predictions.of(this);
    AtomicBoolean gone = new AtomicBoolean();
    ModelSnapshot vanishing =
        EngineSubject.withTensors(
            snapshot(),
            tensors ->
                tensors.replaceAll(
                    (name, tensor) ->
                        Tensor.of(
                            tensor.dtype(), tensor.shape(), vanishing(tensor.bytes(), gone))));
    Map<String, ByteSource> files = new LinkedHashMap<>(vanishing.files());
    files.replaceAll((name, content) -> vanishing(content, gone));
    try (Predictor predictor = engine().load(EngineSubject.withFiles(vanishing, files))) {
      gone.set(true);
      assertThat(predictor.predict(rows())).isEqualTo(expected);
    }
  }

  private static ByteSource vanishing(ByteSource bytes, AtomicBoolean gone) {
    return new ByteSource() {
      @Override
      public long size() {
        return bytes.size();
      }

      @Override
      public ByteBuffer read(long offset, int length) {
        if (gone.get()) {
          throw new StorageException(
              StorageException.Kind.PERMANENT, "the store was closed after loading", null);
        }
        return bytes.read(offset, length);
      }
    };
  }

  @Test
  @DisplayName("passes on what the storage says when it fails while a model is loaded")
  default void passesOnStorageFailures() throws Exception {
    ModelSnapshot unreadable =
        EngineSubject.withTensors(
            snapshot(),
            tensors ->
                tensors.replaceAll(
                    (name, tensor) ->
                        Tensor.of(
                            tensor.dtype(),
                            tensor.shape(),
                            vanishing(tensor.bytes(), new AtomicBoolean(true)))));
    Assumptions.assumeTrue(
        unreadable.weights().byteSize() > 0, "SKIPPED: the snapshot has no tensors");
    ModelEngine engine = engine();
    assertThatThrownBy(() -> engine.load(unreadable))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("the store was closed after loading");
  }

  @Test
  @DisplayName("refuses a snapshot that lacks a tensor, and names the tensor")
  default void refusesAMissingTensor() throws Exception {
    ModelEngine engine = engine();
    for (String name : snapshot().weights().names()) {
      ModelSnapshot lacking =
          EngineSubject.withTensors(snapshot(), tensors -> tensors.remove(name));
      assertThatThrownBy(() -> engine.load(lacking))
          .as("without %s", name)
          .isInstanceOf(CorruptDataException.class)
          .hasMessageContaining(name);
    }
  }

  @Test
  @DisplayName("refuses a snapshot with a tensor of another shape, and names the tensor")
  default void refusesAWrongShape() throws Exception {
    ModelEngine engine = engine();
    for (String name : snapshot().weights().names()) {
      ModelSnapshot wrong =
          EngineSubject.withTensors(
              snapshot(),
              tensors -> tensors.computeIfPresent(name, (same, tensor) -> larger(tensor)));
      assertThatThrownBy(() -> engine.load(wrong))
          .as("with a larger %s", name)
          .isInstanceOf(CorruptDataException.class)
          .hasMessageContaining(name);
    }
  }

  /** Zeros of the same type, with one more in every dimension. */
  private static Tensor larger(Tensor tensor) {
    long[] dimensions = tensor.shape().dimensions();
    for (int axis = 0; axis < dimensions.length; axis++) {
      dimensions[axis]++;
    }
    Shape shape = dimensions.length == 0 ? Shape.of(2) : Shape.of(dimensions);
    int size = Math.toIntExact(tensor.dtype().byteSize(shape.elementCount()));
    return Tensor.of(tensor.dtype(), shape, ByteSource.of(new byte[size]));
  }

  @Test
  @DisplayName("refuses a snapshot that lacks a file, and names the file")
  default void refusesAMissingFile() throws Exception {
    ModelEngine engine = engine();
    for (String name : snapshot().files().keySet()) {
      Map<String, ByteSource> fewer = new LinkedHashMap<>(snapshot().files());
      fewer.remove(name);
      ModelSnapshot lacking = EngineSubject.withFiles(snapshot(), fewer);
      assertThatThrownBy(() -> engine.load(lacking))
          .as("without %s", name)
          .isInstanceOf(CorruptDataException.class)
          .hasMessageContaining(name);
    }
  }

  @Test
  @DisplayName("is not fooled by files of other engines: refuses them, or does not use them")
  default void refusesAnothersFiles() throws Exception {
    ModelEngine engine = engine();
    List<Prediction> expected = Predictions.of(this);
    byte[] zip = {'P', 'K', 3, 4, 20, 0, 0, 0, 8, 0, 0, 0, 0, 0}; // as TorchScript starts
    byte[] onnx = {8, 8, 18, 6, 'l', 'e', 'p', 't', 'o', 'n'}; // a model without a graph
    for (byte[] foreign : List.of(zip, onnx, new byte[0])) {
      for (String name : snapshot().files().keySet()) {
        Map<String, ByteSource> files = new LinkedHashMap<>(snapshot().files());
        files.put(name, ByteSource.of(foreign));
        try (Predictor predictor = engine.load(EngineSubject.withFiles(snapshot(), files))) {
          assertThat(predictor.predict(rows())).as("with another %s", name).isEqualTo(expected);
        } catch (CorruptDataException refused) {
          assertThat(refused).hasMessageContaining(name);
        }
      }
    }
  }

  @Test
  @DisplayName("refuses a configuration it cannot read")
  default void refusesABrokenConfig() throws Exception {
    ModelEngine engine = engine();
    for (String config : List.of("", "{", "[]", "null", "\u0000", "{\"no such setting\":1}")) {
      ModelSnapshot broken = EngineSubject.withConfig(snapshot(), config);
      assertThatThrownBy(() -> engine.load(broken))
          .as("config %s", config)
          .isInstanceOf(CorruptDataException.class);
    }
  }

  @Test
  @DisplayName("makes predictors that do not depend on each other")
  default void makesIndependentPredictors() throws Exception {
    ModelEngine engine = engine();
    Predictor first = engine.load(snapshot());
    try (Predictor second = engine.load(snapshot())) {
      List<Prediction> expected = first.predict(rows());
      first.close();
      assertThat(second.predict(rows())).isEqualTo(expected);
    }
  }

  @Test
  @DisplayName("loads in many threads at once")
  default void loadsInManyThreads() throws Exception {
    List<Prediction> expected = Predictions.of(this);
    ModelEngine engine = engine();
    Race.allSucceed(
        thread ->
            () -> {
              try (Predictor predictor = engine.load(snapshot())) {
                assertThat(predictor.predict(rows())).isEqualTo(expected);
              }
            });
  }
}
