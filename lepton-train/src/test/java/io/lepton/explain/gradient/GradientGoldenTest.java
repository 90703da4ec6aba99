package io.lepton.explain.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.explain.gradient.SmallNetwork.Last;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Agreement with PyTorch's autograd")
class GradientGoldenTest {
  // inputs, points of the path and gradients are single precision: sums of fifty products of such
  private static final double TOLERANCE = 2e-6;

  private final Map<String, double[]> rows = new LinkedHashMap<>();
  private int compared;

  private SmallNetwork network(Last last) {
    return new SmallNetwork(
        new double[][] {rows.get("w0"), rows.get("w1"), rows.get("w2")},
        new double[][] {rows.get("b0"), rows.get("b1"), rows.get("b2")},
        last);
  }

  private float[] floats(String name) {
    double[] values = rows.get(name);
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  @Test
  @DisplayName("saliency, gradient times input and integrated gradients are the same numbers")
  void sameNumbers() throws Exception {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                GradientGoldenTest.class.getResourceAsStream("gradient-golden.csv"),
                StandardCharsets.UTF_8))) {
      for (String line; (line = in.readLine()) != null; ) {
        String[] cells = line.split(",");
        rows.put(cells[0], Arrays.stream(cells).skip(1).mapToDouble(Double::parseDouble).toArray());
        compare(cells[0]);
      }
    }
    assertThat(compared).isEqualTo(3 * 7);
  }

  private void compare(String row) {
    String[] parts = row.split("_");
    if (parts.length < 2) {
      return;
    }
    compared++;
    SmallNetwork network = network(Last.valueOf(parts[1].toUpperCase(Locale.ROOT)));
    float[] input = floats("input");
    double[] expected = rows.get(row);
    if (parts[0].equals("outputs")) {
      float[] outputs = network.outputs(new float[][] {input})[0];
      for (int i = 0; i < expected.length; i++) {
        assertThat((double) outputs[i]).isCloseTo(expected[i], within(TOLERANCE));
      }
      return;
    }
    int output = Integer.parseInt(parts[2]);
    if (parts[0].equals("gradient")) {
      forms(network, input, output, expected);
      return;
    }
    IntegratedGradients method =
        IntegratedGradients.withDefaults().withBaselines(floats("baseline"));
    IntegratedGradients.Result found =
        (parts[0].equals("midpoint")
                ? method.with(PathRule.MIDPOINT).withSteps(50, 50)
                : method.withSteps(32, 32))
            .explain(network, input, output);
    assertThat(found.attribution().values()).as(row).containsExactly(expected, within(TOLERANCE));
  }

  private static void forms(SmallNetwork network, float[] input, int output, double[] gradient) {
    Saliency saliency = Saliency.withDefaults();
    double[] sizes = Arrays.stream(gradient).map(Math::abs).toArray();
    double[] times = gradient.clone();
    for (int i = 0; i < times.length; i++) {
      times[i] *= input[i];
    }
    assertThat(saliency.with(Saliency.Form.SIGNED).explain(network, input, output).values())
        .containsExactly(gradient, within(TOLERANCE));
    assertThat(saliency.explain(network, input, output).values())
        .containsExactly(sizes, within(TOLERANCE));
    assertThat(saliency.with(Saliency.Form.TIMES_INPUT).explain(network, input, output).values())
        .containsExactly(times, within(TOLERANCE));
  }
}
