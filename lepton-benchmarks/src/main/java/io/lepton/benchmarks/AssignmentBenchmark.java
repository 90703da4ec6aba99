package io.lepton.benchmarks;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Units assigned per second and bytes allocated for each, beside Optimizely's SDK, by JMH. */
final class AssignmentBenchmark implements Bench.Benchmark {
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  @Override
  public String what() {
    return "assignments per second and bytes allocated for each, beside Optimizely's SDK";
  }

  @Override
  public void run(List<String> arguments) throws RunnerException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(AssignmentLoops.class.getName())
                    .mode(Mode.Throughput)
                    .addProfiler(GCProfiler.class)
                    .forks(2)
                    .warmupIterations(3)
                    .warmupTime(TimeValue.seconds(1))
                    .measurementIterations(5)
                    .measurementTime(TimeValue.seconds(1))
                    .verbosity(VerboseMode.SILENT)
                    // one line a call on the terminal would be all that is measured of the peer
                    .jvmArgsAppend("-Dorg.slf4j.simpleLogger.defaultLogLevel=off")
                    .build())
            .run();
    Map<String, Double> perSecond = new TreeMap<>();
    Map<String, Double> bytes = new TreeMap<>();
    for (RunResult result : results) {
      String name = result.getParams().getBenchmark().replaceAll(".*\\.", "");
      perSecond.put(name, result.getPrimaryResult().getScore());
      double allocated =
          Objects.requireNonNull(result.getSecondaryResults().get(ALLOCATED)).getScore();
      bytes.put(name, allocated);
      Result.note(
          String.format(
              java.util.Locale.ROOT,
              "%s %.4g ± %.2g per second, %.3g B each",
              name,
              result.getPrimaryResult().getScore(),
              result.getPrimaryResult().getScoreError(),
              allocated));
    }
    line("assignment", perSecond, "lepton", "optimizelyBucket", "units/s, higher is better");
    line(
        "assignment-same-hash",
        perSecond,
        "leptonWithOptimizelysHash",
        "optimizelyBucket",
        "units/s, higher is better");
    line("assignment-decide", perSecond, "lepton", "optimizelyDecide", "units/s, higher is better");
    line("assignment-bytes", bytes, "lepton", "optimizelyBucket", "B/unit, lower is better");
  }

  private static void line(
      String name, Map<String, Double> scores, String ours, String peer, String unit) {
    Result.line(
        name,
        Objects.requireNonNull(scores.get(ours)),
        Objects.requireNonNull(scores.get(peer)),
        unit);
  }
}
