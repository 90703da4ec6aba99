package io.lepton.examples;

import io.lepton.data.Dataset;
import io.lepton.data.Split;
import io.lepton.error.EngineException;
import io.lepton.error.RetiredException;
import io.lepton.experiment.Decision;
import io.lepton.experiment.ModelComparison;
import io.lepton.experiment.Report;
import io.lepton.experiment.Verdict;
import io.lepton.metric.ClassificationResult;
import io.lepton.model.Measure;
import io.lepton.model.Version;
import io.lepton.monitor.ColumnDrift;
import io.lepton.monitor.DriftAlert;
import io.lepton.monitor.DriftReport;
import io.lepton.monitor.DriftVerdict;
import io.lepton.monitor.Monitor;
import io.lepton.registry.Diff;
import io.lepton.registry.Model;
import io.lepton.registry.ModelManager;
import io.lepton.registry.Retirement;
import io.lepton.serve.Deployment;
import io.lepton.serve.Served;
import io.lepton.spi.Catalog.RefMove;
import io.lepton.train.ConsoleProgress;
import io.lepton.train.TrainedClassifier;
import io.lepton.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A credit model's whole life: train, save, search, compare, experiment, deploy, watch, roll back,
 * retire. Nothing is scripted: each step goes on from what the one before found. Any failure ends
 * the program with an exception.
 */
public final class Quickstart {
  private static final long SEED = CreditScoring.SEED;
  private static final int WINDOW = 500;

  private final Path home;
  private final Narrator tell;

  private Quickstart(Path home, Narrator tell) {
    this.home = home;
    this.tell = tell;
  }

  /**
   * Runs the story.
   *
   * @param args a folder that does not exist yet, or nothing for a new one under {@code target}
   * @throws IOException if the folder cannot be written
   */
  public static void main(String[] args) throws IOException {
    Path home = args.length > 0 ? Path.of(args[0]) : newFolder();
    Narrator narrator = new Narrator(System.out, InstantSource.system());
    new Quickstart(home, narrator).run();
  }

  private static Path newFolder() throws IOException {
    Path target = Files.createDirectories(Path.of("target"));
    return Files.createTempDirectory(target, "quickstart-").resolve("lepton-home");
  }

  private void run() throws IOException {
    try (ModelManager models = ModelManager.open(home)) {
      Story story = live(models);
      Path report = home.resolveSibling("report.html").toAbsolutePath().normalize();
      Files.writeString(report, QuickstartReport.html(story, models));
      tell.step("The whole story with pictures");
      tell.out().println(report);
    }
  }

  private Story live(ModelManager models) throws IOException {
    Model model = models.model(CreditScoring.MODEL);

    tell.step("Load and split the German Credit data");
    Dataset data = CreditScoring.data();
    tell.say(data);
    tell.say(data.duplicates());
    Split split = CreditScoring.split(data, SEED);
    tell.say("%s%n%s%n%s", split.train(), split.validation(), split.test());

    tell.step("Train version 1, evaluate it, save it");
    TrainingListener progress = ConsoleProgress.to(tell.out());
    TrainedClassifier<Dataset> baseline =
        CreditScoring.baseline(split.train(), SEED).listener(progress).train(split.train());
    tell.say(baseline.cleaningReport());
    ClassificationResult firstResult = baseline.score(split.test());
    Version first =
        model
            .save(baseline.snapshot())
            .evaluation(firstResult.evaluation())
            .message("baseline: what tutorials start with")
            .commit();
    model.alias("champion").moveTo(first).because("the first version there is");
    tell.say("saved %s; it is the champion", first);
    show(firstResult);

    tell.step("Search for better hyperparameters by cross-validation; the test set stays unseen");
    TrainedClassifier<Dataset> best =
        CreditScoring.tuned(split.train(), SEED, tell::say)
            .listener(progress)
            .train(split.train(), split.validation());
    ClassificationResult secondResult = best.score(split.test());
    Version second =
        model
            .save(best.snapshot())
            .evaluation(secondResult.evaluation())
            .message("best of a random search")
            .commit();
    tell.say("saved %s", second);
    show(secondResult);

    tell.step("What changed from version 1 to version 2");
    Diff diff = models.diff(first, second);
    tell.say(diff);

    tell.step("Compare both on the same test rows");
    ModelComparison offline = ModelComparison.of(firstResult, secondResult);
    tell.say(offline);

    tell.step("A/B test with simulated applicants");
    tell.say(
        "Simulated: applicants are held-out rows, drawn with replacement; the labels are real.");
    tell.say("In production a refused applicant's outcome stays unknown; here the data know it.");
    double expected = baseline.evaluate(split.validation()).get("accuracy").value();
    Report report =
        new CreditExperiment(models, first, second).run(expected, split.test(), SEED, tell);
    tell.say(report);

    Decision decision = report.decision();
    String alias = decide(model, decision, first, second);

    tell.step("Deploy the alias \"" + alias + "\" and predict");
    AtomicReference<DriftAlert> alert = new AtomicReference<>();
    try (Deployment deployment =
        Deployment.of(models, CreditScoring.MODEL, alias)
            .monitor(monitor -> monitor.window(WINDOW).executor(Runnable::run).onAlert(alert::set))
            .start()) {
      serve(deployment, split.test(), alert);
      rollBack(model, deployment, alias, first);
    }
    retire(models, model, first, second);
    return new Story(
        first,
        firstResult,
        second,
        secondResult,
        diff.toString(),
        offline.toString(),
        report,
        Objects.requireNonNull(alert.get()).report());
  }

  private void show(ClassificationResult result) {
    for (Measure measure : result.evaluation().measures()) {
      String interval =
          measure
              .findInterval()
              .map(i -> String.format("[%.3f, %.3f]", i.low(), i.high()))
              .orElse("");
      tell.say("%-28s %.3f  %s", measure.metric(), measure.value(), interval);
    }
  }

  /** Moves the champion if the experiment says so; else version 2 may only go on as a candidate. */
  private String decide(Model model, Decision decision, Version first, Version second) {
    tell.step("Decide: " + decision.verdict());
    if (decision.verdict() == Verdict.SHIP) {
      model.alias("champion").moveTo(second).expecting(first).because("won credit-v2");
      tell.say("the champion moves to %s", second);
      return "champion";
    }
    if (decision.verdict() == Verdict.INVALID) {
      tell.say("the experiment's data cannot be trusted; nothing follows from them");
    } else if (!decision.conclusive()) {
      tell.say("INCONCLUSIVE: no difference was shown, which does not show that there is none");
    }
    tell.say("the champion stays %s", first);
    tell.say("version 2 goes on as \"candidate\", whose answers are watched and not acted on");
    model.alias("candidate").moveTo(first).because("stands where the champion stands");
    model.alias("candidate").moveTo(second).expecting(first).because("to be watched on live data");
    return "candidate";
  }

  private void serve(Deployment deployment, Dataset heldOut, AtomicReference<DriftAlert> alert) {
    Applicants applicants = new Applicants(heldOut, SEED + 1);
    Served served = deployment.predict(applicants.next().row());
    tell.say("%s answers %s", served.version(), served.prediction());
    for (int i = 1; i < 2 * WINDOW; i++) {
      deployment.predict(applicants.next().row());
    }
    DriftReport before = deployment.monitor().flatMap(Monitor::last).orElseThrow();
    tell.say("after %d applicants like those of training: %s", 2 * WINDOW, before.verdict());
    for (ColumnDrift column : before.columns()) {
      if (column.verdict() != DriftVerdict.PASS) {
        tell.say(column.name() + ": " + column.verdict() + ", " + column.reason());
      }
    }
    if (alert.getAndSet(null) != null) {
      tell.say("(it raised a false alarm on the way: at alpha 0.01 one window in a hundred may)");
    }

    tell.step(
        "Shifted applicants arrive: younger, asking for more, over a longer time (simulated)");
    for (int i = 0; i < 10 * WINDOW && alert.get() == null; i++) {
      deployment.predict(applicants.nextFromCampaign());
    }
    DriftAlert raised = alert.get();
    if (raised == null) {
      throw new EngineException("the monitor raised no alert in " + 10 * WINDOW + " applicants");
    }
    tell.say(raised.report());
  }

  private void rollBack(Model model, Deployment deployment, String alias, Version first) {
    tell.step("Roll back");
    Version now = deployment.rollback("inputs drifted from what the model was trained on");
    model.branch(Model.MAIN).rollbackTo(first).because("version 2 is withdrawn");
    if (!now.equals(first) || !model.alias(alias).version().equals(first)) {
      throw new EngineException("after the rollback " + now + " serves; expected " + first);
    }
    tell.say("%s serves again", deployment.version());
    tell.say("the alias remembers who moved it and why:");
    for (RefMove move : model.alias(alias).history()) {
      String from = move.from() == null ? "nothing" : move.from().toString();
      tell.say(from + " -> " + move.to() + " by " + move.author() + ": " + move.reason());
    }
  }

  private void retire(ModelManager models, Model model, Version first, Version second) {
    tell.step("Retire version 2: its weights go, its record stays");
    Retirement retirement = models.retire(second).because("withdrawn after drift");
    tell.say(
        "destroyed %d chunks, %d bytes; kept %d that other versions need",
        retirement.chunksDestroyed(), retirement.bytesFreed(), retirement.chunksKept());
    try {
      models.load(second);
      throw new EngineException("retired weights were loaded");
    } catch (RetiredException expected) {
      tell.say("loading it now fails: " + expected.getMessage());
    }
    Measure remembered = models.evaluations(second).get(0).get("roc_auc");
    tell.say("still known: %s, ROC AUC %.3f", model.version(second.number()), remembered.value());
    tell.say("%s loads and holds %d tensors", first, models.load(first).weights().size());
  }
}
