package io.lepton.train.djl.internal;

import ai.djl.pytorch.engine.PtNDArray;
import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.error.InvalidInputException;
import io.lepton.internal.Json;
import io.lepton.tensor.Safetensors;
import io.lepton.tensor.SafetensorsFile;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The whole state of a training in one safetensors file: {@code now/} the parameters, {@code best/}
 * those of the best epoch, {@code state/} the update rule's moments; in its metadata the format,
 * the identity of the training, and the {@link State} as JSON. What is drawn at random depends on
 * the seed and the place only, so no generator has a state.
 */
record Checkpoint(State state, Values weights, Weights best, Values moments) {
  static final String FORMAT = "lepton.checkpoint/1";

  private static final String NOW = "now/";
  private static final String BEST = "best/";
  private static final String STATE = "state/";

  /** Tensors under a prefix. */
  record Values(Weights all, String prefix, Path file) {
    /** Overwrites arrays, each of which must be there. */
    void into(Map<String, PtNDArray> arrays) {
      arrays.forEach(
          (name, array) -> {
            Tensor tensor = all.find(prefix + name).orElse(null);
            Shape shape = Shape.of(array.getShape().getShape());
            if (tensor == null || !tensor.shape().equals(shape)) {
              throw new CorruptDataException(
                  "checkpoint "
                      + file
                      + ": \""
                      + prefix
                      + name
                      + "\" "
                      + shape
                      + " expected, found "
                      + tensor);
            }
            Arrays.put(array, tensor.toFloats());
          });
    }
  }

  static void write(
      Path file,
      String identity,
      State state,
      Weights now,
      Weights best,
      Map<String, PtNDArray> moments) {
    Weights.Builder all = Weights.builder();
    now.asMap().forEach((name, tensor) -> all.put(NOW + name, tensor));
    best.asMap().forEach((name, tensor) -> all.put(BEST + name, tensor));
    moments.forEach(
        (name, array) ->
            all.put(
                STATE + name,
                Tensor.ofFloats(Shape.of(array.getShape().getShape()), Arrays.read(array))));
    Safetensors.write(
        file,
        all.build(),
        Map.of("format", FORMAT, "identity", identity, "state", Json.text(state)));
  }

  /** Null if there is no file, for which there must be a folder. */
  static @Nullable Checkpoint read(Path file, String identity) {
    if (!Files.exists(file)) {
      Path folder = file.toAbsolutePath().getParent();
      if (folder == null || !Files.isDirectory(folder)) {
        throw new InvalidInputException(
            "checkpoint " + file + " cannot be written: there is no folder " + folder);
      }
      return null;
    }
    SafetensorsFile found = Safetensors.read(file);
    String format = found.metadata().getOrDefault("format", "none");
    if (!format.equals(FORMAT)) {
      if (format.matches("lepton\\.checkpoint/\\d+")) {
        throw new FormatTooNewException(
            "checkpoint " + file + " is of the format " + format + "; this Lepton reads " + FORMAT);
      }
      throw new CorruptDataException(file + " is not a checkpoint; its format is " + format);
    }
    if (!identity.equals(found.metadata().get("identity"))) {
      throw new InvalidInputException(
          "checkpoint "
              + file
              + " is of a training with other settings, first weights or data; delete it to start"
              + " anew, or name another file");
    }
    State state =
        Json.read(found.metadata().getOrDefault("state", ""), State.class, "checkpoint " + file);
    Weights.Builder best = Weights.builder();
    found
        .weights()
        .asMap()
        .forEach(
            (name, tensor) -> {
              if (name.startsWith(BEST)) {
                // Read now: the file is replaced while the training goes on.
                best.put(
                    name.substring(BEST.length()),
                    Tensor.ofFloats(tensor.shape(), tensor.toFloats()));
              }
            });
    return new Checkpoint(
        state,
        new Values(found.weights(), NOW, file),
        best.build(),
        new Values(found.weights(), STATE, file));
  }
}
