package io.lepton.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class AttacksTest {
  private static final float[] WEIGHTS = {2, -1, 0.5f, 0};

  /** Logistic regression: loss log(1 + exp(-y w.x)) with y = 2 t - 1. */
  private static float[] logistic(LabelledBatch batch) {
    float[] gradient = new float[batch.inputs().length];
    for (int row = 0; row < batch.rows(); row++) {
      double y = 2 * batch.targets()[row] - 1;
      double slope = -y / (1 + Math.exp(y * score(batch.inputs(), row)));
      for (int i = 0; i < 4; i++) {
        gradient[row * 4 + i] = (float) (slope * WEIGHTS[i]);
      }
    }
    return gradient;
  }

  private static double score(float[] inputs, int row) {
    double score = 0;
    for (int i = 0; i < 4; i++) {
      score += WEIGHTS[i] * inputs[row * 4 + i];
    }
    return score;
  }

  private static LabelledBatch batch(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] inputs = new float[40];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (float) Draws.gaussian(random);
    }
    float[] targets = new float[10];
    for (int row = 0; row < 10; row++) {
      targets[row] = random.nextInt(2);
    }
    return new LabelledBatch(10, inputs, targets);
  }

  @Example
  void fgsmIsTheWorstThatCanBeDoneToALinearModel() {
    LabelledBatch batch = batch(1);

    LabelledBatch attacked =
        Attacks.fgsm(Ball.infinity(0.1))
            .attack(batch, AttacksTest::logistic, new SplittableRandom(0));

    for (int row = 0; row < 10; row++) {
      double y = 2 * batch.targets()[row] - 1;
      // The score falls by epsilon times the sum of |w|, in float inputs near 1.
      assertThat(y * score(attacked.inputs(), row))
          .isCloseTo(y * score(batch.inputs(), row) - 0.1 * 3.5, within(1e-6));
    }
    assertThat(attacked.targets()).isSameAs(batch.targets());
    assertThat(batch.inputs()).isEqualTo(batch(1).inputs());
  }

  @Example
  void inTheEuclideanBallItGoesAlongTheWeights() {
    LabelledBatch batch = batch(2);
    double length = Math.sqrt(4 + 1 + 0.25);
    Attack[] attacks = {
      Attacks.fgsm(Ball.euclidean(0.3)), Attacks.pgd(Ball.euclidean(0.3), 60, 0.05)
    };

    for (Attack attack : attacks) {
      LabelledBatch attacked = attack.attack(batch, AttacksTest::logistic, new SplittableRandom(3));
      for (int row = 0; row < 10; row++) {
        double y = 2 * batch.targets()[row] - 1;
        // 60 steps of 0.05 along the border end within (1 - 0.05 / 0.3)^50 = 1e-4 of the best
        // place.
        assertThat(y * score(attacked.inputs(), row))
            .isCloseTo(y * score(batch.inputs(), row) - 0.3 * length, within(1e-4));
      }
    }
  }

  @Property(tries = 100, seed = "20261122")
  void noAttackLeavesItsBallOrTheRange(
      @ForAll @DoubleRange(min = 0, max = 2) double epsilon,
      @ForAll @IntRange(min = 1, max = 5) int steps,
      @ForAll long seed) {
    LabelledBatch batch = batch(seed);
    float[] held = batch.inputs().clone();
    for (int i = 0; i < held.length; i++) {
      held[i] = Math.max(-1, Math.min(1, held[i]));
    }
    LabelledBatch inRange = batch.withInputs(held);
    for (Ball.Norm norm : Ball.Norm.values()) {
      Ball ball = new Ball(norm, epsilon, -1, 1);
      LabelledBatch attacked =
          Attacks.pgd(ball, steps, 0.7)
              .attack(inRange, AttacksTest::logistic, new SplittableRandom(seed));
      for (int row = 0; row < 10; row++) {
        double square = 0;
        double largest = 0;
        for (int i = row * 4; i < row * 4 + 4; i++) {
          double change = (double) attacked.inputs()[i] - held[i];
          square += change * change;
          largest = Math.max(largest, Math.abs(change));
          assertThat(attacked.inputs()[i]).isBetween(-1f, 1f);
        }
        double distance = norm == Ball.Norm.L2 ? Math.sqrt(square) : largest;
        // Inputs are floats near 1: each is rounded by up to 2^-25.
        assertThat(distance).isLessThanOrEqualTo(epsilon + 2 * Math.pow(2, -24));
      }
    }
  }

  @Example
  void sameSeedSameAttack() {
    Attack attack = Attacks.pgd(Ball.infinity(0.2), 3, 0.05);

    float[] first =
        attack.attack(batch(1), AttacksTest::logistic, new SplittableRandom(5)).inputs();

    assertThat(attack.attack(batch(1), AttacksTest::logistic, new SplittableRandom(5)).inputs())
        .isEqualTo(first);
    assertThat(attack.attack(batch(1), AttacksTest::logistic, new SplittableRandom(6)).inputs())
        .isNotEqualTo(first);
  }

  @Example
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> Ball.infinity(-1)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> Ball.infinity(1).within(1, 0))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> Attacks.pgd(Ball.infinity(1), 0, 1))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(
            () ->
                Attacks.fgsm(Ball.infinity(1))
                    .attack(batch(1), b -> new float[3], new SplittableRandom(1)))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("3 values for 40");
    assertThatThrownBy(() -> LabelledBatch.of(new float[4], new int[] {0, 2}, 2))
        .hasMessageContaining("row 1 has the class 2 of 2");
    assertThatThrownBy(() -> new LabelledBatch(3, new float[4], new float[3]))
        .isInstanceOf(InvalidInputException.class);
  }
}
