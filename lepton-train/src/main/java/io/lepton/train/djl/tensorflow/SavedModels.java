package io.lepton.train.djl.tensorflow;

import io.lepton.bytes.ByteSource;
import io.lepton.bytes.Digest;
import io.lepton.error.InvalidInputException;
import io.lepton.error.StorageException;
import io.lepton.internal.Json;
import io.lepton.model.Lineage;
import io.lepton.model.ModelSnapshot;
import io.lepton.tensor.Shape;
import io.lepton.train.djl.tensorflow.internal.Folders;
import io.lepton.train.djl.tensorflow.internal.SavedModelConfig;
import io.lepton.train.internal.ModelInputs;
import io.lepton.train.internal.ModelOutput;
import io.lepton.train.internal.TensorInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** SavedModels as snapshots. */
public final class SavedModels {
  private SavedModels() {}

  /**
   * Wraps a classifier of plain tensors as a snapshot.
   *
   * @param folder of a SavedModel
   * @param signature its key, mostly {@code serving_default}: one float tensor [batch, ...] in, one
   *     of logits [batch, classes] out
   * @param input name of the tensor in a row
   * @param shape of the tensor, without the batch axis
   * @param classes in the order of the logits
   * @param lineage where the model came from
   * @return a snapshot of the format {@value SavedModelEngine#FORMAT}
   * @throws InvalidInputException if the folder holds no SavedModel
   * @throws StorageException if it cannot be read
   */
  public static ModelSnapshot classifier(
      Path folder,
      String signature,
      String input,
      Shape shape,
      List<String> classes,
      Lineage lineage) {
    return wrap(folder, signature, new ModelInputs.Plain(input, shape), classes, lineage);
  }

  /**
   * Wraps a regressor of plain tensors as a snapshot.
   *
   * @param folder of a SavedModel
   * @param signature its key, mostly {@code serving_default}: one float tensor [batch, ...] in, one
   *     number a row out
   * @param input name of the tensor in a row
   * @param shape of the tensor, without the batch axis
   * @param target what the number is of
   * @param lineage where the model came from
   * @return a snapshot of the format {@value SavedModelEngine#FORMAT}
   * @throws InvalidInputException if the folder holds no SavedModel, or the shape is empty
   * @throws StorageException if it cannot be read
   */
  public static ModelSnapshot regressor(
      Path folder, String signature, String input, Shape shape, String target, Lineage lineage) {
    return wrap(folder, signature, inputs(input, shape, ModelOutput.number(target)), lineage);
  }

  /**
   * Wraps a model of several numbers as a snapshot.
   *
   * @param folder of a SavedModel
   * @param signature its key, mostly {@code serving_default}: one float tensor [batch, ...] in, one
   *     [batch, outputs] out
   * @param input name of the tensor in a row
   * @param shape of the tensor, without the batch axis
   * @param outputs their names, in order
   * @param lineage where the model came from
   * @return a snapshot of the format {@value SavedModelEngine#FORMAT}
   * @throws InvalidInputException if the folder holds no SavedModel, the shape is empty, there are
   *     no outputs, or two are alike
   * @throws StorageException if it cannot be read
   */
  public static ModelSnapshot outputs(
      Path folder,
      String signature,
      String input,
      Shape shape,
      List<String> outputs,
      Lineage lineage) {
    return wrap(folder, signature, inputs(input, shape, new ModelOutput.Outputs(outputs)), lineage);
  }

  private static ModelInputs inputs(String input, Shape shape, ModelOutput output) {
    return new ModelInputs.Template(new TensorInput(input, shape), output);
  }

  private static ModelSnapshot wrap(
      Path folder, String signature, ModelInputs inputs, Lineage lineage) {
    return wrap(folder, signature, inputs, List.of(), lineage);
  }

  private static ModelSnapshot wrap(
      Path folder, String signature, ModelInputs inputs, List<String> classes, Lineage lineage) {
    Map<String, ByteSource> files = read(folder);
    Map<String, Digest> digests = new LinkedHashMap<>();
    files.forEach((name, content) -> digests.put(name, Digest.of(content)));
    SavedModelConfig config = new SavedModelConfig(digests, signature, inputs, classes);
    ModelSnapshot.Builder snapshot =
        ModelSnapshot.builder(SavedModelConfig.FORMAT)
            .config(Json.text(config))
            .signature(config.signature())
            .lineage(lineage);
    files.forEach((name, content) -> snapshot.file(SavedModelConfig.PREFIX + name, content));
    return snapshot.build();
  }

  private static Map<String, ByteSource> read(Path folder) {
    if (!Files.exists(folder.resolve("saved_model.pb"))) {
      throw new InvalidInputException(folder + " has no saved_model.pb, so it is no SavedModel");
    }
    Map<String, ByteSource> files = new LinkedHashMap<>();
    try {
      for (Path file : Folders.files(folder)) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        files.put(name, ByteSource.of(Files.readAllBytes(file)));
      }
    } catch (IOException e) {
      throw new StorageException(
          StorageException.Kind.PERMANENT, "SavedModel " + folder + " cannot be read: " + e, e);
    }
    return files;
  }
}
