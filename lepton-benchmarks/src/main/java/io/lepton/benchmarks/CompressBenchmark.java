package io.lepton.benchmarks;

import io.lepton.compress.Calibration;
import io.lepton.compress.Distillation;
import io.lepton.compress.DynamicInt8;
import io.lepton.compress.GradualSchedule;
import io.lepton.compress.LowRank;
import io.lepton.compress.NetworkModel;
import io.lepton.compress.PrunedTraining;
import io.lepton.compress.StaticInt8;
import io.lepton.compress.StructuredPruning;
import io.lepton.compress.WeightRange;
import io.lepton.network.Activation;
import io.lepton.network.Conv2d;
import io.lepton.network.Flatten;
import io.lepton.network.Layer;
import io.lepton.network.Linear;
import io.lepton.network.MaxPool;
import io.lepton.network.Network;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Weights;
import io.lepton.train.Schedule;
import io.lepton.train.Trainer;
import io.lepton.train.onnx.Onnx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * A multilayer perceptron of layers 1,024 wide and a CNN on MNIST, compressed in every way; the
 * peer is the model before. Both learn from the first 55,000 training images. Accuracy is of the
 * 10,000 test images, or with {@code validation} of the 5,000 training images left, by which
 * settings were chosen.
 */
final class CompressBenchmark implements Bench.Benchmark {
  private static final int TRAIN = 55_000;
  private static final int ALL = 60_000;
  private static final int CALIBRATION = 512;
  private static final long SEED = 1;
  private static final String VALIDATION = "validation";

  /** A network, how long it learns, and a smaller one that learns from it. */
  private record Subject(Network network, int epochs, Network student) {}

  private static final Map<String, Subject> SUBJECTS =
      Map.of(
          "mlp", new Subject(mlp(1024, 1024, 1024, 1024), 2, mlp(256, 256)),
          "cnn", new Subject(cnn(16, 32, 128), 4, cnn(8, 16, 64)));

  private interface Part {
    void run(Run run);
  }

  private static final Map<String, Part> PARTS = new LinkedHashMap<>();

  static {
    PARTS.put("int8", CompressBenchmark::integers);
    PARTS.put("sparse", CompressBenchmark::sparse);
    PARTS.put("units", CompressBenchmark::units);
    PARTS.put("low-rank", CompressBenchmark::lowRank);
    PARTS.put("student", CompressBenchmark::student);
  }

  private record Run(
      String name,
      Subject subject,
      NetworkModel model,
      Mnist train,
      Mnist few,
      CompressScore score) {}

  @Override
  public String what() {
    return "compressed models on MNIST; peer: the model before; all, or those named after it: "
        + choices();
  }

  @Override
  public List<String> choices() {
    List<String> choices = new ArrayList<>(List.of("mlp", "cnn"));
    choices.addAll(PARTS.keySet());
    choices.add(VALIDATION);
    return choices;
  }

  @Override
  public void run(List<String> named) throws IOException {
    if (!Files.isDirectory(Mnist.folder())) {
      Result.note("MNIST is not in " + Mnist.folder() + "; run this in the repository's root");
      return;
    }
    Result.note("processor has VNNI: " + vnni());
    Mnist all = Mnist.read("train", ALL);
    Mnist train = all.rows(0, TRAIN);
    Mnist measured = named.contains(VALIDATION) ? all.rows(TRAIN, ALL) : Mnist.read("t10k", 10_000);
    for (String name : chosen(named, List.of("mlp", "cnn"))) {
      Subject subject = Objects.requireNonNull(SUBJECTS.get(name));
      NetworkModel model = new NetworkModel(subject.network(), trained(name, subject, train));
      CompressScore score =
          new CompressScore(Onnx.export(model.network(), model.weights()), measured);
      Result.note(
          String.format(
              Locale.ROOT, "%s: %s, accuracy %.4f", name, model.network(), score.accuracy()));
      Run run = new Run(name, subject, model, train, all.rows(0, CALIBRATION), score);
      for (String part : chosen(named, List.copyOf(PARTS.keySet()))) {
        long start = System.nanoTime();
        Objects.requireNonNull(PARTS.get(part)).run(run);
        Result.note(
            String.format(
                Locale.ROOT, "%s %s took %.0f s", name, part, (System.nanoTime() - start) / 1e9));
      }
    }
  }

  private static List<String> chosen(List<String> named, List<String> all) {
    List<String> chosen = all.stream().filter(named::contains).toList();
    return chosen.isEmpty() ? all : chosen;
  }

  private static boolean vnni() throws IOException {
    Path file = Path.of("/proc/cpuinfo");
    return Files.exists(file) && Files.readString(file).contains("vnni");
  }

  private static Network mlp(int... hidden) {
    List<Layer> layers = new ArrayList<>(List.of(new Flatten()));
    for (int units : hidden) {
      layers.add(Linear.of(units));
      layers.add(Activation.relu());
    }
    layers.add(Linear.of(10));
    return Network.sequential(Shape.of(1, 28, 28), layers.toArray(Layer[]::new));
  }

  private static Network cnn(int first, int second, int dense) {
    return Network.sequential(
        Shape.of(1, 28, 28),
        Conv2d.of(first, 5),
        Activation.relu(),
        MaxPool.of(2),
        Conv2d.of(second, 5),
        Activation.relu(),
        MaxPool.of(2),
        new Flatten(),
        Linear.of(dense),
        Activation.relu(),
        Linear.of(10));
  }

  /** The finished training's checkpoint serves the other parts, so that each of them is short. */
  private static Weights trained(String name, Subject subject, Mnist train) {
    Path done = Path.of("lepton-benchmarks", "target", "compress-" + name + ".checkpoint");
    return trainer(subject.epochs(), 0.001)
        .checkpoint(done)
        .train(subject.network(), subject.network().initialWeights(SEED), train.examples())
        .weights();
  }

  /** Half a cosine down to nothing. */
  private static Trainer trainer(int epochs, double rate) {
    return Trainer.withDefaults()
        .batchSize(64)
        .seed(SEED)
        .epochs(epochs)
        .learningRate(rate)
        .schedule(Schedule.cosine());
  }

  private static void integers(Run run) {
    byte[] original = run.score().original();
    String name = run.name() + " int8 ";
    run.score().compare(name + "dynamic", DynamicInt8.withDefaults().quantize(original));
    run.score()
        .compare(
            name + "dynamic, full range",
            DynamicInt8.withDefaults().with(WeightRange.FULL).quantize(original));
    for (Calibration calibration :
        List.of(Calibration.minMax(), Calibration.percentile(99.99), Calibration.entropy())) {
      run.score()
          .compare(
              name + "static, " + calibration.method(),
              StaticInt8.withDefaults().with(calibration).quantize(original, run.few().images()));
    }
  }

  private static void sparse(Run run) {
    Weights weights =
        PrunedTraining.of(trainer(1, 0.0005), new GradualSchedule(0.4, 0.8, 0, 2), SEED)
            .train(run.model().network(), run.model().weights(), run.train().examples(), 3);
    run.score()
        .accuracy(
            run.name() + " 80 % of weights pruned", Onnx.export(run.model().network(), weights));
  }

  private static void units(Run run) {
    fineTuned(
        run,
        "half of the units removed",
        StructuredPruning.removing(0.5).prune(run.model().network(), run.model().weights()));
  }

  private static void lowRank(Run run) {
    fineTuned(
        run,
        "low rank, 90 % of energy",
        LowRank.keepingEnergy(0.9).factorise(run.model().network(), run.model().weights()));
  }

  private static void fineTuned(Run run, String how, NetworkModel smaller) {
    Weights weights =
        trainer(2, 0.0005)
            .train(smaller.network(), smaller.weights(), run.train().examples())
            .weights();
    run.score()
        .compare(
            run.name() + " " + how + ", " + smaller.network().parameterCount() + " parameters",
            Onnx.export(smaller.network(), weights));
  }

  private static void student(Run run) {
    Network student = run.subject().student();
    Trainer trainer = trainer(4, 0.002);
    NetworkModel taught =
        Distillation.withDefaults()
            .train(
                trainer, run.model(), student, SEED, run.train().images(), run.train().classes());
    String what = " student of " + student.parameterCount() + " parameters";
    run.score().compare(run.name() + what, Onnx.export(student, taught.weights()));
    Weights alone =
        trainer.train(student, student.initialWeights(SEED), run.train().examples()).weights();
    run.score()
        .accuracy(run.name() + what + ", taught by labels alone", Onnx.export(student, alone));
  }
}
