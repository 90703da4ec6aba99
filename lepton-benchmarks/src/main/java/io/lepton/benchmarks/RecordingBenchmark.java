package io.lepton.benchmarks;

import io.lepton.experiment.CatalogExperimentStore;
import io.lepton.experiment.Entry;
import io.lepton.experiment.Experiment;
import io.lepton.experiment.ExperimentStore;
import io.lepton.experiment.ExperimentStore.Stored;
import io.lepton.experiment.Metric;
import io.lepton.registry.PostgresCatalog;
import io.lepton.registry.internal.catalog.SqliteCatalog;
import io.lepton.spi.Catalog;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Outcomes recorded by 8 threads in another JVM, each durable before the next of its thread, until
 * that JVM is killed (SIGKILL). What was acknowledged is in a mapped file, which survives the kill;
 * every outcome that is there must be in the log. The peer inserts one row a transaction into a
 * table of its own in the same kind of database, by 8 threads too, without killing.
 */
final class RecordingBenchmark implements Bench.Benchmark {
  private static final int THREADS = 8;
  private static final int SECONDS = 10;
  private static final int UNITS = 1000;
  private static final int PAGE = 10_000;

  @Override
  public String what() {
    return "durable outcomes per second from 8 threads, SQLite and PostgreSQL, until kill -9, and"
        + " what was lost; peer: one plain insert a transaction";
  }

  @Override
  public void run(List<String> none) throws Exception {
    Path folder = Files.createTempDirectory(Path.of(".").toAbsolutePath(), "recording");
    try (EmbeddedPostgres server =
        EmbeddedPostgres.builder()
            .setServerConfig("fsync", "on") // off by default, as suits tests
            .setServerConfig("synchronous_commit", "on")
            .start()) {
      String postgres =
          "jdbc:postgresql://localhost:" + server.getPort() + "/postgres?user=postgres";
      measure("sqlite", folder.resolve("e.db").toString(), "jdbc:sqlite:" + folder.resolve("p.db"));
      measure("postgresql", postgres, postgres);
    } finally {
      Folders.delete(folder);
    }
  }

  private static Catalog open(String where) {
    return where.startsWith("jdbc:")
        ? PostgresCatalog.open(where, "postgres", "postgres")
        : SqliteCatalog.open(Path.of(where));
  }

  private static void measure(String name, String where, String peer) throws Exception {
    Path acknowledged = Files.createTempFile("acknowledged", ".bin");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                where,
                acknowledged.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (Progress progress = new Progress(acknowledged)) {
      while (progress.total() < THREADS && process.isAlive()) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
      TimeUnit.SECONDS.sleep(2); // warm-up
      long before = progress.total();
      long start = System.nanoTime();
      TimeUnit.SECONDS.sleep(SECONDS);
      double rate = (progress.total() - before) / ((System.nanoTime() - start) / 1e9);
      process.destroyForcibly().waitFor();
      Result.line(
          "recording." + name,
          rate,
          plain(peer),
          "durable outcomes/s, 8 threads, higher is better");
      Result.note(
          name
              + ": "
              + progress.total()
              + " outcomes were acknowledged before the kill, lost of them: "
              + lost(where, progress));
    } finally {
      Files.delete(acknowledged);
    }
  }

  private static long lost(String where, Progress progress) throws Exception {
    Set<String> found = new HashSet<>();
    try (Catalog catalog = open(where)) {
      ExperimentStore store = new CatalogExperimentStore(catalog);
      long after = 0;
      for (List<Stored> page = store.read("e", after, PAGE);
          !page.isEmpty();
          page = store.read("e", after, PAGE)) {
        for (Stored stored : page) {
          if (stored.entry() instanceof Entry.Outcome outcome) {
            found.add(outcome.id());
          }
          after = stored.sequence();
        }
      }
    }
    long lost = 0;
    for (int thread = 0; thread < THREADS; thread++) {
      for (long i = 1; i <= progress.of(thread); i++) {
        lost += found.contains(thread + "-" + i) ? 0 : 1;
      }
    }
    return lost;
  }

  private static double plain(String url) throws Exception {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      if (url.startsWith("jdbc:sqlite")) {
        statement.execute("PRAGMA journal_mode = WAL");
      }
      statement.execute(
          "CREATE TABLE plain (id TEXT PRIMARY KEY, unit TEXT, metric TEXT, value REAL)");
    }
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    List<Thread> threads = new ArrayList<>();
    long[] counts = new long[THREADS];
    for (int i = 0; i < THREADS; i++) {
      int thread = i;
      threads.add(new Thread(() -> counts[thread] = insert(url, thread, end)));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    return (double) java.util.Arrays.stream(counts).sum() / SECONDS;
  }

  private static long insert(String url, int thread, long end) {
    long count = 0;
    try (Connection connection = DriverManager.getConnection(url)) {
      if (url.startsWith("jdbc:sqlite")) {
        try (Statement statement = connection.createStatement()) {
          statement.execute("PRAGMA synchronous = FULL");
          statement.execute("PRAGMA busy_timeout = 20000");
        }
      }
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO plain VALUES (?, ?, ?, ?)")) {
        while (System.nanoTime() < end) {
          count++;
          insert.setString(1, thread + "-" + count);
          insert.setString(2, "unit-" + count % UNITS);
          insert.setString(3, "value");
          insert.setDouble(4, (double) count);
          insert.executeUpdate(); // autocommit: a transaction each
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return count;
  }

  /** One counter a thread, in a file that another process maps too. */
  private static final class Progress implements AutoCloseable {
    private final FileChannel channel;
    private final MappedByteBuffer counters;

    Progress(Path file) throws IOException {
      channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
      counters = channel.map(MapMode.READ_WRITE, 0, THREADS * (long) Long.BYTES);
    }

    long of(int thread) {
      return counters.getLong(thread * Long.BYTES);
    }

    void set(int thread, long count) {
      counters.putLong(thread * Long.BYTES, count);
    }

    long total() {
      long total = 0;
      for (int thread = 0; thread < THREADS; thread++) {
        total += of(thread);
      }
      return total;
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /** The program that is killed. */
  static final class Child {
    private Child() {}

    /**
     * Records for ever.
     *
     * @param arguments where the catalogue is, and the file for acknowledgements
     * @throws Exception if it fails
     */
    public static void main(String[] arguments) throws Exception {
      Progress progress = new Progress(Path.of(arguments[1]));
      Catalog catalog = open(arguments[0]);
      Experiment experiment =
          Experiment.named("e")
              .control("old")
              .treatment("new")
              .primary(Metric.mean("value"))
              .baseline(0, 1)
              .minimumDetectableEffect(0.1)
              .start(new CatalogExperimentStore(catalog));
      for (int unit = 0; unit < UNITS; unit++) {
        experiment.assign("unit-" + unit);
      }
      for (int i = 0; i < THREADS; i++) {
        int thread = i;
        new Thread(
                () -> {
                  for (long count = 1; ; count++) {
                    String unit = "unit-" + count % UNITS;
                    experiment.record(unit, "value", (double) (count % 7), thread + "-" + count);
                    progress.set(thread, count);
                  }
                })
            .start();
      }
    }
  }
}
