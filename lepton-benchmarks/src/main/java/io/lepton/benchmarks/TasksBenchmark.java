package io.lepton.benchmarks;

import io.lepton.data.Dataset;
import io.lepton.data.Split;
import io.lepton.data.UnknownCategory;
import io.lepton.data.image.ImageDataset;
import io.lepton.data.split.Parts;
import io.lepton.examples.CreditScoring;
import io.lepton.model.Interval;
import io.lepton.model.Measure;
import io.lepton.model.ModelSnapshot;
import io.lepton.train.ImageClassifier;
import io.lepton.train.TabularClassifier;
import io.lepton.train.TextClassifier;
import io.lepton.train.TrainedClassifier;
import io.lepton.tune.CrossValidated;
import io.lepton.tune.CrossValidation;
import io.lepton.tune.SearchSpace;
import io.lepton.tune.Study;
import io.lepton.tune.Tpe;
import io.lepton.tune.Trial;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Real tasks by the templates, each with a seed, an interval, and a figure it must reach. */
final class TasksBenchmark implements Bench.Benchmark {
  private static final long SEED = 1;
  private static final int TRIALS = 30;

  private interface Task {
    void run() throws IOException;
  }

  private static final Map<String, Task> TASKS = new LinkedHashMap<>();

  static {
    TASKS.put("wine", () -> classic("wine", "wine_data.csv", 0.96));
    TASKS.put("cancer", () -> classic("cancer", "breast_cancer.csv", 0.96));
    TASKS.put("credit", TasksBenchmark::credit);
    TASKS.put("digits", TasksBenchmark::digits);
    TASKS.put("sms", TasksBenchmark::messages);
    TASKS.put("mnist", TasksBenchmark::mnist);
  }

  @Override
  public String what() {
    return "real tasks by the templates; all, or those named after it: " + choices();
  }

  @Override
  public List<String> choices() {
    return List.copyOf(TASKS.keySet());
  }

  @Override
  public void run(List<String> named) throws IOException {
    for (String name : named.isEmpty() ? choices() : named) {
      Task task = TASKS.get(name);
      if (task == null) {
        throw new IllegalArgumentException("no task " + name + "; there are " + choices());
      }
      long start = System.nanoTime();
      task.run();
      Result.note(
          String.format(Locale.ROOT, "%s took %.0f s", name, (System.nanoTime() - start) / 1e9));
    }
  }

  private static void classic(String task, String file, double target) throws IOException {
    Dataset data = TaskData.classic(file);
    TabularClassifier definition =
        TabularClassifier.define(data.schema(), "class").seed(SEED).hidden(16).epochs(300);
    CrossValidated result =
        CrossValidation.of(data).folds(10).repeats(3).seed(SEED).measure(definition, "accuracy");
    report(task, result, target);
    Result.note(task + " with " + definition.hyperparameters());
  }

  /** The search sees folds of the same data, cut otherwise, which favours it a little. */
  private static void credit() throws IOException {
    Dataset data = CreditScoring.data();
    TabularClassifier start =
        TabularClassifier.define(data.schema(), "Class")
            .positive("Good")
            .epochs(400)
            .unknownCategories(UnknownCategory.ENCODE_AS_ZEROS)
            .seed(SEED);
    SearchSpace space =
        SearchSpace.builder()
            .choice("hidden", List.of(), List.of(8), List.of(16), List.of(32))
            .decimal("dropout_rate", 0.1, 0.7)
            .logDecimal("learning_rate", 0.002, 0.03)
            .logDecimal("l2", 1e-4, 3e-2)
            .build();
    Trial best =
        Study.maximize(space)
            .sampler(Tpe.withDefaults())
            .seed(SEED)
            .optimize(CrossValidation.of(data).seed(1000).objective(start, "roc_auc"), TRIALS)
            .best();
    TabularClassifier tuned = start.hyperparameters(best.parameters());
    CrossValidated result =
        CrossValidation.of(data).folds(10).repeats(10).seed(SEED).measure(tuned, "roc_auc");
    report("credit", result, 0.785);
    ModelSnapshot saved = train(tuned, data);
    Result.note(
        "credit: trial " + best.number() + " of " + TRIALS + ", " + saved.hyperparameters());
  }

  private static ModelSnapshot train(TabularClassifier definition, Dataset data) {
    Split split = Split.stratified(data, 0.8, 0.2, 0, SEED);
    return definition.train(split.train(), split.validation()).snapshot();
  }

  private static void digits() {
    ImageDataset data = TaskData.digits();
    ImageClassifier definition =
        ImageClassifier.define(data.shape())
            .hyperparameter("filters", List.of(32L, 64L))
            .hyperparameter("schedule", "one_cycle")
            .learningRate(0.005)
            .batchSize(32)
            .epochs(20)
            .earlyStopping(0);
    CrossValidated result =
        CrossValidation.of(data)
            .folds(5)
            .seed(SEED)
            .validation(0)
            .measure(definition.seed(SEED), "accuracy");
    report("digits", result, 0.975);
    Result.note("digits with " + definition.hyperparameters());
  }

  private static void messages() {
    Dataset data = TaskData.messages();
    TextClassifier definition = TextClassifier.define(data.schema(), "message").positive("spam");
    CrossValidated result =
        CrossValidation.of(data)
            .folds(5)
            .seed(SEED)
            .validation(0.1)
            .measure(definition.seed(SEED), "f1");
    report("sms", result, 0.93);
    Result.note("sms with " + definition.hyperparameters());
  }

  private static void mnist() {
    Parts<ImageDataset> parts = TaskData.mnist("train").split(0.95, 0.05, 0, SEED);
    ImageClassifier definition =
        ImageClassifier.define(parts.train().shape())
            .hyperparameter("schedule", "one_cycle")
            .learningRate(0.01)
            .batchSize(128)
            .epochs(6)
            .earlyStopping(0)
            .seed(SEED)
            .listener(
                new io.lepton.train.TrainingListener() {
                  @Override
                  public Verdict epochDone(io.lepton.train.Epoch epoch) {
                    Result.note("mnist " + epoch);
                    return Verdict.GO_ON;
                  }
                });
    long start = System.nanoTime();
    TrainedClassifier<ImageDataset> trained = definition.train(parts.train(), parts.validation());
    double seconds = (System.nanoTime() - start) / 1e9;
    Measure accuracy = trained.evaluate(TaskData.mnist("t10k")).get("accuracy");
    Result.line("tasks.mnist", accuracy.value(), 0.99, "accuracy on the test set, peer = target");
    Result.line("tasks.mnist.seconds", seconds, 600, "s of training, peer = limit");
    Interval interval = accuracy.findInterval().orElseThrow();
    note("mnist", interval);
    Result.note("mnist with " + trained.snapshot().hyperparameters());
    require("mnist", accuracy.value(), 0.99);
  }

  private static void report(String task, CrossValidated result, double target) {
    Result.line(
        "tasks." + task,
        result.mean(),
        target,
        result.metric() + " over " + result.values().size() + " folds, peer = target");
    note(task, result.interval(0.95));
    require(task, result.mean(), target);
  }

  private static void note(String task, Interval interval) {
    Result.note(
        String.format(
            Locale.ROOT,
            "%s: 95 %% interval %.4f to %.4f (%s)",
            task,
            interval.low(),
            interval.high(),
            interval.method()));
  }

  private static void require(String task, double value, double target) {
    if (value < target) {
      throw new IllegalStateException(task + ": " + value + " misses the target " + target);
    }
  }
}
