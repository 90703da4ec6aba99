package io.lepton.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.bytes.ByteSource;
import io.lepton.bytes.Digest;
import io.lepton.model.DataReference;
import io.lepton.model.Evaluation;
import io.lepton.model.Hyperparameters;
import io.lepton.model.Lineage;
import io.lepton.model.Measure;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Signature;
import io.lepton.tensor.DType;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Snapshots for tests; a seed makes all of one. */
final class Snapshots {
  private Snapshots() {}

  /** Several types in an order that is not the file's, a NaN with a payload, awkward file names. */
  static ModelSnapshot of(long seed) {
    Random random = new Random(seed);
    byte[] bytes = new byte[2400];
    random.nextBytes(bytes);
    return ModelSnapshot.builder("test.format/1")
        .config("{\"hidden\" : [8, 4], \"seed\": " + seed + "}")
        .weights(
            Weights.builder()
                .put("small", Tensor.of(DType.U8, Shape.of(3), ByteSource.of(new byte[] {1, 2, 3})))
                .put("floats", Tensor.of(DType.F32, Shape.of(20, 30), ByteSource.of(bytes)))
                .put("nan", Tensor.ofFloats(Shape.of(1), Float.intBitsToFloat(0x7fc01234)))
                .put("none", Tensor.ofDoubles(Shape.of(0, 9)))
                .put("constant", Tensor.ofLongs(Shape.of(2), 1, 2))
                .build())
        .file("tokenizer/vocab.txt", text("seed " + seed))
        .file("../escape", text("not outside"))
        .file("TOKENIZER/vocab.txt", text("another case"))
        .file("empty", text(""))
        .hyperparameters(
            Hyperparameters.of(
                Map.of("rate", 0.1, "epochs", 20L, "layers", List.of(64L, 32L), "bias", true)))
        .signature(
            new Signature(
                List.of(Signature.Field.scalar("age", Signature.Type.F64).optional()),
                List.of(Signature.Field.scalar("p", Signature.Type.F64))))
        .lineage(
            Lineage.builder()
                .data(new DataReference("train", Digest.of("train " + seed), 700))
                .seed(seed)
                .codeRevision("abc")
                .environment("threads", "1")
                .build())
        .build();
  }

  static Evaluation evaluation(double value) {
    return new Evaluation(
        new DataReference("test", Digest.of("test"), 200),
        List.of(new Measure("auc", value, null, 200, Measure.Direction.HIGHER_IS_BETTER)));
  }

  static ByteSource text(String text) {
    return ByteSource.of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Equal to the bit, order of tensors and files included. */
  static void assertSame(ModelSnapshot found, ModelSnapshot expected) {
    assertThat(found.format()).isEqualTo(expected.format());
    assertThat(found.config()).isEqualTo(expected.config());
    assertThat(found.hyperparameters()).isEqualTo(expected.hyperparameters());
    assertThat(found.signature()).isEqualTo(expected.signature());
    assertThat(found.lineage()).isEqualTo(expected.lineage());
    assertThat(found.weights().contentEquals(expected.weights())).as("weights").isTrue();
    assertThat(found.files().keySet()).containsExactlyElementsOf(expected.files().keySet());
    found
        .files()
        .forEach(
            (name, content) ->
                assertThat(content.readAll())
                    .as(name)
                    .isEqualTo(expected.files().get(name).readAll()));
  }
}
