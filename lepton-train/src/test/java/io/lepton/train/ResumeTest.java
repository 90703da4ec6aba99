package io.lepton.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.LeptonException;
import io.lepton.tensor.Weights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumeTest {
  @TempDir Path folder;

  /** Killed in the middle of the second epoch. */
  @Test
  void endsWithTheSameBitsAfterKillMinus9() throws Exception {
    String undisturbed = ResumeProbe.train(folder.resolve("whole"), 0);
    Path checkpoint = folder.resolve("killed");
    FreshJvm.Outcome killed = FreshJvm.with().run(ResumeProbe.class, checkpoint.toString(), "95");
    assertThat(killed.exitCode()).as(killed.toString()).isEqualTo(128 + 9);
    assertThat(killed.lines("trained ")).isEmpty();
    assertThat(checkpoint).exists();
    assertThat(ResumeProbe.train(checkpoint, 0)).isEqualTo(undisturbed);
    assertThat(ResumeProbe.train(checkpoint, 1_000)).as("it has ended").isEqualTo(undisturbed);
  }

  @Test
  void goesOnAfterALossOfPowerInAListener() {
    Path checkpoint = folder.resolve("c");
    Weights first = ResumeProbe.NETWORK.initialWeights(5);
    Examples data = ResumeProbe.fixed();
    Trainer trainer = ResumeProbe.trainer();
    String whole = ResumeProbe.hash(trainer.train(ResumeProbe.NETWORK, first, data));
    TrainingListener bomb =
        new TrainingListener() {
          @Override
          public Verdict epochDone(Epoch epoch) {
            if (epoch.number() == 4) {
              throw new IllegalStateException("power");
            }
            return Verdict.GO_ON;
          }
        };
    assertThatThrownBy(
            () ->
                trainer
                    .checkpoint(checkpoint)
                    .listener(bomb)
                    .train(ResumeProbe.NETWORK, first, data))
        .hasMessage("power");
    AtomicInteger epochs = new AtomicInteger();
    TrainingListener counter =
        new TrainingListener() {
          @Override
          public Verdict epochDone(Epoch epoch) {
            epochs.incrementAndGet();
            return Verdict.GO_ON;
          }
        };
    assertThat(
            ResumeProbe.hash(
                trainer
                    .checkpoint(checkpoint)
                    .listener(counter)
                    .train(ResumeProbe.NETWORK, first, data)))
        .isEqualTo(whole);
    assertThat(epochs).hasValue(3);
  }

  @Test
  void refusesACheckpointOfAStreamOfOtherExamples() {
    Trainer trainer = ResumeProbe.trainer().epochs(1).checkpoint(folder.resolve("c"));
    Weights first = ResumeProbe.NETWORK.initialWeights(5);
    Examples stream = Examples.stream("s", 60, 20, epoch -> ResumeProbe.rows(60, 1).iterator());
    Examples another = Examples.stream("s", 60, 20, epoch -> ResumeProbe.rows(60, 2).iterator());
    trainer.train(ResumeProbe.NETWORK, first, stream);
    assertThatThrownBy(() -> trainer.train(ResumeProbe.NETWORK, first, another))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("other settings, first weights or data");
  }

  @Test
  void refusesACheckpointOfAnotherTrainingAndDamage() throws Exception {
    Path checkpoint = folder.resolve("c");
    Weights first = ResumeProbe.NETWORK.initialWeights(5);
    Examples data = ResumeProbe.fixed();
    Trainer trainer = ResumeProbe.trainer().checkpoint(checkpoint);
    trainer.train(ResumeProbe.NETWORK, first, data);
    assertThatThrownBy(() -> trainer.l2(0.1).train(ResumeProbe.NETWORK, first, data))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("other settings, first weights or data");
    assertThatThrownBy(
            () -> trainer.train(ResumeProbe.NETWORK, ResumeProbe.NETWORK.initialWeights(6), data))
        .isInstanceOf(InvalidInputException.class);
    byte[] good = Files.readAllBytes(checkpoint);
    for (int length : new int[] {0, 7, 100, good.length - 1}) {
      Files.write(checkpoint, Arrays.copyOf(good, length));
      assertThatThrownBy(() -> trainer.train(ResumeProbe.NETWORK, first, data))
          .as("%d bytes", length)
          .isInstanceOf(CorruptDataException.class);
    }
    Files.write(
        checkpoint,
        new String(good, java.nio.charset.StandardCharsets.ISO_8859_1)
            .replace("lepton.checkpoint/1", "lepton.checkpoint/2")
            .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> trainer.train(ResumeProbe.NETWORK, first, data))
        .isInstanceOf(LeptonException.class)
        .hasMessageContaining("lepton.checkpoint/2");
  }
}
