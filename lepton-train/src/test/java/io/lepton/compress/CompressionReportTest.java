package io.lepton.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.bytes.ByteSource;
import io.lepton.bytes.Digest;
import io.lepton.data.Dataset;
import io.lepton.error.InvalidInputException;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.VersionId;
import io.lepton.train.Toy;
import io.lepton.train.onnx.Onnx;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CompressionReportTest {
  private static final Dataset DATA = Toy.data(300, 9);
  private static final List<String> LABELS =
      IntStream.range(0, DATA.rows()).mapToObj(DATA::label).toList();

  @Test
  void setsAQuantisedModelBesideItsOriginal() {
    ModelSnapshot original = Onnx.snapshot(Toy.snapshot());
    ModelSnapshot compressed =
        Onnx.withModel(original, DynamicInt8.withDefaults().quantize(Onnx.model(original)));

    CompressionReport report = CompressionReport.of(original, compressed, DATA.toRows(), LABELS);

    assertThat(report.rows()).isEqualTo(300);
    assertThat(report.original().accuracy()).isGreaterThan(0.8);
    double lost = report.original().accuracy() - report.compressed().accuracy();
    assertThat(lost * 300)
        .isCloseTo(
            report.onlyOriginal() - report.onlyCompressed(),
            org.assertj.core.api.Assertions.within(1e-9));
    assertThat(report.difference().contains(-lost)).isTrue();
    assertThat(report.kept(0.2)).isEqualTo(CompressionReport.Kept.YES);
    assertThat(report.kept(0)).isNotEqualTo(CompressionReport.Kept.NO);
    assertThat(report.original().p50Micros()).isPositive();
    assertThat(report.original().p99Micros()).isGreaterThanOrEqualTo(report.original().p50Micros());
    assertThat(report.original().bytes()).isEqualTo(CompressionReport.size(original));
    assertThat(report.text()).contains("lepton.onnx/1", "McNemar");
    assertThat(report.html()).contains("<table", "p99");
  }

  @Test
  void seesThatAModelGotWorse() {
    ModelSnapshot original = Toy.snapshot();
    ModelSnapshot ruined =
        new ModelSnapshot(
            original.format(),
            original.config(),
            Zeros.zeroed(original.weights()),
            original.files(),
            original.hyperparameters(),
            original.signature(),
            original.lineage());

    CompressionReport report = CompressionReport.of(original, ruined, DATA.toRows(), LABELS);

    assertThat(report.pValue()).isLessThan(1e-6);
    assertThat(report.kept(0.05)).isEqualTo(CompressionReport.Kept.NO);
  }

  @Test
  void notesTheOriginalInTheLineage() {
    VersionId parent = new VersionId(Digest.of(ByteSource.of(new byte[] {1})));
    ModelSnapshot packed =
        Compressed.from(parent, PackedWeights.pack(Toy.snapshot(), Packing.INT4), "int4 weights");
    assertThat(packed.lineage().derivedFrom()).containsExactly(parent);
    assertThat(packed.lineage().environment()).containsEntry("compression", "int4 weights");
    assertThat(packed.lineage().data()).isEqualTo(Toy.snapshot().lineage().data());
  }

  @Test
  void wantsALabelForEachRow() {
    assertThatThrownBy(
            () -> CompressionReport.of(Toy.snapshot(), Toy.snapshot(), DATA.toRows(), List.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("300 rows and 0 labels");
  }

  /** Weights of zeros, which say the same of every row. */
  private static final class Zeros {
    static io.lepton.tensor.Weights zeroed(io.lepton.tensor.Weights weights) {
      java.util.Map<String, io.lepton.tensor.Tensor> zeros =
          new java.util.LinkedHashMap<>(weights.asMap());
      zeros.replaceAll(
          (name, tensor) ->
              io.lepton.tensor.Tensor.ofFloats(
                  tensor.shape(), new float[(int) tensor.shape().elementCount()]));
      return io.lepton.tensor.Weights.of(zeros);
    }
  }
}
