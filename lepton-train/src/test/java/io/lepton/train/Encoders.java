package io.lepton.train;

import io.lepton.bytes.ByteSource;
import io.lepton.data.Dataset;
import io.lepton.data.Schema;
import io.lepton.data.text.WordPiece.Letters;
import io.lepton.internal.Json;
import io.lepton.model.Row;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The tiny encoder of encoder/make.py, what Python says of it, and texts it can read. */
public final class Encoders {
  static final Schema MESSAGES = Schema.builder().text("text").label("kind").build();

  private Encoders() {}

  public record Golden(
      String torch,
      int length,
      List<String> texts,
      int[][] ids,
      List<String> cased,
      int[][] casedIds,
      float[][] first,
      float[][] mean) {
    public static Golden read() {
      return Json.read(bytes("golden.json"), Golden.class, "golden.json");
    }
  }

  public static byte[] bytes(String name) {
    try (InputStream in = Encoders.class.getResourceAsStream("encoder/" + name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static ByteSource file(String name) {
    return ByteSource.of(bytes(name));
  }

  public static TextEncoder torchScript() {
    return TextEncoder.torchScript(file("encoder.pt"), file("vocab.txt"), Letters.LOWER)
        .withLength(24);
  }

  public static TextEncoder onnx() {
    return TextEncoder.onnx(file("encoder.onnx"), file("vocab.txt"), Letters.LOWER).withLength(24);
  }

  /** Prizes or dates. */
  public static Dataset messages(int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    String[] spam = {"free", "win", "prize", "cash", "claim", "txt"};
    String[] ham = {"home", "love", "lunch", "later", "meet", "tomorrow"};
    String[] filler = {"the", "you", "to", "now", "see", "call"};
    List<Row> list = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      String[] own = random.nextBoolean() ? spam : ham;
      StringBuilder text = new StringBuilder();
      for (int word = 0; word < 6; word++) {
        String[] from = word % 2 == 0 ? own : filler;
        text.append(from[random.nextInt(6)]).append(' ');
      }
      list.add(Row.of("text", text.toString(), "kind", own == spam ? "spam" : "ham"));
    }
    return Dataset.of("messages", MESSAGES, list);
  }

  public static TrainedClassifier<Dataset> trained(TextEncoder encoder) {
    return EncodedTextClassifier.define(
            MESSAGES, "text", encoder.withPooling(TextEncoder.Pooling.MEAN))
        .epochs(20)
        .seed(1)
        .train(messages(80, 1), messages(30, 2));
  }
}
