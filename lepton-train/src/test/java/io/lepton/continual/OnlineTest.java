package io.lepton.continual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.LeptonException;
import io.lepton.network.Activation;
import io.lepton.network.Dropout;
import io.lepton.network.Linear;
import io.lepton.network.Network;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Weights;
import io.lepton.train.Digits;
import io.lepton.train.OnlineLearner;
import io.lepton.train.Schedule;
import io.lepton.train.Trainer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnlineTest {
  private static final int CHUNK = 10;
  private static final Network NETWORK =
      Network.sequential(
          Shape.of(Digits.PIXELS),
          Linear.of(32),
          Activation.relu(),
          new Dropout(0.1),
          Linear.of(10));
  private static final Trainer TRAINER = Trainer.withDefaults().learningRate(0.01).batchSize(10);

  private static List<Labelled> stream(Digits.Rows rows, int chunks) {
    List<Labelled> stream = new ArrayList<>();
    for (int i = 0; i < chunks; i++) {
      Digits.Rows chunk = rows.range(i * CHUNK, (i + 1) * CHUNK);
      stream.add(new Labelled(chunk.inputs(), chunk.labels()));
    }
    return stream;
  }

  @Test
  void learnsAStreamAndRecoversWhenLabelsChangeTheirMeaning() {
    Digits.Rows rows = Digits.all().shuffled(3);
    List<Labelled> stream = stream(rows, 170);
    Prequential measure = new Prequential(200);
    try (OnlineLearner learner = OnlineLearner.start(TRAINER, NETWORK, NETWORK.initialWeights(0))) {
      measure.run(learner, stream.subList(0, 85).iterator());
      double before = measure.slidingAccuracy().orElseThrow();
      assertThat(before).isGreaterThan(0.85);
      List<Labelled> drifted = new ArrayList<>();
      for (Labelled chunk : stream.subList(85, 170)) {
        int[] labels = chunk.labels().clone();
        for (int i = 0; i < labels.length; i++) {
          labels[i] = (labels[i] + 1) % 10;
        }
        drifted.add(new Labelled(chunk.inputs(), labels));
      }
      measure.run(learner, drifted.subList(0, 20).iterator());
      double fallen = measure.slidingAccuracy().orElseThrow();
      measure.run(learner, drifted.subList(20, 85).iterator());
      assertThat(fallen).isLessThan(before - 0.3);
      assertThat(measure.slidingAccuracy().orElseThrow()).isGreaterThan(fallen + 0.3);
      assertThat(measure.rows()).isEqualTo(1700);
      assertThat(learner.steps()).isEqualTo(170);
    }
  }

  @Test
  void goesOnFromACheckpointWithTheSameBits(@TempDir Path folder) {
    List<Labelled> stream = stream(Digits.all(), 12);
    Path file = folder.resolve("learner.safetensors");
    Weights straight;
    try (OnlineLearner learner = OnlineLearner.start(TRAINER, NETWORK, NETWORK.initialWeights(0))) {
      new Prequential(10).run(learner, stream.subList(0, 6).iterator());
      learner.checkpoint(file);
      new Prequential(10).run(learner, stream.subList(6, 12).iterator());
      straight = learner.weights();
    }
    try (OnlineLearner resumed = OnlineLearner.resume(TRAINER, NETWORK, file)) {
      assertThat(resumed.steps()).isEqualTo(6);
      new Prequential(10).run(resumed, stream.subList(6, 12).iterator());
      assertThat(resumed.weights().contentEquals(straight)).isTrue();
    }
  }

  @Test
  void learnsAsTheTrainerDoesInTheSameOrder() {
    Network plain = Network.sequential(Shape.of(3), Linear.of(4), Activation.relu(), Linear.of(2));
    float[] inputs = {1, 2, 3, -1, 0, 1, 2, 2, 0, 1, -1, 1};
    float[] targets = {0, 1, 1, 0};
    Trainer all = Trainer.withDefaults().batchSize(4).epochs(1);
    Weights first = plain.initialWeights(7);
    float[] trained =
        all.train(plain, first, io.lepton.train.Examples.of(inputs, targets, 4))
            .weights()
            .get("2.weight")
            .toFloats();
    try (OnlineLearner learner = OnlineLearner.start(all, plain, first)) {
      learner.learn(inputs, targets, 4);
      float[] learnt = learner.weights().get("2.weight").toFloats();
      for (int i = 0; i < learnt.length; i++) {
        // One step on the same rows in another order: sums may differ in their last bits.
        assertThat(learnt[i]).isCloseTo(trained[i], org.assertj.core.api.Assertions.within(1e-6f));
      }
    }
  }

  @Test
  void slidesItsWindow() {
    Prequential measure = new Prequential(3);
    assertThat(measure.accuracy()).isEmpty();
    for (boolean correct : new boolean[] {false, true, true, true, false}) {
      measure.add(correct);
    }
    assertThat(measure.accuracy()).hasValue(0.6);
    assertThat(measure.slidingAccuracy()).hasValue(2 / 3.0);
    assertThatThrownBy(() -> new Prequential(0)).hasMessageContaining("window is 0");
  }

  @Test
  void refusesWhatCannotBeLearntAndKeepsWhatItKnows(@TempDir Path folder) throws Exception {
    Weights first = NETWORK.initialWeights(0);
    assertThatThrownBy(
            () -> OnlineLearner.start(TRAINER.schedule(Schedule.cosine()), NETWORK, first))
        .hasMessageContaining("use a constant rate");
    assertThatThrownBy(() -> OnlineLearner.start(TRAINER.batchSize(0), NETWORK, first))
        .hasMessageContaining("set a batch size");
    Path file = folder.resolve("learner");
    OnlineLearner learner = OnlineLearner.start(TRAINER, NETWORK, first);
    float[] inputs = new float[64];
    assertThatThrownBy(() -> learner.learn(inputs, new float[] {10}, 1))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> learner.learn(inputs, new float[] {1, 1}, 2))
        .hasMessageContaining("64 inputs and 2 targets for 2 rows of 64 values");
    inputs[3] = Float.NaN;
    assertThatThrownBy(() -> learner.learn(inputs, new float[] {1}, 1))
        .isInstanceOf(InvalidInputException.class);
    assertThat(learner.weights().contentEquals(first)).isTrue();
    learner.checkpoint(file);
    learner.close();
    learner.close();
    assertThatThrownBy(learner::weights).isInstanceOf(EngineException.class);
    assertThatThrownBy(() -> OnlineLearner.resume(TRAINER.learningRate(1), NETWORK, file))
        .hasMessageContaining("another network or other settings");
    Files.write(file, new byte[] {1, 2, 3});
    assertThatThrownBy(() -> OnlineLearner.resume(TRAINER, NETWORK, file))
        .isInstanceOf(LeptonException.class);
  }
}
