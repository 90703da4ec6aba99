package io.lepton.train.djl;

import io.lepton.bytes.ByteSource;
import io.lepton.internal.Json;
import io.lepton.model.Lineage;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Row;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;

/** The TorchScript files of torchscript/make.py, and what Python says of them. */
public final class TorchScripts {
  static final Shape PICTURE = Shape.of(1, 8, 8);

  private TorchScripts() {}

  record Golden(
      String torch,
      float[][] pictures,
      float[][] pictureLogits,
      float[][] numbers,
      float[][] numberOutputs) {
    static Golden read() {
      return Json.read(bytes("golden.json"), Golden.class, "golden.json");
    }
  }

  public static byte[] bytes(String name) {
    try (InputStream in = TorchScripts.class.getResourceAsStream("torchscript/" + name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ByteSource file(String name) {
    return ByteSource.of(bytes(name));
  }

  static ModelSnapshot pictures() {
    return TorchScript.classifier(
        file("picture.pt"), "image", PICTURE, List.of("a", "b", "c"), Lineage.unknown());
  }

  static ModelSnapshot numbers() {
    return TorchScript.regressor(file("number.pt"), "x", Shape.of(5), "price", Lineage.unknown());
  }

  static List<Row> rows(String name, Shape shape, float[][] values) {
    return IntStream.range(0, values.length)
        .mapToObj(i -> Row.of(name, Tensor.ofFloats(shape, values[i])))
        .toList();
  }
}
