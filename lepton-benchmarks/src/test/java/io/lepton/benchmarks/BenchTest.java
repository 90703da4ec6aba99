package io.lepton.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.tensor.DType;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BenchTest {
  private interface Action {
    void run() throws Exception;
  }

  private static String printed(Action action) throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      action.run();
    } finally {
      System.setOut(before);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  @DisplayName("without a name the benchmarks are listed")
  void lists() throws Exception {
    assertThat(printed(() -> Bench.main(new String[0])).lines())
        .anyMatch(line -> line.startsWith("credit "))
        .anyMatch(line -> line.startsWith("registry "))
        .anyMatch(line -> line.startsWith("roundtrip "));
  }

  @Test
  @DisplayName("a result is one line with both figures, their ratio and the unit")
  void results() throws Exception {
    assertThat(printed(() -> Result.line("a.b", 3, 2, "s")).strip())
        .isEqualTo("a.b ours=3.000 peer=2.000 ratio=1.500 (s)");
    assertThat(printed(() -> Result.skipped("a.b", 3, "restic", "s")).strip())
        .isEqualTo("a.b ours=3.000 peer=skipped ratio=- (s; restic is not installed)");
  }

  @Test
  @DisplayName("synthetic weights hold every type, and the same bits however they are read")
  void syntheticWeights() {
    Weights weights = SyntheticWeights.ofBytes(1 << 20);
    assertThat(weights.asMap().values().stream().map(Tensor::dtype).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(DType.values());
    Tensor first = weights.asMap().values().iterator().next();
    assertThat(first.bytes().read(8, 13)).isEqualTo(first.bytes().readAll().slice(8, 13));
    assertThat(first.contentEquals(SyntheticWeights.ofBytes(1 << 20).get("layer0.weight")))
        .isTrue();
  }
}
