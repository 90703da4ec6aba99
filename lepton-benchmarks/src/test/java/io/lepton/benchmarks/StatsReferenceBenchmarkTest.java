package io.lepton.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("bench stats-reference")
class StatsReferenceBenchmarkTest {
  @Test
  @DisplayName("fails, after saying how many, when a case does not agree")
  void mismatchesFail(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("cases.json");
    Files.writeString(file, "[{\"name\": \"no such statistic\"}]");
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      assertThatThrownBy(() -> new StatsReferenceBenchmark().run(List.of(file.toString())))
          .hasMessageContaining("1 of 1 cases");
    } finally {
      System.setOut(before);
    }
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("cases=1 mismatches=1");
  }
}
