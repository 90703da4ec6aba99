package io.lepton.train.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import io.lepton.error.CorruptDataException;
import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.model.Hyperparameters;
import io.lepton.model.Lineage;
import io.lepton.model.ModelSnapshot;
import io.lepton.network.Activation;
import io.lepton.network.Linear;
import io.lepton.network.Network;
import io.lepton.spi.ModelEngine;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import io.lepton.train.Epoch;
import io.lepton.train.Examples;
import io.lepton.train.FreshJvm;
import io.lepton.train.History.StopReason;
import io.lepton.train.Precision;
import io.lepton.train.Schedule;
import io.lepton.train.Trainer;
import io.lepton.train.TrainingListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockModelTest {
  private static final BlockFactory FACTORY = new PerceptronFactory();
  private static final BlockModel PLAIN =
      BlockModel.of(FACTORY, PerceptronFactory.PLAIN, Shape.of(6));
  private static final BlockModel RICH =
      BlockModel.of(FACTORY, PerceptronFactory.RICH, Shape.of(6));
  private static final Trainer TRAINER =
      Trainer.withDefaults()
          .learningRate(0.01)
          .schedule(Schedule.cosine())
          .weightDecay(0.01)
          .l2(0.001)
          .clipNorm(1)
          .batchSize(20)
          .epochs(12)
          .seed(7);

  @TempDir Path folder;

  @Test
  void trainsAsTheSameNetworkDoes() {
    Network network =
        Network.sequential(Shape.of(6), Linear.of(16), Activation.relu(), Linear.of(3));
    Weights first = PLAIN.initialWeights(3);
    List<Tensor> values = List.copyOf(first.asMap().values());
    List<String> names = List.copyOf(network.parameters().keySet());
    Weights.Builder same = Weights.builder();
    for (int i = 0; i < names.size(); i++) {
      same.put(names.get(i), values.get(i));
    }
    Examples data = Blobs.examples(200, 1);

    TrainedBlock block = PLAIN.train(TRAINER, first, data, Blobs.examples(80, 2));
    Weights expected = TRAINER.train(network, same.build(), data, Blobs.examples(80, 2)).weights();

    List<Tensor> found = List.copyOf(block.weights().asMap().values());
    for (int i = 0; i < names.size(); i++) {
      assertThat(found.get(i).toFloats())
          .as(names.get(i))
          .containsExactly(expected.get(names.get(i)).toFloats(), within(1e-6f));
    }
  }

  @Test
  void learnsStopsEarlyAndKeepsTheBestEpoch() {
    TrainedBlock trained =
        RICH.train(
            TRAINER.epochs(200).earlyStopping(5).learningRate(0.05),
            RICH.initialWeights(1),
            Blobs.examples(200, 1),
            Blobs.examples(80, 2));
    assertThat(trained.history().stopReason()).isEqualTo(StopReason.EARLY);
    assertThat(trained.history().best().validationAccuracy()).isGreaterThan(0.9);
  }

  @Test
  void givesTheSameBitsForASeedSideBySideToo() {
    Supplier<Weights> training =
        () -> RICH.train(TRAINER, RICH.initialWeights(4), Blobs.examples(200, 1)).weights();
    Weights expected = training.get();
    List<CompletableFuture<Weights>> others = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      others.add(CompletableFuture.supplyAsync(training));
    }
    others.forEach(other -> assertThat(other.join().contentEquals(expected)).isTrue());
    Weights otherSeed =
        RICH.train(TRAINER.seed(8), RICH.initialWeights(4), Blobs.examples(200, 1)).weights();
    assertThat(otherSeed.contentEquals(expected)).isFalse();
    assertThat(RICH.initialWeights(5).contentEquals(RICH.initialWeights(4))).isFalse();
  }

  @Test
  void goesOnFromACheckpointWithTheSameBits() {
    Path checkpoint = folder.resolve("c");
    Weights first = RICH.initialWeights(4);
    Examples data = Blobs.examples(200, 1);
    Weights whole = RICH.train(TRAINER, first, data).weights();
    TrainingListener bomb =
        new TrainingListener() {
          @Override
          public Verdict epochDone(Epoch epoch) {
            if (epoch.number() == 5) {
              throw new IllegalStateException("power");
            }
            return Verdict.GO_ON;
          }
        };
    Trainer kept = TRAINER.checkpoint(checkpoint, 3);
    assertThatThrownBy(() -> RICH.train(kept.listener(bomb), first, data)).hasMessage("power");
    assertThat(checkpoint).exists();
    assertThat(RICH.train(kept, first, data).weights().contentEquals(whole)).isTrue();
    assertThatThrownBy(() -> PLAIN.train(kept, PLAIN.initialWeights(4), data))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("of a training with other settings");
  }

  @Test
  void freezesByPattern() {
    Weights first = PLAIN.initialWeights(4);
    Weights trained =
        PLAIN.train(TRAINER.freeze("01Linear*"), first, Blobs.examples(100, 1)).weights();
    first
        .asMap()
        .forEach(
            (name, tensor) ->
                assertThat(trained.get(name).digest().equals(tensor.digest()))
                    .as(name)
                    .isEqualTo(name.startsWith("01Linear")));
  }

  @Test
  void takesNoMoreNativeMemoryInTwoThousandSteps() throws Exception {
    Assumptions.assumeTrue(
        Files.exists(Path.of("/proc/self/statm")), "SKIPPED: needs Linux's /proc/self/statm");
    // Without the optimising compiler, whose own memory comes and goes by 40 MB.
    FreshJvm.Outcome outcome =
        FreshJvm.with(
                "-Xms96m",
                "-Xmx96m",
                "-XX:+AlwaysPreTouch",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1")
            .run(BlockMemoryProbe.class, "200", "2000");
    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    assertThat(outcome.lines("arrays ")).containsExactly("0");
    long grown = Long.parseLong(outcome.lines("grown ").get(0));
    // A batch has 256 rows, so outputs of 3 values a row that leak in each step take 6 MB, and what
    // is behind the hidden layer of 16 takes 33 MB.
    assertThat(grown).as("bytes").isLessThan(3_000_000);
  }

  @Test
  void namesTheFactoryThatIsMissing() {
    BlockFactory private1 =
        new BlockFactory() {
          @Override
          public String name() {
            return "nobody-knows";
          }

          @Override
          public Block create(String settings) {
            return FACTORY.create(settings);
          }
        };
    BlockModel model = BlockModel.of(private1, PerceptronFactory.PLAIN, Shape.of(6));
    ModelSnapshot snapshot = snapshot(model, model.initialWeights(1));
    assertThatThrownBy(() -> ModelEngine.forFormat(snapshot.format()).load(snapshot))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("nobody-knows")
        .hasMessageContaining("[test-perceptron]")
        .hasMessageContaining("META-INF/services/io.lepton.train.djl.BlockFactory");
    new DjlPyTorchEngine(List.of(private1)).load(snapshot).close();
  }

  static ModelSnapshot snapshot(BlockModel model, Weights weights) {
    return new TrainedBlock(
            model, weights, new io.lepton.train.History(List.of(), 0, StopReason.EPOCHS))
        .classifier("x", List.of("a", "b", "c"), Hyperparameters.none(), Lineage.unknown());
  }

  @Test
  void refusesWhatDoesNotFit() {
    Examples data = Blobs.examples(100, 1);
    Weights first = PLAIN.initialWeights(1);
    assertThatThrownBy(() -> PLAIN.train(TRAINER, RICH.initialWeights(1), data))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("\"test-perceptron\"");
    assertThatThrownBy(
            () -> PLAIN.train(TRAINER, first, Examples.of(new float[50], new float[10], 10)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("5 inputs; the network takes 6");
    assertThatThrownBy(() -> PLAIN.train(TRAINER.precision(Precision.BFLOAT16), first, data))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("precision BFLOAT16 was asked for");
    assertThatThrownBy(
            () ->
                new TrainedBlock(
                        PLAIN, first, new io.lepton.train.History(List.of(), 0, StopReason.EPOCHS))
                    .regressor("x", "y", Hyperparameters.none(), Lineage.unknown()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("gives 3 values a row");
    assertThatThrownBy(() -> BlockModel.of(FACTORY, "1", Shape.of(6)).initialWeights(1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("expected four");
    ModelSnapshot good = snapshot(PLAIN, first);
    ModelSnapshot other =
        new ModelSnapshot(
            good.format(),
            good.config().replace("16 3 0 plain", "17 3 0 plain"),
            good.weights(),
            good.files(),
            good.hyperparameters(),
            good.signature(),
            good.lineage());
    assertThatThrownBy(() -> new DjlPyTorchEngine().load(other))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("expected F32 [17, 6], found F32 [16, 6]");
  }

  @Test
  void saysWhenABlockFails() {
    BlockFactory bad =
        new BlockFactory() {
          @Override
          public String name() {
            return "bad";
          }

          @Override
          public Block create(String settings) {
            return new SequentialBlock()
                .add(FACTORY.create(PerceptronFactory.PLAIN))
                .add(new LambdaBlock(list -> new ai.djl.ndarray.NDList(list.get(0).sum())));
          }
        };
    BlockModel model = BlockModel.of(bad, "", Shape.of(6));
    assertThatThrownBy(() -> model.train(TRAINER, model.initialWeights(1), Blobs.examples(100, 1)))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("block \"bad\"")
        .hasMessageContaining("expected one FLOAT32 [1, ...]");
  }
}
