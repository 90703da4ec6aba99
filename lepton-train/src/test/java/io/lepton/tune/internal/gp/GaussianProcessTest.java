package io.lepton.tune.internal.gp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GaussianProcessTest {
  private final JsonNode golden = read();

  private static JsonNode read() {
    try {
      return new ObjectMapper()
          .readTree(GaussianProcessTest.class.getResource("/io/lepton/tune/internal/gp.json"));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private double[] numbers(JsonNode node) {
    return IntStream.range(0, node.size()).mapToDouble(i -> node.get(i).asDouble()).toArray();
  }

  private double[][] rows(String name) {
    JsonNode node = golden.get(name);
    return IntStream.range(0, node.size())
        .mapToObj(i -> numbers(node.get(i)))
        .toArray(double[][]::new);
  }

  private Kernel kernel() {
    double[] weights =
        Arrays.stream(numbers(golden.get("lengths"))).map(l -> 1 / (l * l)).toArray();
    return new Kernel(
        weights,
        golden.get("scale").asDouble(),
        golden.get("noise").asDouble(),
        new boolean[weights.length]);
  }

  @Test
  void predictsWhatScikitLearnPredicts() {
    GaussianProcess process = GaussianProcess.of(kernel(), rows("x"), numbers(golden.get("y")));
    double[][] at = rows("at");
    for (int i = 0; i < at.length; i++) {
      Prediction prediction = process.at(at[i]);
      assertThat(prediction.mean()).isCloseTo(golden.get("mean").get(i).asDouble(), offset(1e-12));
      assertThat(prediction.variance())
          .isCloseTo(golden.get("variance").get(i).asDouble(), offset(1e-12));
    }
  }

  /**
   * The loss is −log likelihood + prior; the difference of two kernels' losses cancels n/2 log 2π.
   */
  @Test
  void likelihoodAndGradientAreScikitLearns() {
    Kernel kernel = kernel();
    MarginalLikelihood likelihood =
        new MarginalLikelihood(rows("x"), numbers(golden.get("y")), new boolean[3]);
    double[] logs = new double[5];
    for (int j = 0; j < 3; j++) {
      logs[j] = Math.log(kernel.weights()[j]);
    }
    logs[3] = Math.log(kernel.scale());
    logs[4] = Math.log(kernel.noise() - MarginalLikelihood.LEAST_NOISE);
    double[] gradient = new double[5];
    double loss = likelihood.at(logs, gradient);
    double[] ofPrior = new double[5];
    double prior = KernelPrior.add(likelihood.kernel(logs), logs, ofPrior);
    double constant = 0.5 * 12 * Math.log(2 * Math.PI);
    assertThat(-(loss + prior) - constant)
        .isCloseTo(golden.get("logLikelihood").asDouble(), offset(1e-10));
    // Theirs is by log scale, log lengths, log noise; log w = −2 log length.
    double[] theirs = numbers(golden.get("gradient"));
    assertThat(-(gradient[3] - ofPrior[3])).isCloseTo(theirs[0], offset(1e-10));
    for (int j = 0; j < 3; j++) {
      assertThat(2 * (gradient[j] - ofPrior[j])).isCloseTo(theirs[1 + j], offset(1e-10));
    }
    double share = 1 - MarginalLikelihood.LEAST_NOISE / kernel.noise();
    assertThat(-(gradient[4] - ofPrior[4])).isCloseTo(share * theirs[4], offset(1e-10));
  }

  @Test
  void gradientOfTheLossIsItsDerivative() {
    boolean[] categorical = {false, true, false};
    double[][] x = rows("x");
    for (double[] row : x) {
      row[1] = Math.round(2 * row[1]) / 2.0;
    }
    MarginalLikelihood likelihood =
        new MarginalLikelihood(x, numbers(golden.get("y")), categorical);
    double[] logs = {0.3, -0.7, 1.1, 0.2, -3};
    double[] gradient = new double[5];
    double[] unused = new double[5];
    likelihood.at(logs, gradient);
    for (int j = 0; j < 5; j++) {
      double[] up = logs.clone();
      double[] down = logs.clone();
      up[j] += 1e-5;
      down[j] -= 1e-5;
      double slope = (likelihood.at(up, unused) - likelihood.at(down, unused)) / 2e-5;
      assertThat(gradient[j]).isCloseTo(slope, offset(1e-6 * (1 + Math.abs(slope))));
    }
  }

  @Test
  void gradientsOfMeanAndVarianceAreTheirDerivatives() {
    GaussianProcess process = GaussianProcess.of(kernel(), rows("x"), numbers(golden.get("y")));
    for (double[] at : rows("at")) {
      Prediction prediction = process.withGradients(at);
      assertThat(prediction.mean()).isEqualTo(process.at(at).mean());
      for (int j = 0; j < 3; j++) {
        double[] up = at.clone();
        double[] down = at.clone();
        up[j] += 1e-6;
        down[j] -= 1e-6;
        Prediction more = process.at(up);
        Prediction less = process.at(down);
        assertThat(prediction.meanGradient()[j])
            .isCloseTo((more.mean() - less.mean()) / 2e-6, offset(1e-7));
        assertThat(prediction.varianceGradient()[j])
            .isCloseTo((more.variance() - less.variance()) / 2e-6, offset(1e-7));
      }
    }
  }

  /** Appending rows is the same as factoring all of them, and a believed value moves no mean. */
  @Test
  void believingKeepsTheMeanAndTakesTheVarianceOfAllPoints() {
    double[][] x = rows("x");
    double[] y = numbers(golden.get("y"));
    GaussianProcess process = GaussianProcess.of(kernel(), x, y);
    double[][] pending = {{0.1, 0.2, 0.3}, {0.8, 0.7, 0.2}, {0.1, 0.2, 0.3}};
    GaussianProcess believing = process.believing(pending);
    double[][] all = Arrays.copyOf(x, x.length + 3);
    double[] values = Arrays.copyOf(y, y.length + 3);
    for (int i = 0; i < 3; i++) {
      all[x.length + i] = pending[i];
      values[x.length + i] = process.at(pending[i]).mean();
    }
    GaussianProcess whole = GaussianProcess.of(kernel(), all, values);
    for (double[] at : rows("at")) {
      assertThat(believing.at(at).mean()).isCloseTo(process.at(at).mean(), offset(1e-14));
      assertThat(believing.at(at).mean()).isCloseTo(whole.at(at).mean(), offset(1e-12));
      assertThat(believing.at(at).variance()).isCloseTo(whole.at(at).variance(), offset(1e-12));
      assertThat(believing.at(at).variance()).isLessThan(process.at(at).variance());
    }
  }

  /** Only the third coordinate matters, so its length scale must be by far the shortest. */
  @Test
  void fitFindsTheCoordinateThatMatters() {
    SplittableRandom random = new SplittableRandom(3);
    double[][] x = new double[40][];
    double[] y = new double[40];
    for (int i = 0; i < 40; i++) {
      x[i] = random.doubles(4).toArray();
      y[i] = Math.sin(6 * x[i][2]) / 0.7;
    }
    double[] weights = KernelFit.kernel(x, y, new boolean[4]).weights();
    for (int j : new int[] {0, 1, 3}) {
      assertThat(weights[2]).isGreaterThan(10 * weights[j]);
    }
  }

  @Test
  void aMatrixThatIsNotPositiveDefiniteIsRefused() {
    assertThatThrownBy(() -> Cholesky.of(new double[] {1, 2, 2, 1}, 2))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("pivot 1");
  }

  @Test
  void choleskySolvesAndInverts() {
    SplittableRandom random = new SplittableRandom(1);
    int n = 23;
    double[] root = random.doubles(n * n).toArray();
    double[] matrix = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        matrix[i * n + j] = (i == j ? 1 : 0) + Cholesky.dot(root, i * n, root, j * n, 0, n);
      }
    }
    Cholesky factor = Cholesky.of(matrix.clone(), n);
    double[] inverse = factor.inverse();
    double[] ones = new double[n];
    Arrays.fill(ones, 1);
    factor.forward(ones);
    factor.backward(ones);
    for (int i = 0; i < n; i++) {
      assertThat(Cholesky.dot(matrix, i * n, ones, 0, 0, n)).isCloseTo(1, offset(1e-10));
      for (int j = 0; j < n; j++) {
        double product = Cholesky.dot(matrix, i * n, inverse, j * n, 0, n);
        assertThat(product).isCloseTo(i == j ? 1 : 0, offset(1e-10));
      }
    }
  }
}
