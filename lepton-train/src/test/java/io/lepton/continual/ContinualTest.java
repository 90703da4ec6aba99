package io.lepton.continual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.network.Activation;
import io.lepton.network.Linear;
import io.lepton.network.Network;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import io.lepton.train.Digits;
import io.lepton.train.Trainer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContinualTest {
  private static final Network NETWORK =
      Network.sequential(Shape.of(Digits.PIXELS), Linear.of(64), Activation.relu(), Linear.of(2));

  /** Split digits: 0 or 1, 2 or 3, ... 8 or 9, each time odd or even. */
  static List<Task> tasks(long seed) {
    Digits.Rows all = Digits.all().shuffled(seed);
    List<Task> tasks = new ArrayList<>();
    for (int even = 0; even < 10; even += 2) {
      Digits.Rows pair = all.ofLabels(even, even + 1);
      int cut = pair.count() * 2 / 3;
      tasks.add(
          new Task(
              even + "/" + (even + 1),
              labelled(pair.range(0, cut)),
              labelled(pair.range(cut, pair.count()))));
    }
    return tasks;
  }

  private static Labelled labelled(Digits.Rows rows) {
    return new Labelled(rows.inputs(), rows.labels());
  }

  @Test
  void forgetsLessWithReplayAndWithEwc() {
    double[] plain = new double[2];
    double[] replay = new double[2];
    double[] ewc = new double[2];
    for (int seed = 0; seed < 2; seed++) {
      Trainer trainer = Trainer.withDefaults().learningRate(0.002).epochs(4).seed(seed);
      Weights first = NETWORK.initialWeights(seed);
      List<Task> tasks = tasks(seed);
      Continual none = Continual.of(trainer);
      plain[seed] = report(none, first, tasks);
      replay[seed] = report(none.withReplay(60), first, tasks);
      ewc[seed] = report(none.withEwc(Ewc.withDefaults().withRows(60)), first, tasks);
    }
    for (int seed = 0; seed < 2; seed++) {
      assertThat(plain[seed]).isGreaterThan(0.15);
      assertThat(replay[seed]).isLessThan(plain[seed] - 0.05);
      assertThat(ewc[seed]).isLessThan(plain[seed] - 0.05);
    }
  }

  private static double report(Continual continual, Weights first, List<Task> tasks) {
    ForgettingReport report = continual.run(NETWORK, first, tasks).report();
    if (Boolean.getBoolean("show")) {
      System.out.println(report.toTable());
    }
    return report.forgetting();
  }

  /** One linear layer: the derivative of log p_k by row j of W is (1[j = k] − p_j) x. */
  @Test
  void computesTheFisherInformationOfALinearModelExactly() {
    Network linear = Network.of(Shape.of(2), Linear.of(2));
    Weights weights =
        Weights.builder()
            .put("weight", Tensor.ofFloats(Shape.of(2, 2), 1, 0, 0, 0))
            .put("bias", Tensor.ofFloats(Shape.of(2), 0, 0))
            .build();
    float[] inputs = {1, 2, -1, 1};
    Weights found =
        Ewc.withDefaults()
            .after(linear, weights, new Labelled(inputs, new int[] {0, 1}))
            .information()
            .orElseThrow();
    double[] expected = new double[4];
    double offset = 0;
    for (int row = 0; row < 2; row++) {
      double p = 1 / (1 + Math.exp(-inputs[2 * row])); // of class 0
      double variance = p * (1 - p); // Σ_k p_k (1[j = k] − p_j)²
      offset += variance / 2;
      for (int i = 0; i < 4; i++) {
        double x = inputs[2 * row + i % 2];
        expected[i] += variance * x * x / 2;
      }
    }
    float[] values = found.get("weight").toFloats();
    for (int i = 0; i < 4; i++) {
      assertThat(values[i]).isCloseTo((float) expected[i], within(1e-6f));
    }
    assertThat(found.get("bias").toFloats()[1]).isCloseTo((float) offset, within(1e-6f));
  }

  @Test
  void addsUpTheInformationOfTasksAndAnchorsAtTheLastWeights() {
    Network linear = Network.of(Shape.of(1), Linear.of(2));
    Labelled task = new Labelled(new float[] {1, -2}, new int[] {0, 1});
    Ewc one = Ewc.withDefaults().withLambda(10).after(linear, linear.initialWeights(1), task);
    Ewc two = one.after(linear, linear.initialWeights(1), task);
    Weights anchored = two.anchor().orElseThrow().weights();
    assertThat(anchored.contentEquals(linear.initialWeights(1))).isTrue();
    float once = one.information().orElseThrow().get("bias").toFloats()[0];
    float factor = two.anchor().orElseThrow().factors().get("bias").toFloats()[0];
    assertThat(factor).isCloseTo(10 / 2f * 2 * once, within(1e-6f));
    assertThat(Ewc.withDefaults().anchor()).isEmpty();
  }

  @Test
  void reportsForgettingByItsDefinitions() {
    ForgettingReport report =
        new ForgettingReport(
            List.of("a", "b", "c"),
            List.of(List.of(0.9, 0.5, 0.5), List.of(0.95, 0.8, 0.5), List.of(0.7, 0.6, 0.9)));
    assertThat(report.averageAccuracy()).isCloseTo(2.2 / 3, within(1e-12));
    assertThat(report.backwardTransfer()).isCloseTo((-0.2 - 0.2) / 2, within(1e-12));
    assertThat(report.forgetting()).isCloseTo((0.25 + 0.2) / 2, within(1e-12));
    assertThat(report.toTable()).contains("after b: 0.950 0.800 0.500");
    assertThatThrownBy(() -> new ForgettingReport(List.of("a"), List.of()))
        .hasMessageContaining("a square");
  }

  @Test
  void keepsAnEqualRandomShareOfEachClass() {
    ReplayBuffer memory = new ReplayBuffer(10, 1);
    float[] numbers = new float[1000];
    int[] labels = new int[1000];
    for (int i = 0; i < 1000; i++) {
      numbers[i] = i;
      labels[i] = i < 900 ? 0 : 1;
    }
    memory.add(new Labelled(numbers, labels));
    assertThat(memory.size()).isEqualTo(10);
    assertThat(Arrays.stream(memory.examples().labels()).sum()).isEqualTo(5);
    Labelled other = new Labelled(new float[] {7, 8}, new int[] {0, 2});
    memory.add(other);
    assertThat(memory.size()).isLessThanOrEqualTo(9);
    Labelled both = memory.after(other);
    assertThat(both.rows()).isEqualTo(memory.size() + 2);
    assertThat(both.inputs()[1]).isEqualTo(8);
    assertThatThrownBy(() -> memory.add(new Labelled(new float[4], new int[2])))
        .hasMessageContaining("2 values; those kept have 1");
  }

  /** Every example of a class has the same chance, however early it came. */
  @Test
  void drawsWhatItKeepsUniformly() {
    int early = 0;
    for (int seed = 0; seed < 400; seed++) {
      ReplayBuffer memory = new ReplayBuffer(5, seed);
      float[] numbers = new float[50];
      for (int i = 0; i < 50; i++) {
        numbers[i] = i;
      }
      memory.add(new Labelled(numbers, new int[50]));
      for (float kept : memory.examples().inputs()) {
        early += kept < 25 ? 1 : 0;
      }
    }
    // 2,000 draws: mean 1,000, deviation below 22.4; five of them
    assertThat(early).isBetween(888, 1112);
  }

  @Test
  void refusesDataThatDoNotFit() {
    assertThatThrownBy(() -> new Labelled(new float[3], new int[2]))
        .hasMessageContaining("3 values do not divide into 2 rows");
    assertThatThrownBy(() -> new Labelled(new float[2], new int[] {0, -1}))
        .hasMessageContaining("row 1 has the label -1");
    assertThatThrownBy(() -> new ReplayBuffer(1, 0).examples()).hasMessageContaining("0 rows");
    Continual continual = Continual.of(Trainer.withDefaults());
    assertThatThrownBy(() -> continual.run(NETWORK, NETWORK.initialWeights(0), List.of()))
        .hasMessageContaining("no tasks");
    assertThatThrownBy(() -> continual.withReplay(0)).hasMessageContaining("a memory of 0");
    assertThatThrownBy(() -> Ewc.withDefaults().withLambda(-1)).hasMessageContaining("-1");
  }
}
