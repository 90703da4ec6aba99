package io.lepton.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The one program behind {@code bench}: lists the benchmarks, or runs those named. */
public final class Bench {
  /** Something that is measured. Prints one {@link Result} line per figure. */
  interface Benchmark {
    String what();

    /** How many arguments follow its name. */
    default int arguments() {
      return 0;
    }

    /** Names of parts; any of these that follow are arguments too. */
    default List<String> choices() {
      return List.of();
    }

    /**
     * Measures.
     *
     * @param arguments as many as {@link #arguments} says, and the parts chosen
     */
    void run(List<String> arguments) throws Exception;
  }

  private Bench() {}

  private static Map<String, Benchmark> all() {
    Map<String, Benchmark> all = new TreeMap<>();
    all.put("analyze", new AnalyzeBenchmark());
    all.put("assignment", new AssignmentBenchmark());
    all.put("bandits", new BanditsBenchmark());
    all.put("bootstrap", new BootstrapBenchmark());
    all.put("compress", new CompressBenchmark());
    all.put("credit", new CreditBenchmark());
    all.put("error-rates", new ErrorRatesBenchmark());
    all.put("finetune", new FineTuneBenchmark());
    all.put("interleaving", new InterleavingBenchmark());
    all.put("memory", new MemoryBenchmark());
    all.put("recording", new RecordingBenchmark());
    all.put("registry", new RegistryBenchmark());
    all.put("roundtrip", new RoundtripBenchmark());
    all.put("stats-reference", new StatsReferenceBenchmark());
    all.put("store", new StoreBenchmark());
    all.put("store-bf16", new Bf16Benchmark());
    all.put("tasks", new TasksBenchmark());
    all.put("train", new TrainBenchmark());
    all.put("tune", new TuneBenchmark());
    all.put("tune-speed", new TuneSpeedBenchmark());
    return all;
  }

  /**
   * Runs the named benchmarks, or lists all.
   *
   * @param names of benchmarks, each followed by its arguments
   * @throws Exception if a benchmark fails
   */
  public static void main(String[] names) throws Exception {
    Map<String, Benchmark> all = all();
    if (names.length == 0) {
      all.forEach((name, benchmark) -> System.out.printf("%-16s %s%n", name, benchmark.what()));
      return;
    }
    List<List<String>> calls = new ArrayList<>();
    for (int i = 0; i < names.length; ) {
      Benchmark benchmark = all.get(names[i]);
      int end = benchmark == null ? names.length + 1 : i + 1 + benchmark.arguments();
      if (end > names.length) {
        System.err.println(
            benchmark == null
                ? "no benchmark " + names[i] + "; there are " + all.keySet()
                : names[i] + " wants an argument: " + benchmark.what());
        System.exit(2);
        return;
      }
      List<String> choices = Objects.requireNonNull(benchmark).choices();
      while (end < names.length && choices.contains(names[end])) {
        end++;
      }
      calls.add(List.of(names).subList(i, end));
      i = end;
    }
    for (List<String> call : calls) {
      Objects.requireNonNull(all.get(call.get(0))).run(call.subList(1, call.size()));
    }
  }
}
