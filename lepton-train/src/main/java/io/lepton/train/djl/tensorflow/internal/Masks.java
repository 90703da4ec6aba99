package io.lepton.train.djl.tensorflow.internal;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** The dropout masks of one step, drawn in Java, so that a seed gives the same bits. */
final class Masks implements AutoCloseable {
  private final Map<Placeholder<TFloat32>, TFloat32> drawn = new LinkedHashMap<>();

  private Masks() {}

  static Masks draw(Collection<TensorFlowGraph.Mask> masks, int rows, SplittableRandom random) {
    Masks all = new Masks();
    try {
      for (TensorFlowGraph.Mask mask : masks) {
        long[] dimensions = TensorFlowGraph.batch(mask.shape()).asArray();
        dimensions[0] = rows;
        float[] values = new float[Math.toIntExact(rows * mask.shape().elementCount())];
        float kept = (float) (1 / (1 - mask.rate()));
        for (int i = 0; i < values.length; i++) {
          values[i] = random.nextDouble() < mask.rate() ? 0 : kept;
        }
        all.drawn.put(
            mask.placeholder(),
            TFloat32.tensorOf(Shape.of(dimensions), DataBuffers.of(values, true, false)));
      }
      return all;
    } catch (RuntimeException e) {
      all.close();
      throw e;
    }
  }

  void feed(Session.Runner runner) {
    drawn.forEach(runner::feed);
  }

  @Override
  public void close() {
    drawn.values().forEach(TFloat32::close);
  }
}
