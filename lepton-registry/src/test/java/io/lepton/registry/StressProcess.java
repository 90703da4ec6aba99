package io.lepton.registry;

import io.lepton.error.ConflictException;
import io.lepton.error.RetiredException;
import io.lepton.model.Version;
import io.lepton.s3.S3BlobStore;
import io.lepton.s3.S3Server;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * One of many JVMs that work on one store. It says on its standard output what was acknowledged,
 * and each of its phases begins when it is told so on its standard input.
 */
final class StressProcess {
  static final String MODEL = "m";
  static final String CHAMPION = "champion";

  private final ModelManager models;
  private final Model model;
  private final String author;
  private final SplittableRandom random;
  private int count;

  private StressProcess(ModelManager models, String author, long seed) {
    this.models = models;
    this.model = models.model(MODEL);
    this.author = author;
    this.random = new SplittableRandom(seed);
  }

  /** Home, address of the database, S3 endpoint, bucket, author, seed. */
  public static void main(String[] args) throws Exception {
    S3BlobStore packs = S3Server.store(URI.create(args[2]), args[3]).open();
    ModelManagerBuilder home =
        ModelManager.builder(Path.of(args[0]))
            .author(args[4])
            .blobs(packs)
            .catalog(
                PostgresCatalog.builder(args[1], "postgres", "postgres").connections(2).open());
    BufferedReader told =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (ModelManager models = home.open()) {
      StressProcess process = new StressProcess(models, args[4], Long.parseLong(args[5]));
      say("ready");
      for (String line = told.readLine(); line != null; line = told.readLine()) {
        process.phase(line.split(" "));
        say("did " + line);
      }
    } catch (Exception | Error e) {
      say("failed " + e);
      e.printStackTrace(System.out);
      Runtime.getRuntime().halt(1);
    }
  }

  private void phase(String[] told) {
    switch (told[0]) {
      case "save" -> save(author, 2);
      case "retire" -> retire();
      case "steps" -> {
        for (int i = Integer.parseInt(told[1]); i > 0; i--) {
          step();
        }
      }
      case "storm" -> storm(TimeUnit.MILLISECONDS.toNanos(Long.parseLong(told[1])));
      default -> throw new IllegalArgumentException(told[0]);
    }
  }

  private void save(String branch, int times) {
    for (int i = 0; i < times; i++) {
      Version version =
          model
              .save(SavingProcess.snapshot(random.nextLong(), 4000))
              .on(branch)
              .message(author + " " + count++)
              .commit();
      say("saved " + version.id().hex() + " " + branch);
    }
  }

  /** What it saved first on its own branch, unless that became the champion. */
  private void retire() {
    List<Version> log = model.log(author);
    Version oldest = log.get(log.size() - 1);
    models.retire(oldest).because("stress of " + author);
    say("retired " + oldest.id().hex());
  }

  private void storm(long nanos) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < nanos) {
      step();
    }
  }

  private void step() {
    int choice = random.nextInt(10);
    if (choice < 3) {
      save("main", 1);
    } else if (choice < 6) {
      save(author, 1);
    } else if (choice < 8) {
      moveChampion();
    } else {
      read();
    }
  }

  private void moveChampion() {
    Alias champion = model.alias(CHAMPION);
    Optional<Version> now = champion.find();
    Version next = model.branch("main").find().orElse(null);
    if (next == null) {
      return;
    }
    try {
      RefUpdate update = champion.moveTo(next);
      update = now.isPresent() ? update.expecting(now.get()) : update.expectingNone();
      update.because(author + " " + count++);
      say("moved " + now.map(v -> v.id().hex()).orElse("-") + " " + next.id().hex());
    } catch (ConflictException e) {
      say("overtaken"); // another moved it first, which is a right answer
    }
  }

  private void read() {
    long newest = models.model(MODEL).branch("main").find().map(Version::number).orElse(0L);
    if (newest == 0) {
      return;
    }
    long number = random.nextLong(newest) + 1;
    try {
      Version version = model.version(number);
      if (!SavingProcess.isWhole(models, version)) {
        say("failed " + version + " is not what was saved");
      }
      say("read " + number);
    } catch (RetiredException e) {
      say("gone " + number);
    }
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
