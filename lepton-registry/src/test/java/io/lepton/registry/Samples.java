package io.lepton.registry;

import io.lepton.bytes.ByteSource;
import io.lepton.bytes.Digest;
import io.lepton.model.DataReference;
import io.lepton.model.Evaluation;
import io.lepton.model.Hyperparameters;
import io.lepton.model.Interval;
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
final class Samples {
  private Samples() {}

  /** Tensors of several types, one of them larger than a chunk, and a file. */
  static ModelSnapshot snapshot(long seed) {
    Random random = new Random(seed);
    return ModelSnapshot.builder("test.format/1")
        .config("{\"hidden\": [8, 4], \"seed\": " + seed + "}")
        .weights(
            Weights.builder()
                .put("fc1.weight", random(random, DType.F32, 700, 512))
                .put("fc1.bias", random(random, DType.BF16, 512))
                .put("ids", random(random, DType.I64, 33))
                .put("zeros", Tensor.of(DType.F32, Shape.of(400_000), zeros(1_600_000)))
                .put("none", Tensor.ofFloats(Shape.of(0, 4)))
                .put("scalar", Tensor.ofDoubles(Shape.of(), random.nextDouble()))
                .build())
        .file("tokenizer.json", ByteSource.of(text("{\"seed\": " + seed + "}")))
        .file("empty", ByteSource.of(new byte[0]))
        .hyperparameters(
            Hyperparameters.of(
                Map.of("learning_rate", 0.01, "epochs", 20L, "hidden", List.of(64L, 32L))))
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

  /** One small tensor that says which save it was. */
  static ModelSnapshot small(long seed) {
    return ModelSnapshot.builder("test.format/1")
        .weights(Weights.builder().put("w", Tensor.ofLongs(Shape.of(2), seed, ~seed)).build())
        .build();
  }

  static Tensor random(Random random, DType dtype, long... shape) {
    byte[] bytes = new byte[(int) dtype.byteSize(Shape.of(shape).elementCount())];
    random.nextBytes(bytes);
    return Tensor.of(dtype, Shape.of(shape), ByteSource.of(bytes));
  }

  static Evaluation evaluation(String data, String metric, double value) {
    return new Evaluation(
        new DataReference(data, Digest.of(data), 200),
        List.of(
            new Measure(
                metric,
                value,
                new Interval(value - 0.05, Double.POSITIVE_INFINITY, 0.95, "DeLong"),
                200,
                Measure.Direction.HIGHER_IS_BETTER)));
  }

  private static ByteSource zeros(int count) {
    return ByteSource.of(new byte[count]);
  }

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
