package io.lepton.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.internal.Json;
import io.lepton.network.Activation;
import io.lepton.network.BatchNorm;
import io.lepton.network.Bias;
import io.lepton.network.Init;
import io.lepton.network.Linear;
import io.lepton.network.Network;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against python3-torch 1.13.1; trainer_torch.py made the numbers. */
class TrainerGoldenTest {
  /**
   * Eight steps of rates up to 0.1 on gradients of relative error 2⁻²⁰ or less, and as much again.
   */
  private static final float ERROR = 3e-5f;

  private static final int ROWS = 12;
  private static final Map<?, ?> GOLDEN = golden();
  private static final Network NETWORK =
      Network.sequential(
          Shape.of(4),
          new Linear(5, Bias.ABSENT, Init.UNIFORM),
          BatchNorm.withDefaults(),
          new Activation(Activation.Function.TANH),
          Linear.of(3));

  private static Map<?, ?> golden() {
    try (InputStream in = TrainerGoldenTest.class.getResourceAsStream("trainer-torch.json")) {
      return Json.read(Objects.requireNonNull(in).readAllBytes(), Map.class, "golden");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static float[] floats(Object list) {
    List<?> values = (List<?>) list;
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = ((Number) values.get(i)).floatValue();
    }
    return floats;
  }

  private static Weights first() {
    Map<?, ?> values = (Map<?, ?>) GOLDEN.get("first");
    Weights initial = NETWORK.initialWeights(1);
    Weights.Builder weights = Weights.builder();
    initial
        .asMap()
        .forEach(
            (name, tensor) ->
                weights.put(
                    name,
                    values.containsKey(name)
                        ? Tensor.ofFloats(tensor.shape(), floats(values.get(name)))
                        : tensor));
    return weights.build();
  }

  private static Trainer trainer(String run) {
    Trainer sgd = Trainer.withDefaults().batchSize(0).learningRate(0.1).rule(UpdateRule.sgd());
    Trainer adam = sgd.rule(UpdateRule.adam()).learningRate(0.05);
    return switch (run) {
      case "sgd", "soft" -> sgd;
      case "momentum" -> sgd.rule(UpdateRule.momentum(0.9));
      case "nesterov" -> sgd.rule(UpdateRule.nesterov(0.8));
      case "adam" -> adam;
      case "adam-epsilon" -> adam.rule(new UpdateRule.Adam(0.8, 0.95, 0.01));
      case "adamw" -> adam.weightDecay(0.3);
      case "adam-l2" -> adam.l2(0.1);
      case "sgd-l2" -> sgd.rule(UpdateRule.momentum(0.9)).l2(0.1);
      case "rmsprop" -> sgd.rule(UpdateRule.rmsProp()).learningRate(0.02);
      case "rmsprop-momentum" ->
          sgd.rule(new UpdateRule.RmsProp(0.9, 1e-8, 0.7)).learningRate(0.02);
      case "adagrad" -> sgd.rule(UpdateRule.adagrad());
      case "elastic-net" -> sgd.l1(0.01).l2(0.02);
      case "clip-value" -> sgd.clipValue(0.01);
      case "adam-clip-value" -> adam.rule(new UpdateRule.Adam(0.9, 0.999, 0.01)).clipValue(0.01);
      case "clip-norm" -> sgd.clipNorm(0.05);
      case "frozen" -> sgd.freeze("0.*").rate("1.*", 0.5);
      case "anchor" ->
          sgd.anchor(
              Anchor.at(
                  Weights.builder()
                      .put("3.weight", Tensor.ofFloats(Shape.of(3, 5), ones(15)))
                      .build(),
                  0.3));
      case "smoothed" -> sgd.loss(Loss.crossEntropy().labelSmoothing(0.1).classWeights(1, 2, 0.5));
      case "squared" -> sgd.loss(Loss.squared());
      case "absolute" -> sgd.loss(Loss.absolute());
      case "huber" -> sgd.loss(Loss.huber(0.7));
      case "binary" -> sgd.loss(Loss.binaryCrossEntropy());
      case "cosine" -> sgd.schedule(Schedule.cosine());
      default -> throw new IllegalArgumentException(run);
    };
  }

  private static float[] ones(int count) {
    float[] ones = new float[count];
    java.util.Arrays.fill(ones, 1);
    return ones;
  }

  private static Examples examples(String run) {
    String targets =
        switch (run) {
          case "soft" -> "soft";
          case "squared", "absolute", "huber" -> "numbers";
          case "binary" -> "shares";
          default -> "classes";
        };
    return Examples.of(floats(GOLDEN.get("inputs")), floats(GOLDEN.get(targets)), ROWS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sgd",
        "momentum",
        "nesterov",
        "adam",
        "adam-epsilon",
        "adamw",
        "adam-l2",
        "sgd-l2",
        "rmsprop",
        "rmsprop-momentum",
        "adagrad",
        "elastic-net",
        "clip-value",
        "adam-clip-value",
        "clip-norm",
        "frozen",
        "anchor",
        "smoothed",
        "soft",
        "squared",
        "absolute",
        "huber",
        "binary",
        "cosine"
      })
  void takesTheStepsOfPyTorch(String run) {
    Map<?, ?> steps = (Map<?, ?>) ((Map<?, ?>) GOLDEN.get("runs")).get(run);
    for (int count : run.equals("cosine") ? new int[] {8} : new int[] {1, 2, 8}) {
      Weights found = trainer(run).epochs(count).train(NETWORK, first(), examples(run)).weights();
      Map<?, ?> expected = (Map<?, ?>) steps.get(Integer.toString(count));
      for (String name : found.names()) {
        float[] values = found.get(name).toFloats();
        float[] wanted = floats(expected.get(name));
        for (int i = 0; i < values.length; i++) {
          assertThat(values[i])
              .as("%s, step %d, %s %d", run, count, name, i)
              .isCloseTo(wanted[i], org.assertj.core.data.Offset.offset(ERROR));
        }
      }
    }
  }

  @Test
  void checksEveryRunOfPyTorch() {
    Set<String> tried = new TreeSet<>();
    for (Object run : ((Map<?, ?>) GOLDEN.get("runs")).keySet()) {
      trainer((String) run);
      tried.add((String) run);
    }
    assertThat(tried).hasSize(24);
  }

  /** The mean of the gradients of two halves is that of the whole, without batch statistics. */
  @Test
  void accumulatesGradients() {
    Network plain =
        Network.sequential(
            Shape.of(4), Linear.of(5), new Activation(Activation.Function.TANH), Linear.of(3));
    Trainer halves = trainer("sgd").epochs(3);
    Weights first = plain.initialWeights(5);
    Weights one = halves.train(plain, first, examples("sgd")).weights();
    Weights two = halves.batchSize(6).accumulate(2).train(plain, first, examples("sgd")).weights();
    for (String name : one.names()) {
      assertThat(two.get(name).toFloats())
          .usingComparatorWithPrecision(1e-5f)
          .containsExactly(one.get(name).toFloats());
    }
  }

  @Test
  void followsTheSchedulesOfPyTorch() {
    Map<String, Schedule> ours =
        Map.of(
            "constant", Schedule.constant(),
            "steps", new Schedule.Steps(2, 0.3),
            "cosine", new Schedule.Cosine(0.1),
            "polynomial", new Schedule.Polynomial(2),
            "one-cycle", Schedule.oneCycle(),
            "warmup", new Schedule.Warmup(4, 0.1, Schedule.cosine()));
    Map<?, ?> golden = (Map<?, ?>) GOLDEN.get("schedules");
    assertThat(golden.keySet()).isEqualTo(ours.keySet());
    ours.forEach(
        (name, schedule) -> {
          List<?> expected = (List<?>) golden.get(name);
          for (int step = 0; step < expected.size(); step++) {
            // PyTorch multiplies rates on from step to step, which adds up roundings.
            assertThat(schedule.factor(step, 5, 20))
                .as("%s, step %d", name, step)
                .isCloseTo(
                    ((Number) expected.get(step)).doubleValue(),
                    org.assertj.core.data.Offset.offset(1e-12));
          }
        });
  }
}
