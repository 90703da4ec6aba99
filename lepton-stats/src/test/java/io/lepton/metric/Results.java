package io.lepton.metric;

import io.lepton.bytes.Digest;
import io.lepton.model.DataReference;
import java.util.List;
import java.util.stream.IntStream;

/** Short ways to a result. */
final class Results {
  private Results() {}

  static DataReference data(int rows) {
    return new DataReference("test", Digest.of("cases"), rows);
  }

  static ClassificationResult binary(int[] actual, double... scores) {
    double[][] probabilities = new double[scores.length][];
    for (int i = 0; i < scores.length; i++) {
      probabilities[i] = new double[] {1 - scores[i], scores[i]};
    }
    return ClassificationResult.of(
        data(actual.length), List.of("bad", "good"), "good", actual, probabilities);
  }

  static ClassificationResult multiClass(int[] actual, double[][] probabilities) {
    List<String> classes =
        IntStream.range(0, probabilities[0].length).mapToObj(i -> "class" + i).toList();
    return ClassificationResult.of(data(actual.length), classes, null, actual, probabilities);
  }
}
