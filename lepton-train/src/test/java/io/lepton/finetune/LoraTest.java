package io.lepton.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import io.lepton.model.Lineage;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.VersionId;
import io.lepton.network.Activation;
import io.lepton.network.BatchNorm;
import io.lepton.network.Branches;
import io.lepton.network.Linear;
import io.lepton.network.Network;
import io.lepton.network.Sequential;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import io.lepton.train.Examples;
import io.lepton.train.Trainer;
import io.lepton.train.djl.TorchNetwork;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LoraTest {
  private static final int ROWS = 40;
  private static final VersionId VERSION =
      new VersionId(Digest.of(io.lepton.bytes.ByteSource.of(ByteBuffer.allocate(1))));

  private final Network network =
      Network.sequential(
          Shape.of(6),
          Linear.of(64),
          BatchNorm.withDefaults(),
          Activation.relu(),
          Branches.residual(Sequential.of(Linear.of(64), Activation.relu()), Sequential.of()),
          Linear.of(3));
  private final Weights base = network.initialWeights(1);
  private final float[] inputs = inputs();
  private final Trainer trainer = Trainer.withDefaults().learningRate(0.05).epochs(3);

  private static float[] inputs() {
    SplittableRandom random = new SplittableRandom(5);
    float[] values = new float[ROWS * 6];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private Examples examples() {
    float[] targets = new float[ROWS];
    for (int i = 0; i < ROWS; i++) {
      targets[i] = inputs[6 * i] > 0 ? inputs[6 * i + 1] > 0 ? 2 : 1 : 0;
    }
    return Examples.of(inputs, targets, ROWS);
  }

  private float[] outputs(Network of, Weights weights) {
    try (TorchNetwork model = TorchNetwork.load(of, weights)) {
      return model.run(inputs, ROWS);
    }
  }

  private static void assertClose(float[] found, float[] expected, double tolerance) {
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.length; i++) {
      assertThat(found[i]).isCloseTo(expected[i], within((float) tolerance));
    }
  }

  @Test
  void changesNothingAtFirst() {
    Lora lora = Lora.withDefaults();
    Adapted adapted = lora.attach(network, base);
    assertThat(adapted.weights().names())
        .contains(
            "0.base.weight", "0.lora.down.weight", "3.body.0.lora.up.weight", "4.lora.up.weight");
    assertThat(outputs(adapted.network(), adapted.weights())).isEqualTo(outputs(network, base));
    LoraAdapter none = lora.extract(network, base, adapted.weights());
    assertThat(none.merge(base).contentEquals(base)).isTrue();
    assertThat(none.replaced().size()).isZero();
  }

  @Test
  void trainsOnlyTheAdditionAndMergesToTheSameModel() {
    Lora lora = Lora.withDefaults().withRank(2).withAlpha(3).withSeed(4);
    Adapted adapted = lora.attach(network, base);
    Weights trained =
        lora.training(trainer).train(adapted.network(), adapted.weights(), examples()).weights();
    LoraAdapter adapter = lora.extract(network, base, trained);
    // Frozen layers do not move, but the running statistics of a normalisation do.
    assertThat(adapter.replaced().names()).containsExactly("1.running_mean", "1.running_var");
    Weights merged = adapter.merge(base);
    network.requireWeights(merged);
    assertThat(merged.get("3.body.0.bias").contentEquals(base.get("3.body.0.bias"))).isTrue();
    float[] expected = outputs(adapted.network(), trained);
    // Sums of 64 products near 1, in two orders: each off by some 64 roundings of 6e-8.
    assertClose(outputs(network, merged), expected, 1e-4);
    assertThat(outputs(network, base)).isNotEqualTo(expected);
  }

  @Test
  void mergesToBasePlusScaleTimesTheProductExactly() {
    Lora lora = Lora.withDefaults().withRank(2).withAlpha(3);
    Adapted adapted = lora.attach(network, base);
    Weights trained =
        lora.training(trainer).train(adapted.network(), adapted.weights(), examples()).weights();
    float[] merged = lora.extract(network, base, trained).merge(base).get("4.weight").toFloats();
    float[] w = base.get("4.weight").toFloats();
    float[] a = trained.get("4.lora.down.weight").toFloats();
    float[] b = trained.get("4.lora.up.weight").toFloats();
    for (int out = 0; out < 3; out++) {
      for (int in = 0; in < 64; in++) {
        double product = (double) b[2 * out] * a[in] + (double) b[2 * out + 1] * a[64 + in];
        float expected = (float) (w[64 * out + in] + 1.5 * product);
        assertThat(merged[64 * out + in]).isEqualTo(expected);
      }
    }
  }

  @Test
  void isSavedWithoutItsBase() {
    Lora lora = Lora.withDefaults().withRank(1).withTargets("3.*");
    Adapted adapted = lora.attach(network, base);
    Weights trained =
        lora.training(trainer).train(adapted.network(), adapted.weights(), examples()).weights();
    LoraAdapter adapter = lora.extract(network, base, trained);
    ModelSnapshot snapshot =
        adapter.toSnapshot(Lineage.builder().derivedFrom(VERSION).seed(0).build());
    assertThat(snapshot.weights().byteSize()).isLessThan(base.byteSize() / 15);
    LoraAdapter read = LoraAdapter.of(snapshot);
    assertThat(read.merge(base).contentEquals(adapter.merge(base))).isTrue();
    ModelSnapshot whole = ModelSnapshot.builder("lepton.any/1").weights(base).build();
    ModelSnapshot merged = read.merge(whole, VERSION);
    assertThat(merged.format()).isEqualTo("lepton.any/1");
    assertThat(merged.lineage().derivedFrom()).containsExactly(VERSION);
  }

  @Test
  void refusesAnotherBaseAndBrokenSnapshots() {
    Lora lora = Lora.withDefaults();
    LoraAdapter adapter = lora.extract(network, base, lora.attach(network, base).weights());
    assertThatThrownBy(() -> adapter.merge(network.initialWeights(2)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("was trained on weights");
    ModelSnapshot snapshot = adapter.toSnapshot(Lineage.unknown());
    ModelSnapshot.Builder broken =
        ModelSnapshot.builder(LoraAdapter.FORMAT).config(snapshot.config());
    assertThatThrownBy(() -> LoraAdapter.of(broken.build()))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("0.lora.down.weight");
    assertThatThrownBy(() -> LoraAdapter.of(ModelSnapshot.builder("other/1").build()))
        .hasMessageContaining("other/1");
    assertThatThrownBy(() -> lora.withTargets("encoder.*").attach(network, base))
        .hasMessageContaining("no linear layer matches [encoder.*]")
        .hasMessageContaining("3.body.0");
    assertThatThrownBy(() -> lora.withRank(0)).hasMessageContaining("rank is 0");
    assertThatThrownBy(() -> lora.withAlpha(Double.NaN)).hasMessageContaining("alpha is NaN");
  }

  @Test
  void adaptsANetworkThatIsOneLayer() {
    Network one = Network.of(Shape.of(6), Linear.of(2));
    Weights weights = one.initialWeights(3);
    Lora lora = Lora.withDefaults();
    Adapted adapted = lora.attach(one, weights);
    assertThat(adapted.weights().names()).contains("base.weight", "lora.up.weight");
    LoraAdapter adapter = lora.extract(one, weights, adapted.weights());
    assertThat(adapter.merge(weights).contentEquals(weights)).isTrue();
  }

  @Test
  void modulesChangeNothingAtFirstAndAreSavedAlone() {
    Bottleneck modules = Bottleneck.withDefaults().withWidth(2).withTargets("3.*");
    Adapted adapted = modules.attach(network, base);
    assertThat(outputs(adapted.network(), adapted.weights())).isEqualTo(outputs(network, base));
    Weights trained =
        modules.training(trainer).train(adapted.network(), adapted.weights(), examples()).weights();
    assertThat(trained.get("4.weight").contentEquals(base.get("4.weight"))).isTrue();
    ModelSnapshot saved =
        modules.toSnapshot(network, base, trained, Lineage.builder().derivedFrom(VERSION).build());
    assertThat(saved.weights().byteSize()).isLessThan(base.byteSize() / 8);
    Adapted restored = Bottleneck.restore(network, base, saved);
    assertThat(restored.network()).isEqualTo(adapted.network());
    assertThat(restored.weights().asMap().keySet()).containsAll(trained.names());
    assertThat(outputs(restored.network(), restored.weights()))
        .isEqualTo(outputs(adapted.network(), trained))
        .isNotEqualTo(outputs(network, base));
  }

  @Test
  void refusesModulesOfAnotherBaseOrWithAPartMissing() {
    Bottleneck modules = Bottleneck.withDefaults();
    Weights trained = modules.attach(network, base).weights();
    ModelSnapshot saved = modules.toSnapshot(network, base, trained, Lineage.unknown());
    assertThatThrownBy(() -> Bottleneck.restore(network, network.initialWeights(9), saved))
        .isInstanceOf(InvalidInputException.class);
    ModelSnapshot part =
        ModelSnapshot.builder(Bottleneck.FORMAT)
            .config(saved.config())
            .weights(Weights.builder().put("0.x", Tensor.ofFloats(Shape.of(1), 1)).build())
            .build();
    assertThatThrownBy(() -> Bottleneck.restore(network, base, part))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("adapter.body");
  }
}
