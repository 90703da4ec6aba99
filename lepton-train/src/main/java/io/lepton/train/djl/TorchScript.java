package io.lepton.train.djl;

import io.lepton.bytes.ByteSource;
import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import io.lepton.internal.Json;
import io.lepton.model.Lineage;
import io.lepton.model.ModelSnapshot;
import io.lepton.tensor.Shape;
import io.lepton.train.djl.internal.TorchArchive;
import io.lepton.train.djl.internal.TorchScriptConfig;
import io.lepton.train.internal.ModelOutput;
import io.lepton.train.internal.RowInput;
import io.lepton.train.internal.TensorInput;
import java.util.List;

/**
 * TorchScript files made elsewhere, by {@code torch.jit.trace} or {@code torch.jit.script} and
 * {@code torch.jit.save}, as snapshots of the format {@value TorchScriptEngine#FORMAT}. The file
 * says little of what goes in and comes out, so the caller says it.
 */
public final class TorchScript {
  private TorchScript() {}

  /**
   * Wraps a classifier.
   *
   * @param file its bytes, of a module that takes one float tensor [batch, ...] and gives logits
   *     [batch, classes]
   * @param input name of the tensor in a row
   * @param shape of the tensor, without the batch axis
   * @param classes in the order of the logits
   * @param lineage where the model came from
   * @return the snapshot
   * @throws CorruptDataException if the file is damaged, or no TorchScript
   * @throws InvalidInputException if the shape is empty, there are fewer than two classes, or two
   *     are alike
   */
  public static ModelSnapshot classifier(
      ByteSource file, String input, Shape shape, List<String> classes, Lineage lineage) {
    return wrap(file, new TensorInput(input, shape), new ModelOutput.Classes(classes), lineage);
  }

  /**
   * Wraps a regressor.
   *
   * @param file its bytes, of a module that takes one float tensor [batch, ...] and gives one
   *     number a row
   * @param input name of the tensor in a row
   * @param shape of the tensor, without the batch axis
   * @param target what the number is of
   * @param lineage where the model came from
   * @return the snapshot
   * @throws CorruptDataException if the file is damaged, or no TorchScript
   * @throws InvalidInputException if the shape is empty
   */
  public static ModelSnapshot regressor(
      ByteSource file, String input, Shape shape, String target, Lineage lineage) {
    return wrap(file, new TensorInput(input, shape), ModelOutput.number(target), lineage);
  }

  /**
   * Wraps a model of several numbers.
   *
   * @param file its bytes, of a module that takes one float tensor [batch, ...] and gives [batch,
   *     outputs]
   * @param input name of the tensor in a row
   * @param shape of the tensor, without the batch axis
   * @param outputs their names, in order
   * @param lineage where the model came from
   * @return the snapshot
   * @throws CorruptDataException if the file is damaged, or no TorchScript
   * @throws InvalidInputException if the shape is empty, there are no outputs, or two are alike
   */
  public static ModelSnapshot outputs(
      ByteSource file, String input, Shape shape, List<String> outputs, Lineage lineage) {
    return wrap(file, new TensorInput(input, shape), new ModelOutput.Outputs(outputs), lineage);
  }

  private static ModelSnapshot wrap(
      ByteSource file, RowInput input, ModelOutput output, Lineage lineage) {
    TorchArchive.check(TorchScriptConfig.FILE, file.readAll());
    TorchScriptConfig config = new TorchScriptConfig(Digest.of(file), input, output);
    return ModelSnapshot.builder(TorchScriptConfig.FORMAT)
        .config(Json.text(config))
        .file(TorchScriptConfig.FILE, file)
        .signature(config.signature())
        .lineage(lineage)
        .build();
  }
}
