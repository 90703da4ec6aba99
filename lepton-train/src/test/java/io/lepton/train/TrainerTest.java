package io.lepton.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.network.Linear;
import io.lepton.network.Network;
import io.lepton.network.Networks;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class TrainerTest {
  private static final Network NETWORK = ResumeProbe.NETWORK;
  private static final Weights FIRST = NETWORK.initialWeights(5);
  private static final Examples DATA = ResumeProbe.fixed();
  private static final Trainer SHORT = ResumeProbe.trainer().epochs(3);

  /**
   * DJL has one gradient collector in a JVM; trainings do without it, and do not disturb another.
   */
  @Test
  void trainsSideBySideWithTheSameBits() throws Exception {
    String alone = ResumeProbe.hash(SHORT.train(NETWORK, FIRST, DATA));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<String>> results = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        results.add(threads.submit(() -> ResumeProbe.hash(SHORT.train(NETWORK, FIRST, DATA))));
      }
      for (Future<String> result : results) {
        assertThat(result.get()).isEqualTo(alone);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void dependsOnItsSeed() {
    String one = ResumeProbe.hash(SHORT.train(NETWORK, FIRST, DATA));
    assertThat(ResumeProbe.hash(SHORT.train(NETWORK, FIRST, DATA))).isEqualTo(one);
    assertThat(ResumeProbe.hash(SHORT.seed(12).train(NETWORK, FIRST, DATA))).isNotEqualTo(one);
  }

  @Test
  void learnsFromAStreamAsFromMemory() {
    List<Examples.Example> rows = ResumeProbe.rows(60, 1);
    Examples stream = Examples.stream("rows", 60, 60, epoch -> rows.iterator());
    TrainedNetwork trained =
        Trainer.withDefaults()
            .batchSize(10)
            .epochs(60)
            .learningRate(0.02)
            .train(NETWORK, FIRST, stream, stream);
    assertThat(trained.history().best().validationAccuracy()).isGreaterThan(0.9);
  }

  @Test
  void keepsTheBestWeightsAndStopsEarly() {
    Examples noise = Examples.of(new float[] {1, 1, 1, 1, 1, 1}, new float[] {0}, 1);
    TrainedNetwork trained = SHORT.epochs(50).earlyStopping(2).train(NETWORK, FIRST, DATA, noise);
    History history = trained.history();
    assertThat(history.stopReason()).isEqualTo(History.StopReason.EARLY);
    assertThat(history.epochs()).hasSize(history.bestEpoch() + 2);
    assertThat(history.best().validationLoss())
        .isEqualTo(
            history.epochs().stream().mapToDouble(Epoch::validationLoss).min().orElseThrow());
  }

  @Test
  void leavesFrozenParametersAlone() {
    Weights trained = SHORT.freeze("0.*").train(NETWORK, FIRST, DATA).weights();
    assertThat(trained.get("0.weight").contentEquals(FIRST.get("0.weight"))).isTrue();
    assertThat(trained.get("4.weight").contentEquals(FIRST.get("4.weight"))).isFalse();
    assertThatThrownBy(() -> SHORT.freeze("*").train(NETWORK, FIRST, DATA))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("every parameter is frozen");
    assertThatThrownBy(() -> SHORT.freeze("stem.*").train(NETWORK, FIRST, DATA))
        .hasMessageContaining("no parameter matches \"stem.*\"");
  }

  @Test
  void trainsEveryKindOfLayer() {
    Networks.all()
        .forEach(
            (name, network) -> {
              float[] inputs = new float[8 * network.inputSize()]; // zeros are codes, too
              float[] targets = new float[8 * network.outputSize()];
              Arrays.fill(targets, 0.25f);
              Weights first = network.initialWeights(1);
              for (Precision precision : Precision.values()) {
                TrainedNetwork trained =
                    Trainer.withDefaults()
                        .loss(Loss.squared())
                        .epochs(2)
                        .batchSize(4)
                        .precision(precision)
                        .train(network, first, Examples.of(inputs, targets, 8));
                assertThat(trained.weights().contentEquals(first)).as(name).isFalse();
              }
            });
  }

  /** The padding's vector is no word's, and stays zero whatever is learnt. */
  @Test
  void leavesThePaddingAtZero() {
    Network network = Networks.text();
    float[] ids = {1, 2, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0};
    Weights trained =
        Trainer.withDefaults()
            .weightDecay(0.1)
            .l2(0.1)
            .train(network, network.initialWeights(1), Examples.of(ids, new float[] {0, 1}, 2))
            .weights();
    assertThat(Arrays.copyOf(trained.get("0.weight").toFloats(), 4)).containsOnly(0f);
  }

  @Test
  void refusesExamplesThatDoNotFit() {
    float[] inputs = new float[12];
    float[] bad = inputs.clone();
    bad[7] = Float.NaN;
    assertThatThrownBy(() -> Examples.of(bad, new float[2], 2))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("row 1, input 1 is NaN");
    assertThatThrownBy(() -> Examples.of(inputs, new float[] {0, Float.NaN}, 2))
        .hasMessageContaining("row 1, target 0 is NaN");
    assertThatThrownBy(() -> Examples.of(inputs, new float[0], 0)).hasMessageContaining("no rows");
    assertThatThrownBy(() -> Examples.of(new float[13], new float[2], 2))
        .hasMessageContaining("13 inputs do not divide into 2 rows");
    assertThatThrownBy(() -> Examples.of(inputs, new float[2], new float[] {1, -1}))
        .hasMessageContaining("weight -1.0");
    assertThatThrownBy(() -> Examples.of(inputs, new float[2], new float[2]))
        .hasMessageContaining("every row has the weight 0");
    refuses(Examples.of(new float[10], new float[2], 2), "5 inputs; the network takes 6");
    refuses(Examples.of(inputs, new float[] {0, 3}, 2), "target 3.0");
    refuses(Examples.of(inputs, new float[] {0, 0.5f}, 2), "target 0.5");
    refuses(Examples.of(inputs, new float[] {0, -1}, 2), "target -1.0");
    refuses(Examples.of(inputs, new float[4], 2), "2 targets a row for 3 classes");
    assertThatThrownBy(() -> SHORT.train(NETWORK, Networks.mlp().initialWeights(1), DATA))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(
            () -> SHORT.loss(Loss.crossEntropy().classWeights(1, 2)).train(NETWORK, FIRST, DATA))
        .hasMessageContaining("2 class weights for 3 classes");
    assertThatThrownBy(() -> SHORT.loss(Loss.squared()).train(NETWORK, FIRST, DATA))
        .hasMessageContaining("1 targets a row for 3 outputs");
  }

  private static void refuses(Examples examples, String message) {
    assertThatThrownBy(() -> SHORT.train(NETWORK, FIRST, examples))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesStreamsThatAreNotAsLongAsTheySay() {
    List<Examples.Example> rows = ResumeProbe.rows(20, 1);
    refuses(Examples.stream("short", 21, 5, epoch -> rows.iterator()), "ended after 20 of 21 rows");
    refuses(Examples.stream("long", 19, 5, epoch -> rows.iterator()), "goes on after its 19 rows");
    assertThatThrownBy(
            () -> Examples.stream("none", 1, 1, epoch -> List.<Examples.Example>of().iterator()))
        .hasMessageContaining("none has no rows");
    List<Examples.Example> bent = new ArrayList<>(rows);
    bent.set(7, new Examples.Example(new float[5], new float[1], 1));
    refuses(Examples.stream("bent", 20, 5, epoch -> bent.iterator()), "5 inputs");
  }

  @Test
  void refusesSettingsThatMakeNoSense() {
    Trainer trainer = Trainer.withDefaults();
    for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> trainer.learningRate(bad)).isInstanceOf(InvalidInputException.class);
      assertThatThrownBy(() -> trainer.clipNorm(bad)).isInstanceOf(InvalidInputException.class);
      assertThatThrownBy(() -> Loss.huber(bad)).isInstanceOf(InvalidInputException.class);
    }
    assertThatThrownBy(() -> trainer.epochs(0)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> trainer.batchSize(-1)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> trainer.accumulate(0)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> UpdateRule.momentum(1)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> UpdateRule.nesterov(0)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> new Schedule.OneCycle(1, 25, 1e4))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> Loss.crossEntropy().labelSmoothing(1.5))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void saysWhatAGpuNeeds() {
    assertThatThrownBy(() -> SHORT.device(ComputeDevice.cuda(99)).train(NETWORK, FIRST, DATA))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("cuda:99")
        .hasMessageContaining("PYTORCH_LIBRARY_PATH");
  }

  @Test
  void saysThatItDivergedOrWasInterrupted() {
    Network linear = Network.sequential(Shape.of(6), Linear.of(1));
    Examples data = Examples.of(new float[] {1, 2, 3, 4, 5, 6}, new float[] {1}, 1);
    assertThatThrownBy(
            () ->
                Trainer.withDefaults()
                    .loss(Loss.squared())
                    .rule(UpdateRule.sgd())
                    .learningRate(1e20)
                    .train(linear, linear.initialWeights(1), data))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("diverged")
        .hasMessageContaining("lower the learning rate");
    // One step: the loss before it is a number, the weights after it are not.
    assertThatThrownBy(
            () ->
                Trainer.withDefaults()
                    .loss(Loss.squared())
                    .rule(UpdateRule.sgd())
                    .learningRate(1e300)
                    .epochs(1)
                    .train(linear, linear.initialWeights(1), data))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("diverged");
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> SHORT.train(NETWORK, FIRST, DATA))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }
}
