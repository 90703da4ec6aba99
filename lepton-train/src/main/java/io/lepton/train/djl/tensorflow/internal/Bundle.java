package io.lepton.train.djl.tensorflow.internal;

import io.lepton.error.CorruptDataException;
import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import java.nio.file.Path;
import java.util.Map;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat32;

/** A SavedModel with one signature of one float tensor in and one out. */
public final class Bundle implements AutoCloseable {
  private final SavedModelBundle bundle;
  private final String input;
  private final String output;
  private final long[] shape;

  private Bundle(SavedModelBundle bundle, String input, String output, long[] shape) {
    this.bundle = bundle;
    this.input = input;
    this.output = output;
    this.shape = shape;
  }

  /** Loads from a folder, which is not needed afterwards. */
  public static Bundle load(Path folder, String key, int threads) {
    SavedModelBundle bundle;
    try {
      bundle =
          SavedModelBundle.loader(folder.toString())
              .withTags(SavedModelBundle.DEFAULT_TAG)
              .withConfigProto(config(threads))
              .load();
    } catch (TensorFlowException | IllegalArgumentException e) {
      throw new CorruptDataException("the SavedModel cannot be loaded: " + e.getMessage(), e);
    }
    try {
      return of(bundle, key);
    } catch (RuntimeException e) {
      bundle.close();
      throw e;
    }
  }

  static ConfigProto config(int threads) {
    return ConfigProto.newBuilder()
        .setIntraOpParallelismThreads(threads)
        .setInterOpParallelismThreads(1)
        .build();
  }

  private static Bundle of(SavedModelBundle bundle, String key) {
    Signature signature =
        bundle.signatures().stream()
            .filter(s -> s.key().equals(key))
            .findFirst()
            .orElseThrow(
                () ->
                    new CorruptDataException(
                        "the SavedModel has no signature \""
                            + key
                            + "\"; there are "
                            + bundle.signatures().stream().map(Signature::key).toList()));
    Map<String, Signature.TensorDescription> inputs = signature.getInputs();
    Map<String, Signature.TensorDescription> outputs = signature.getOutputs();
    if (inputs.size() != 1
        || outputs.size() != 1
        || inputs.values().iterator().next().dataType != DataType.DT_FLOAT
        || outputs.values().iterator().next().dataType != DataType.DT_FLOAT) {
      throw new InvalidInputException(
          "the SavedModel's signature \""
              + key
              + "\" takes "
              + inputs.keySet()
              + " and gives "
              + outputs.keySet()
              + "; only one float tensor in and one out is run");
    }
    Signature.TensorDescription in = inputs.values().iterator().next();
    return new Bundle(bundle, in.name, outputs.values().iterator().next().name, in.shape.asArray());
  }

  /** The input's shape, −1 where any size does. */
  public long[] inputShape() {
    return shape.clone();
  }

  /** Runs rows together. Thread-safe. */
  public float[] run(float[] values, long... dimensions) {
    try (TFloat32 tensor =
        TFloat32.tensorOf(Shape.of(dimensions), DataBuffers.of(values, true, false))) {
      Session.Runner runner = bundle.session().runner().feed(input, tensor).fetch(output);
      try (Result result = runner.run()) {
        TFloat32 found = (TFloat32) result.get(0);
        float[] floats = new float[(int) found.size()];
        found.copyTo(DataBuffers.of(floats, false, false));
        return floats;
      }
    } catch (TensorFlowException | IllegalArgumentException e) {
      throw new EngineException("TensorFlow failed to run the model: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    bundle.close();
  }
}
