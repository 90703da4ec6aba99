package io.lepton.benchmarks;

import io.lepton.experiment.DataAnalysis;
import io.lepton.experiment.ExperimentData;
import io.lepton.experiment.Metric;
import io.lepton.stats.aggregate.jdbc.UnitRows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * An experiment's log in Parquet, analysed; the peer is the aggregation alone, by DuckDB with the
 * SQL a person would write. Each run has a JVM of its own, in turns.
 */
final class AnalyzeBenchmark implements Bench.Benchmark {
  private static final int RUNS = 3;
  private static final int UNITS = 1_000_000;

  /** What one run measured. */
  private record Run(double seconds, double peakMib, double difference) {}

  @Override
  public String what() {
    return "100 M rows (-Dbench.millions=N) of unit, arm, metric, value in Parquet analysed, beside"
        + " DuckDB's plain SQL";
  }

  @Override
  public void run(List<String> none) throws Exception {
    int millions = Integer.getInteger("bench.millions", 100);
    Path folder = Files.createTempDirectory("analyze");
    try {
      Path file = folder.resolve("log.parquet");
      generate(file, millions);
      Result.note(
          millions
              + " M rows, "
              + UNITS
              + " units, "
              + (Files.size(file) >> 20)
              + " MiB of Parquet");
      List<Run> ours = new ArrayList<>();
      List<Run> peers = new ArrayList<>();
      for (int i = 0; i < RUNS; i++) {
        peers.add(inNewJvm("peer", file));
        ours.add(inNewJvm("ours", file));
        requireSame(ours.get(i), peers.get(i));
      }
      double rows = millions * 1e6;
      Result.line(
          "analyze.time", seconds(ours), seconds(peers), "s, median of 3, lower is better; ≤ 1.3");
      Result.line(
          "analyze.rate", rows / seconds(ours), rows / seconds(peers), "rows/s, higher is better");
      Result.line("analyze.memory", peak(ours), peak(peers), "MiB resident at most");
    } finally {
      Folders.delete(folder);
    }
  }

  private static double seconds(List<Run> runs) {
    return runs.stream().map(Run::seconds).sorted().toList().get(RUNS / 2);
  }

  private static double peak(List<Run> runs) {
    return runs.stream().map(Run::peakMib).max(Comparator.naturalOrder()).orElseThrow();
  }

  private static void requireSame(Run ours, Run peer) {
    if (Math.abs(ours.difference - peer.difference) > 1e-6) {
      throw new IllegalStateException(
          "differences of means " + ours.difference + " and " + peer.difference);
    }
  }

  private static void generate(Path file, int millions) throws SQLException {
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement()) {
      statement.execute(
          "COPY (SELECT CAST(hash(i) % "
              + UNITS
              + " AS BIGINT) AS unit, CASE WHEN hash(hash(i) % "
              + UNITS
              + ", 7) % 2 = 0 THEN 'control' ELSE 'treatment' END AS arm,"
              + " CASE WHEN hash(i, 3) % 2 = 0 THEN 'spend' ELSE 'visits' END AS metric,"
              + " CAST(hash(i, 9) % 10000 AS DOUBLE) / 100 AS value FROM range("
              + millions
              + " * 1000000) t(i)) TO '"
              + file.toString().replace("'", "''")
              + "'");
    }
  }

  private static Run inNewJvm(String which, Path file) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                which,
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String printed =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (process.waitFor() != 0) {
      throw new IllegalStateException("the analysing JVM failed: " + printed);
    }
    String[] parts = printed.split(" ", -1);
    return new Run(
        Double.parseDouble(parts[0]), Double.parseDouble(parts[1]), Double.parseDouble(parts[2]));
  }

  /** The program of the other JVM. */
  static final class Child {
    private Child() {}

    /**
     * Analyses once.
     *
     * @param arguments ours or peer, and the file
     * @throws Exception if it fails
     */
    public static void main(String[] arguments) throws Exception {
      Path file = Path.of(arguments[1]);
      try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
          Statement statement = duck.createStatement()) {
        statement.execute("SELECT 1"); // the natives are unpacked before the clock starts
        long start = System.nanoTime();
        double difference = arguments[0].equals("ours") ? ours(file) : peer(statement, file);
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(Locale.ROOT, "%.3f %.1f %.9f%n", seconds, peakMib(), difference);
      }
    }

    private static double ours(Path file) {
      DataAnalysis analysis =
          ExperimentData.of(UnitRows.parquet(file))
              .control("control")
              .treatments("treatment")
              .analyse(Metric.mean("spend"), Metric.mean("visits"));
      return analysis.metric("spend").comparisons().get(0).difference();
    }

    private static double peer(Statement statement, Path file) throws SQLException {
      double difference = 0;
      try (ResultSet result =
          statement.executeQuery(
              "SELECT arm, metric, count(*), avg(v), var_samp(v) FROM (SELECT unit, arm, metric,"
                  + " sum(value) AS v FROM '"
                  + file.toString().replace("'", "''")
                  + "' GROUP BY ALL) GROUP BY ALL")) {
        while (result.next()) {
          if (result.getString(2).equals("spend")) {
            difference +=
                result.getString(1).equals("control") ? -result.getDouble(4) : result.getDouble(4);
          }
        }
      }
      return difference;
    }

    private static double peakMib() throws IOException {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("VmHWM"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(0);
    }
  }
}
