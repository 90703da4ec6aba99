package io.lepton.stats.compute.nd4j;

import io.lepton.error.EngineException;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** All calls to ND4J, and what happened when it was loaded, once, on first use. */
final class Nd4jLibrary {
  private Nd4jLibrary() {}

  /** Loaded on first use; a class of its own, because loading ND4J takes seconds. */
  private static final class Loading {
    static final Optional<String> FAILURE = load();

    private Loading() {}

    private static Optional<String> load() {
      try {
        Nd4j.getBackend();
        return Optional.empty();
      } catch (Exception | LinkageError e) {
        Throwable root = e;
        while (root.getCause() != null) {
          root = root.getCause();
        }
        return Optional.of(root.toString());
      }
    }
  }

  static Optional<String> unavailable() {
    return Loading.FAILURE.map(
        failure ->
            "ND4J does not load ("
                + failure
                + "); put org.nd4j:nd4j-native:1.0.0-M2.1 with the classifier of this platform on"
                + " the class path (CPU), or org.nd4j:nd4j-cuda-11.6 (NVIDIA device, driver and"
                + " CUDA 11.6), or take the backend \"jvm\"");
  }

  static String device() {
    return backend().contains("Jcublas") ? "cuda" : "cpu";
  }

  static String version() {
    return "ND4J " + backend();
  }

  private static String backend() {
    return Nd4j.getBackend().getClass().getSimpleName();
  }

  /** The product of a matrix, row by row, with a column. */
  static double[] multiply(double[] matrix, int rows, double[] column) {
    try (INDArray left = Nd4j.createFromArray(matrix);
        INDArray right = Nd4j.createFromArray(column);
        INDArray product =
            left.reshape('c', rows, column.length).mmul(right.reshape('c', column.length, 1))) {
      return product.toDoubleVector();
    } catch (RuntimeException e) {
      throw new EngineException("ND4J failed on " + rows + " x " + column.length, e);
    }
  }
}
