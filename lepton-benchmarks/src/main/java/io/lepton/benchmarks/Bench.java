package io.lepton.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The one program behind {@code bench}: lists the benchmarks, or runs those named. */
public final class Bench {
  /** Something that is measured. Prints one {@link Result} line per figure. */
  interface Benchmark {
    String what();

    void run() throws Exception;
  }

  private Bench() {}

  private static Map<String, Benchmark> all() {
    Map<String, Benchmark> all = new TreeMap<>();
    all.put("credit", new CreditBenchmark());
    all.put("registry", new RegistryBenchmark());
    all.put("roundtrip", new RoundtripBenchmark());
    all.put("memory", new MemoryBenchmark());
    all.put("store", new StoreBenchmark());
    all.put("store-bf16", new Bf16Benchmark());
    return all;
  }

  /**
   * Runs the named benchmarks, or lists all.
   *
   * @param names of benchmarks
   * @throws Exception if a benchmark fails
   */
  public static void main(String[] names) throws Exception {
    Map<String, Benchmark> all = all();
    if (names.length == 0) {
      all.forEach((name, benchmark) -> System.out.printf("%-12s %s%n", name, benchmark.what()));
      return;
    }
    List<String> unknown = List.of(names).stream().filter(name -> !all.containsKey(name)).toList();
    if (!unknown.isEmpty()) {
      System.err.println("no benchmark " + unknown + "; there are " + all.keySet());
      System.exit(2);
    }
    for (String name : names) {
      Benchmark benchmark = all.get(name);
      if (benchmark != null) {
        benchmark.run();
      }
    }
  }
}
