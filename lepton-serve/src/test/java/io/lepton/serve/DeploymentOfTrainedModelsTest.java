package io.lepton.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.data.Dataset;
import io.lepton.data.Schema;
import io.lepton.error.InvalidInputException;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Prediction;
import io.lepton.model.Row;
import io.lepton.model.Version;
import io.lepton.monitor.DriftAlert;
import io.lepton.registry.Alias;
import io.lepton.registry.ModelManager;
import io.lepton.spi.Predictor;
import io.lepton.train.TabularClassifier;
import io.lepton.train.djl.DjlPyTorchEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real models, trained and run on PyTorch, through store and swap. */
@Timeout(180)
class DeploymentOfTrainedModelsTest {
  private static final Schema SCHEMA =
      Schema.builder()
          .numeric("age", "amount")
          .categorical("housing")
          .bool("foreign")
          .label("class")
          .build();
  private static final int WINDOW = 300;

  @TempDir Path home;

  private final SplittableRandom random = new SplittableRandom(17);
  private final DjlPyTorchEngine engine = new DjlPyTorchEngine();
  private final Map<Version, List<Prediction>> expected = new HashMap<>();
  private final List<Row> applicants = applicants(8);

  private Row applicant() {
    double age = 40 + 10 * random.nextGaussian();
    double amount = Math.exp(8 + 0.6 * random.nextGaussian());
    return Row.of(
        "age",
        age,
        "amount",
        amount,
        "housing",
        List.of("own", "rent", "free").get(random.nextInt(3)),
        "foreign",
        random.nextInt(20) != 0);
  }

  private List<Row> applicants(int count) {
    return IntStream.range(0, count).mapToObj(i -> applicant()).toList();
  }

  private Dataset labelled(String name, int count) {
    List<Row> rows = new ArrayList<>();
    for (Row row : applicants(count)) {
      double score = (double) row.get("age").orElseThrow() / 10 + random.nextGaussian();
      rows.add(row.with("class", score > 4 ? "good" : "bad"));
    }
    return Dataset.of(name, SCHEMA, rows);
  }

  private Version save(ModelManager models, long seed) {
    ModelSnapshot snapshot =
        TabularClassifier.define(SCHEMA, "class")
            .hidden(8)
            .epochs(5)
            .seed(seed)
            .train(labelled("train", 600), labelled("validation", 200))
            .snapshot();
    Version version = models.model("credit").save(snapshot).message("seed " + seed).commit();
    try (Predictor alone = engine.load(snapshot)) {
      expected.put(version, alone.predict(applicants));
    }
    return version;
  }

  @Test
  void everyAnswerUnderLoadIsThatOfTheVersionItNames() throws Exception {
    try (ModelManager models = ModelManager.open(home)) {
      List<Version> versions = List.of(save(models, 1), save(models, 2), save(models, 3));
      Alias champion = models.model("credit").alias("champion");
      champion.moveTo(versions.get(0)).because("first");
      AtomicBoolean stop = new AtomicBoolean();
      LongAdder calls = new LongAdder();
      Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
      try (Deployment deployment =
          Deployment.of(models, "credit", "champion")
              .engine(engine)
              .monitor(m -> m.window(5000))
              .start()) {
        List<Thread> threads =
            IntStream.range(0, 4)
                .mapToObj(
                    t ->
                        new Thread(
                            () -> {
                              while (!stop.get()) {
                                try {
                                  Served served = deployment.predict(applicants);
                                  assertThat(served.predictions())
                                      .isEqualTo(expected.get(served.version()));
                                } catch (Throwable e) {
                                  failures.add(e);
                                }
                                calls.increment();
                              }
                            }))
                .toList();
        threads.forEach(Thread::start);
        for (int i = 1; i <= 20; i++) {
          champion.moveTo(versions.get(i % 3)).because("move " + i);
          assertThat(deployment.refresh().version()).isEqualTo(versions.get(i % 3));
          long until = calls.sum() + 20;
          while (calls.sum() < until) {
            Thread.yield();
          }
        }
        stop.set(true);
        for (Thread thread : threads) {
          thread.join();
        }
        assertThat(deployment.statistics())
            .hasSize(3)
            .allSatisfy(s -> assertThat(s.errors() + s.rejected()).isZero())
            .allSatisfy(s -> assertThat(s.rows()).isEqualTo(8 * s.calls()));
      }
      assertThat(failures).isEmpty();
    }
  }

  @Test
  void shiftedApplicantsRaiseAnAlertOfInputsAndPredictions() throws Exception {
    try (ModelManager models = ModelManager.open(home)) {
      Version version = save(models, 1);
      models.model("credit").alias("champion").moveTo(version).because("first");
      CompletableFuture<DriftAlert> alert = new CompletableFuture<>();
      try (Deployment deployment =
          Deployment.of(models, "credit", "champion")
              .engine(engine)
              .monitor(m -> m.window(WINDOW).executor(Runnable::run).onAlert(alert::complete))
              .start()) {
        deployment.predict(applicants(WINDOW));
        assertThat(alert).isNotDone();
        List<Row> younger =
            applicants(WINDOW).stream()
                .map(row -> row.with("age", (double) row.get("age").orElseThrow() - 15))
                .toList();
        deployment.predict(younger);

        DriftAlert raised = alert.get(30, TimeUnit.SECONDS);
        assertThat(raised.version()).contains(version);
        assertThat(raised.columns()).extracting(c -> c.name()).contains("age", "good", "bad");
        assertThat(raised.columns()).extracting(c -> c.name()).doesNotContain("amount", "housing");
        assertThatThrownBy(() -> deployment.predict(Row.of("age", "forty")))
            .isInstanceOf(InvalidInputException.class);
      }
    }
  }
}
