package io.lepton.zoo;

import io.lepton.internal.Json;
import io.lepton.model.Row;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Linear regressions of scikit-learn on its diabetes data as ONNX files; {@code make.py} made them.
 *
 * @param rows of ten numbers
 * @param one what scikit-learn says of them
 * @param three the same of three targets
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
record Regressions(float[][] rows, double[] one, double[][] three) {
  static Regressions read() {
    return Json.read(bytes("golden.json"), Regressions.class, "golden.json");
  }

  static byte[] bytes(String name) {
    try (InputStream in = Regressions.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Row> asRows() {
    return Arrays.stream(rows).map(x -> Row.of("x", Tensor.ofFloats(Shape.of(10), x))).toList();
  }
}
