package io.lepton.stats.compute.nd4j;

import io.lepton.error.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.factory.Nd4jBackend;

/** All calls to ND4J, and what happened when it was loaded, once, on first use. */
final class Nd4jLibrary {
  private Nd4jLibrary() {}

  /** Loaded on first use; a class of its own, because loading ND4J takes seconds. */
  private static final class Loading {
    static final Optional<String> FAILURE = load();

    private Loading() {}

    private static Optional<String> load() {
      List<String> reasons = new ArrayList<>();
      try {
        // ND4J logs why it skips one and throws without it; so each is asked before.
        for (Nd4jBackend each : ServiceLoader.load(Nd4jBackend.class)) {
          reasonAgainst(each).ifPresent(reasons::add);
        }
        Nd4j.getBackend();
        return Optional.empty();
      } catch (Exception | LinkageError | ServiceConfigurationError e) {
        return Optional.of(reasons.isEmpty() ? rootOf(e).toString() : String.join("; ", reasons));
      }
    }

    private static Optional<String> reasonAgainst(Nd4jBackend backend) {
      String name = backend.getClass().getSimpleName();
      try {
        return backend.isAvailable()
            ? Optional.empty()
            : Optional.of(name + " finds nothing to run on");
      } catch (Exception | LinkageError e) {
        return Optional.of(name + ": " + rootOf(e).getMessage());
      }
    }

    private static Throwable rootOf(Throwable e) {
      Throwable root = e;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      return root;
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
