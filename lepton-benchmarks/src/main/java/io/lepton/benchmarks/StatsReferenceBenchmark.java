package io.lepton.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Every case of a reference file of statistics, against what Lepton computes. */
final class StatsReferenceBenchmark implements Bench.Benchmark {
  @Override
  public String what() {
    return "FILE: agreement of the statistics with every case of a reference file";
  }

  @Override
  public int arguments() {
    return 1;
  }

  @Override
  public void run(List<String> arguments) throws IOException {
    JsonNode cases = new ObjectMapper().readTree(Path.of(arguments.get(0)).toFile());
    if (!cases.isArray()) {
      throw new IOException(arguments.get(0) + " does not hold a JSON array of cases");
    }
    int mismatches = 0;
    for (int i = 0; i < cases.size(); i++) {
      List<String> differences = StatsReference.differences(cases.get(i));
      if (!differences.isEmpty()) {
        mismatches++;
        Result.note("case " + i + ", " + cases.get(i).path("name").asText() + ": " + differences);
      }
    }
    System.out.println("cases=" + cases.size() + " mismatches=" + mismatches);
    if (mismatches > 0) {
      throw new IllegalStateException(mismatches + " of " + cases.size() + " cases do not agree");
    }
  }
}
