package io.lepton.train.onnx.internal;

import io.lepton.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A loaded model, without naming classes that may not be on the class path. */
public interface Runner extends AutoCloseable {
  /**
   * An input or output of the model.
   *
   * @param shape unknown where it is not fixed
   * @param elements what it holds
   */
  record Port(String name, Shape shape, Elements elements) {}

  /** What a tensor holds. */
  enum Elements {
    FLOAT,
    /** 64-bit integers: ids, which travel as floats. */
    LONG,
    OTHER
  }

  /** A tensor of floats, row-major; the array is not copied. */
  @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
  record Values(Shape shape, float[] floats) {}

  List<Port> inputs();

  List<Port> outputs();

  Map<String, Values> run(Map<String, Values> values, Set<String> wanted);

  @Override
  void close();
}
