package io.lepton.train.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.bytes.ByteSource;
import io.lepton.error.CorruptDataException;
import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.model.Lineage;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Row;
import io.lepton.network.Linear;
import io.lepton.network.Network;
import io.lepton.spi.Predictor;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class OnnxEngineTest {
  private static final Shape IMAGE = Shape.of(2, 3);
  private static final Network NETWORK =
      Network.sequential(IMAGE, new io.lepton.network.Flatten(), Linear.of(2));

  private static byte[] model() {
    return Onnx.export(NETWORK, NETWORK.initialWeights(1));
  }

  private static ModelSnapshot snapshot(byte[] model) {
    return Onnx.classifier(model, "image", IMAGE, List.of("cat", "dog"), Lineage.unknown());
  }

  private static Row row(float... values) {
    return Row.of("image", Tensor.ofFloats(IMAGE, values));
  }

  @Test
  void predictsFromTensors() {
    try (Predictor predictor = new OnnxEngine().load(snapshot(model()))) {
      assertThat(predictor.predict(List.of(row(1, 2, 3, 4, 5, 6))).get(0).numbers())
          .containsOnlyKeys("cat", "dog");
      for (Object wrong :
          List.of(
              1.0,
              "text",
              Tensor.ofFloats(Shape.of(3, 2), new float[6]),
              Tensor.ofDoubles(IMAGE, new double[6]),
              Tensor.ofFloats(IMAGE, 1, 2, 3, Float.NaN, 5, 6))) {
        Row second = Row.of("image", wrong);
        assertThatThrownBy(() -> predictor.predict(List.of(row(1, 2, 3, 4, 5, 6), second)))
            .as("%s", wrong)
            .isInstanceOf(InvalidInputException.class)
            .hasMessageContaining("row 1")
            .hasMessageContaining("image");
      }
    }
  }

  @Test
  void refusesAFileThatIsNotTheModelItsConfigNames() {
    ModelSnapshot good = snapshot(model());
    byte[] flipped = model();
    flipped[flipped.length / 2] ^= 1;
    for (byte[] broken :
        List.of(flipped, new byte[0], Arrays.copyOf(flipped, flipped.length - 9))) {
      Map<String, ByteSource> files = new LinkedHashMap<>(good.files());
      files.put("model.onnx", ByteSource.of(broken));
      ModelSnapshot wrong =
          new ModelSnapshot(
              good.format(),
              good.config(),
              good.weights(),
              files,
              good.hyperparameters(),
              good.signature(),
              good.lineage());
      assertThatThrownBy(() -> new OnnxEngine().load(wrong))
          .isInstanceOf(CorruptDataException.class)
          .hasMessageContaining("model.onnx")
          .hasMessageContaining("digest");
    }
  }

  @Test
  void refusesBytesThatAreNoModelAtAll() {
    byte[] zip = {'P', 'K', 3, 4, 20, 0, 0, 0, 8, 0, 1, 2, 3, 4}; // as a TorchScript file starts
    byte[] cut = Arrays.copyOf(model(), model().length / 2);
    for (byte[] bytes : List.of(zip, cut, new byte[0], new byte[100])) {
      assertThatThrownBy(() -> new OnnxEngine().load(snapshot(bytes)))
          .isInstanceOf(CorruptDataException.class)
          .hasMessageContaining("ONNX");
    }
  }

  @Test
  void refusesAModelThatDoesNotFitItsConfig() {
    Network wider =
        Network.sequential(Shape.of(2, 4), new io.lepton.network.Flatten(), Linear.of(2));
    Network threeOutputs = Network.sequential(IMAGE, new io.lepton.network.Flatten(), Linear.of(3));
    for (Network other : List.of(wider, threeOutputs)) {
      byte[] model = Onnx.export(other, other.initialWeights(1));
      assertThatThrownBy(() -> new OnnxEngine().load(snapshot(model)))
          .isInstanceOf(CorruptDataException.class)
          .hasMessageContaining("its config asks for");
    }
  }

  @Test
  void runsPlainTensorsAndSaysWhatDoesNotFit() {
    try (OnnxRunner runner = OnnxRunner.open(model(), OnnxSettings.withDefaults().withThreads(2))) {
      assertThat(runner.inputs()).containsExactly(Map.entry("input", Shape.of(-1, 2, 3)));
      assertThat(runner.outputs()).containsExactly(Map.entry("output", Shape.of(-1, 2)));
      assertThat(runner.run(new float[18])).hasSize(6);
      assertThatThrownBy(() -> runner.run(new float[17]))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("17 values");
      assertThatThrownBy(() -> runner.run(Map.of("x", Tensor.ofFloats(Shape.of(1), 1f))))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("\"input\"");
    }
    assertThatThrownBy(() -> OnnxSettings.withDefaults().withThreads(0))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void keepsNativeMemoryFlat() throws Exception {
    Path status = Path.of("/proc/self/status");
    Assumptions.assumeTrue(
        Files.exists(status), "SKIPPED: only Linux says how much memory is used");
    Network wide = Network.sequential(Shape.of(256), Linear.of(2048), Linear.of(10));
    try (OnnxRunner runner = OnnxRunner.open(Onnx.export(wide, wide.initialWeights(1)))) {
      float[] rows = new float[256 * 64];
      for (int i = 0; i < 200; i++) {
        runner.run(rows);
      }
      long before = resident(status);
      for (int i = 0; i < 2000; i++) {
        runner.run(rows);
      }
      // One call's tensors take 0.6 MB: 2,000 calls that leak would take 1.2 GB.
      assertThat(resident(status) - before).isLessThan(200L << 20);
    }
  }

  private static long resident(Path status) throws java.io.IOException {
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void namesTheDependencyThatIsMissing() throws Exception {
    byte[] model = model();
    ClassLoader bare = new Without("ai.onnx");
    Method open = bare.loadClass(OnnxRunner.class.getName()).getMethod("open", byte[].class);
    assertThatThrownBy(() -> open.invoke(null, (Object) model))
        .isInstanceOf(InvocationTargetException.class)
        .cause()
        .hasMessageContaining("com.microsoft.onnxruntime:onnxruntime:1.29.0")
        .extracting(error -> error.getClass().getName())
        .isEqualTo(EngineException.class.getName());
    Class<?> int8 = bare.loadClass("io.lepton.compress.DynamicInt8");
    Object quantisation = int8.getMethod("withDefaults").invoke(null);
    assertThatThrownBy(
            () -> int8.getMethod("quantize", byte[].class).invoke(quantisation, (Object) model))
        .cause()
        .hasMessageContaining("org.tribuo:tribuo-util-onnx:4.3.2");
    Object engine = bare.loadClass(OnnxEngine.class.getName()).getConstructor().newInstance();
    assertThat(engine.getClass().getMethod("properties").invoke(engine).toString())
        .as("an engine that cannot load must not hide the others")
        .contains("lepton.onnx/1");
  }

  /** Lepton's classes once more, in a world without some others. */
  private static final class Without extends ClassLoader {
    private final String missing;

    Without(String missing) {
      super(OnnxEngineTest.class.getClassLoader());
      this.missing = missing;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith(missing)) {
        throw new ClassNotFoundException(name);
      }
      if (!name.startsWith("io.lepton.") || findLoadedClass(name) != null) {
        return super.loadClass(name, resolve);
      }
      try (var in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (java.io.IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
