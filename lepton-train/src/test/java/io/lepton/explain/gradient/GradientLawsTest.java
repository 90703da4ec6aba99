package io.lepton.explain.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.explain.gradient.SmallNetwork.Last;
import io.lepton.tensor.Shape;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Attributions by gradient")
class GradientLawsTest {
  private static SmallNetwork random(long seed, Last last) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] sizes = {6, 8, 5, 2};
    double[][] weights = new double[3][];
    double[][] biases = new double[3][];
    for (int layer = 0; layer < 3; layer++) {
      weights[layer] = random.doubles((long) sizes[layer] * sizes[layer + 1], -1, 1).toArray();
      biases[layer] = random.doubles(sizes[layer + 1], -0.5, 0.5).toArray();
    }
    return new SmallNetwork(weights, biases, last);
  }

  private static float[] input(long seed, int n) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] input = new float[n];
    for (int i = 0; i < n; i++) {
      input[i] = (float) random.nextDouble(-1.5, 1.5);
    }
    return input;
  }

  /** A function with its gradient, of one output. */
  private record Written(
      Shape inputShape, Function<float[], Double> value, Function<float[], float[]> gradient)
      implements DifferentiableModel {
    @Override
    public float[][] outputs(float[][] inputs) {
      float[][] outputs = new float[inputs.length][1];
      for (int i = 0; i < inputs.length; i++) {
        outputs[i][0] = value.apply(inputs[i]).floatValue();
      }
      return outputs;
    }

    @Override
    public float[][] inputGradients(float[][] inputs, int output) {
      float[][] gradients = new float[inputs.length][];
      for (int i = 0; i < inputs.length; i++) {
        gradients[i] = gradient.apply(inputs[i]);
      }
      return gradients;
    }
  }

  @Test
  @DisplayName("Gauss and Legendre's rule is exact for polynomials, with as few steps as it takes")
  void exactForPolynomials() {
    // x³y: the gradient along a way is of degree 3, so two points do
    Written model =
        new Written(
            Shape.of(2),
            x -> (double) x[0] * x[0] * x[0] * x[1],
            x -> new float[] {3 * x[0] * x[0] * x[1], x[0] * x[0] * x[0]});
    IntegratedGradients.Result found =
        IntegratedGradients.withDefaults().withSteps(2, 2).explain(model, new float[] {2, 3}, 0);
    // ∫ 3 (2t)² 3t dt · 2 = 18 and ∫ (2t)³ dt · 3 = 6
    assertThat(found.attribution().values()).containsExactly(new double[] {18, 6}, within(1e-5));
    assertThat(found.gap()).isCloseTo(0, within(1e-5));
    for (int steps : new int[] {1, 2, 3, 8, 33, 256}) {
      double[][] rule = PathRule.GAUSS_LEGENDRE.pointsAndWeights(steps);
      for (int degree = 0; degree < Math.min(2 * steps, 60); degree++) {
        double sum = 0;
        for (int k = 0; k < steps; k++) {
          sum += rule[1][k] * Math.pow(rule[0][k], degree);
        }
        assertThat(sum).as("%d of %d", degree, steps).isCloseTo(1.0 / (degree + 1), within(1e-13));
      }
    }
  }

  @Test
  @DisplayName("is complete for smooth networks to rounding, and within the error bound by middles")
  void completeness() {
    for (int seed = 0; seed < 20; seed++) {
      SmallNetwork network = random(seed, Last.TANH);
      float[] input = input(seed, 6);
      for (int output = 0; output < 2; output++) {
        IntegratedGradients.Result exact =
            IntegratedGradients.withDefaults().withSteps(64, 64).explain(network, input, output);
        // six products and sums of them in single precision, values below ten
        assertThat(exact.gap()).isCloseTo(0, within(10 * 6 * (double) Math.ulp(1f)));
        double coarse = gap(network, input, output, 8);
        double fine = gap(network, input, output, 32);
        // the rule of middles is of second order: four times the steps, a sixteenth of the error;
        // half of that is asked for, and rounding allowed
        assertThat(fine).isLessThan(coarse / 8 + 1e-5);
      }
    }
  }

  private static double gap(SmallNetwork network, float[] input, int output, int steps) {
    return Math.abs(
        IntegratedGradients.withDefaults()
            .with(PathRule.MIDPOINT)
            .withSteps(steps, steps)
            .explain(network, input, output)
            .gap());
  }

  @Test
  @DisplayName("takes more steps where the gradient jumps, and says whether they were enough")
  void moreSteps() {
    SmallNetwork network = random(5, Last.RELU);
    float[] input = input(8, 6);
    IntegratedGradients coarse = IntegratedGradients.withDefaults().withTolerance(1e-3);
    IntegratedGradients.Result short1 = coarse.withSteps(2, 2).explain(network, input, 0);
    IntegratedGradients.Result enough = coarse.withSteps(2, 4096).explain(network, input, 0);
    assertThat(enough.withinTolerance()).isTrue();
    assertThat(enough.steps()).isGreaterThan(2);
    assertThat(short1.withinTolerance()).isFalse();
    assertThat(Math.abs(enough.gap()))
        .isLessThanOrEqualTo(1e-3 * Math.abs(enough.prediction() - enough.baseline()) + 1e-6);
  }

  @Test
  @DisplayName("gives nothing to elements the output does not look at or that do not change")
  void dummyAndSensitivity() {
    Written model =
        new Written(
            Shape.of(3), x -> Math.sin(x[0]), x -> new float[] {(float) Math.cos(x[0]), 0, 0});
    float[] one = {1, 5, 0};
    double[] found =
        IntegratedGradients.withDefaults().explain(model, one, 0).attribution().values();
    assertThat(found[0]).isCloseTo(Math.sin(1), within(1e-6));
    assertThat(found[1]).isZero();
    assertThat(found[2]).isZero();
    double[] still =
        IntegratedGradients.withDefaults()
            .withBaselines(new float[] {1, 0, 0})
            .explain(model, one, 0)
            .attribution()
            .values();
    assertThat(still).containsOnly(0);
  }

  @Test
  @DisplayName("with several baselines the values are the mean of those with each")
  void baselines() {
    SmallNetwork network = random(1, Last.TANH);
    float[] input = input(1, 6);
    float[] a = input(2, 6);
    float[] b = input(3, 6);
    IntegratedGradients method = IntegratedGradients.withDefaults();
    double[] first = method.withBaselines(a).explain(network, input, 1).attribution().values();
    double[] second = method.withBaselines(b).explain(network, input, 1).attribution().values();
    IntegratedGradients.Result both = method.withBaselines(a, b).explain(network, input, 1);
    for (int i = 0; i < 6; i++) {
      assertThat(both.attribution().values()[i])
          .isCloseTo((first[i] + second[i]) / 2, within(1e-12));
    }
    assertThat(both.gap()).isCloseTo(0, within(1e-5));
  }

  @Test
  @DisplayName("smoothing leaves a linear model's gradient, takes grain out, and is seeded")
  void smoothing() {
    Written linear = new Written(Shape.of(2), x -> 2.0 * x[0] - x[1], x -> new float[] {2, -1});
    Saliency smooth = Saliency.withDefaults().withSmoothing(20, 0.2).with(Saliency.Form.SIGNED);
    assertThat(smooth.explain(linear, new float[] {1, 3}, 0).values())
        .containsExactly(new double[] {2, -1}, within(1e-12));
    // a ripple of period 0.06 that noise of a standard deviation of 0.2 averages away
    Written rippled =
        new Written(
            Shape.of(2),
            x -> x[0] + 0.05 * Math.sin(100 * x[0]),
            x -> new float[] {(float) (1 + 5 * Math.cos(100 * x[0])), 0});
    float[] at = {1, 0};
    assertThat(Saliency.withDefaults().explain(rippled, at, 0).values()[0]).isGreaterThan(4);
    // the ripple's share of the mean has the standard deviation 5/√2 by √4000; four of them
    assertThat(smooth.withSmoothing(4000, 0.2).explain(rippled, at, 0).values()[0])
        .isCloseTo(1, within(4 * 5 / Math.sqrt(2 * 4000)));
    assertThat(smooth.explain(rippled, at, 0)).isEqualTo(smooth.explain(rippled, at, 0));
    assertThat(smooth.withSeed(1).explain(rippled, at, 0))
        .isNotEqualTo(smooth.explain(rippled, at, 0));
  }

  @Test
  @DisplayName("occlusion of a linear model is the weight times what was covered")
  void occlusionOfElements() {
    Written linear = new Written(Shape.of(2), x -> 2.0 * x[0] - x[1], x -> new float[] {2, -1});
    float[] one = {3, 4};
    assertThat(Occlusion.elements().explain(linear, one, 0).values()).containsExactly(6, -4);
    assertThat(Occlusion.elements().withCover(1).explain(linear, one, 0).values())
        .containsExactly(4, -3);
  }

  @Test
  @DisplayName("patches cover the whole image, and find the part that matters")
  void occlusionOfPatches() {
    // two channels of 5 × 6; only row 3, column 4 of the second counts
    int place = 30 + 3 * 6 + 4;
    Written model = new Written(Shape.of(2, 5, 6), x -> 10.0 * x[place], x -> new float[60]);
    float[] image = new float[60];
    java.util.Arrays.fill(image, 1);
    InputAttribution found = Occlusion.patches(2, 2, 1).explain(model, image, 0);
    assertThat(found.values()[place]).isEqualTo(10);
    double[][] summed = found.image();
    assertThat(summed).hasNumberOfRows(5);
    assertThat(summed[0][0]).isZero();
    assertThat(summed[3][4]).isEqualTo(20);
    assertThat(summed[4][5]).isEqualTo(20);
    assertThat(Occlusion.patches(3, 4, 3).explain(model, image, 0).values()[place]).isEqualTo(10);
    assertThat(found.heatMap("patches", image).svg()).startsWith("<svg").contains("<rect");
  }

  @Test
  @DisplayName("refuses what does not suit the model, and what is not finite")
  void badInput() {
    Written model = new Written(Shape.of(2), x -> Math.log(x[0]), x -> new float[] {1 / x[0], 0});
    IntegratedGradients method = IntegratedGradients.withDefaults();
    assertThatThrownBy(() -> method.explain(model, new float[3], 0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("an input of 3 elements; expected 2");
    assertThatThrownBy(() -> method.explain(model, new float[] {Float.NaN, 1}, 0))
        .hasMessageContaining("element 0 of the input is NaN");
    assertThatThrownBy(() -> method.explain(model, new float[] {1, 1}, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no output 1; the model has 1");
    assertThatThrownBy(() -> method.explain(model, new float[] {1, 1}, 0))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("output 0 is -Infinity");
    assertThatThrownBy(() -> method.withBaselines(new float[1]).explain(model, new float[2], 0))
        .hasMessageContaining("an input of 1 elements");
    Written broken =
        new Written(
            Shape.of(2),
            x -> 1.0,
            x -> {
              throw new IllegalStateException("no gradient here");
            });
    assertThatThrownBy(() -> Saliency.withDefaults().explain(broken, new float[2], 0))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("no gradient here");
    assertThatThrownBy(() -> Occlusion.patches(2, 2, 3)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> Occlusion.patches(1, 1, 1).explain(model, new float[2], 0))
        .hasMessageContaining("has no patches");
    assertThatThrownBy(() -> method.withSteps(4, 3)).isInstanceOf(InvalidInputException.class);
  }
}
