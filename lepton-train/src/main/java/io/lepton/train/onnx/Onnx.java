package io.lepton.train.onnx;

import io.lepton.bytes.ByteSource;
import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import io.lepton.internal.Json;
import io.lepton.model.Lineage;
import io.lepton.model.ModelSnapshot;
import io.lepton.network.Network;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Weights;
import io.lepton.train.internal.ModelConfig;
import io.lepton.train.internal.ModelInputs;
import io.lepton.train.internal.ModelOutput;
import io.lepton.train.internal.TabularConfig;
import io.lepton.train.internal.TensorInput;
import io.lepton.train.onnx.internal.NetworkExport;
import io.lepton.train.onnx.internal.OnnxConfig;
import io.lepton.train.onnx.internal.OnnxRuntime;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Models as ONNX. The export writes operator set 17 of the default domain, which ONNX 1.12 and
 * newer know; the graph has one float input {@code input} [batch, ...] and one float output {@code
 * output} [batch, ...].
 */
public final class Onnx {
  /** The operator set of exported models. */
  public static final int OPSET = 17;

  private Onnx() {}

  /**
   * Writes a network as an ONNX model.
   *
   * @param network any
   * @param weights that fit it
   * @return the bytes of an ONNX file, the same for the same network and weights
   * @throws InvalidInputException if the weights do not fit
   * @throws io.lepton.error.EngineException if the dependency for it is absent
   */
  public static byte[] export(Network network, Weights weights) {
    network.requireWeights(weights);
    return OnnxRuntime.needing(OnnxRuntime.PROTOS, () -> NetworkExport.export(network, weights));
  }

  /**
   * Writes a trained model as an ONNX snapshot, with the same signature, encoding of rows, classes,
   * hyperparameters, files and lineage.
   *
   * @param snapshot of a template: of the format {@code lepton.tabular-classifier/1} or {@code
   *     lepton.network-model/1}
   * @return a snapshot of the format {@value OnnxEngine#FORMAT}
   * @throws InvalidInputException if the format is another
   * @throws CorruptDataException if the snapshot does not hold together
   */
  public static ModelSnapshot snapshot(ModelSnapshot snapshot) {
    if (snapshot.format().equals(ModelConfig.FORMAT)) {
      ModelConfig config = ModelConfig.read(snapshot);
      byte[] model = export(config.network(), snapshot.weights());
      return build(
          snapshot,
          new OnnxConfig(
              digest(model), new ModelInputs.Template(config.input(), config.output()), List.of()),
          model);
    }
    if (!snapshot.format().equals(TabularConfig.FORMAT)) {
      throw new InvalidInputException(
          "format \""
              + snapshot.format()
              + "\"; exported are "
              + TabularConfig.FORMAT
              + " and "
              + ModelConfig.FORMAT
              + "; export the network of others by Onnx.export");
    }
    TabularConfig config = Json.read(snapshot.config(), TabularConfig.class, "the model's config");
    byte[] model =
        export(
            TabularNetworks.network(config.shape()),
            TabularNetworks.weights(config.shape(), snapshot.weights()));
    OnnxConfig onnx =
        new OnnxConfig(digest(model), new ModelInputs.Tabular(config), config.classes());
    return build(snapshot, onnx, model);
  }

  /**
   * Wraps a classifier of plain tensors as a snapshot.
   *
   * @param model the bytes of an ONNX file: one input [batch, ...], one output of logits [batch,
   *     classes]
   * @param input name of the tensor in a row
   * @param shape of the tensor, without the batch axis
   * @param classes in the order of the logits
   * @param lineage where the model came from
   * @return a snapshot of the format {@value OnnxEngine#FORMAT}
   */
  public static ModelSnapshot classifier(
      byte[] model, String input, Shape shape, List<String> classes, Lineage lineage) {
    OnnxConfig config = new OnnxConfig(digest(model), new ModelInputs.Plain(input, shape), classes);
    return build(ModelSnapshot.builder(OnnxEngine.FORMAT).lineage(lineage).build(), config, model);
  }

  /**
   * Wraps a regressor of plain tensors as a snapshot.
   *
   * @param model the bytes of an ONNX file: one input [batch, ...], one output of one number a row
   * @param input name of the tensor in a row
   * @param shape of the tensor, without the batch axis
   * @param target what the number is of
   * @param lineage where the model came from
   * @return a snapshot of the format {@value OnnxEngine#FORMAT}
   * @throws InvalidInputException if the shape is empty
   */
  public static ModelSnapshot regressor(
      byte[] model, String input, Shape shape, String target, Lineage lineage) {
    return wrap(model, new TensorInput(input, shape), ModelOutput.number(target), lineage);
  }

  /**
   * Wraps a model of several numbers as a snapshot.
   *
   * @param model the bytes of an ONNX file: one input [batch, ...], one output [batch, outputs]
   * @param input name of the tensor in a row
   * @param shape of the tensor, without the batch axis
   * @param outputs their names, in order
   * @param lineage where the model came from
   * @return a snapshot of the format {@value OnnxEngine#FORMAT}
   * @throws InvalidInputException if the shape is empty, there are no outputs, or two are alike
   */
  public static ModelSnapshot outputs(
      byte[] model, String input, Shape shape, List<String> outputs, Lineage lineage) {
    return wrap(model, new TensorInput(input, shape), new ModelOutput.Outputs(outputs), lineage);
  }

  private static ModelSnapshot wrap(
      byte[] model, TensorInput input, ModelOutput output, Lineage lineage) {
    return build(
        ModelSnapshot.builder(OnnxEngine.FORMAT).lineage(lineage).build(),
        OnnxConfig.of(digest(model), input, output),
        model);
  }

  /**
   * The same model with another graph, such as a quantised one.
   *
   * @param snapshot of the format {@value OnnxEngine#FORMAT}
   * @param model with the same inputs and outputs
   * @return a snapshot that differs in its file alone
   * @throws InvalidInputException if the snapshot's format is another
   */
  public static ModelSnapshot withModel(ModelSnapshot snapshot, byte[] model) {
    if (!snapshot.format().equals(OnnxEngine.FORMAT)) {
      throw new InvalidInputException(
          "format \"" + snapshot.format() + "\"; expected " + OnnxEngine.FORMAT);
    }
    OnnxConfig old = Json.read(snapshot.config(), OnnxConfig.class, "the model's config");
    return build(snapshot, new OnnxConfig(digest(model), old.inputs(), old.classes()), model);
  }

  /**
   * The ONNX file of a snapshot.
   *
   * @param snapshot of the format {@value OnnxEngine#FORMAT}
   * @return its bytes
   * @throws CorruptDataException if the snapshot lacks it
   */
  public static byte[] model(ModelSnapshot snapshot) {
    ByteSource file = snapshot.files().get(OnnxConfig.FILE);
    if (file == null) {
      throw new CorruptDataException(
          "file \"" + OnnxConfig.FILE + "\" is missing; there are " + snapshot.files().keySet());
    }
    ByteBuffer bytes = file.readAll();
    byte[] model = new byte[bytes.remaining()];
    bytes.get(model);
    return model;
  }

  private static Digest digest(byte[] model) {
    return Digest.of(ByteSource.of(model));
  }

  private static ModelSnapshot build(ModelSnapshot of, OnnxConfig config, byte[] model) {
    Map<String, ByteSource> files = new LinkedHashMap<>(of.files());
    files.put(OnnxConfig.FILE, ByteSource.of(model.clone()));
    return new ModelSnapshot(
        OnnxEngine.FORMAT,
        Json.text(config),
        Weights.empty(),
        files,
        of.hyperparameters(),
        config.signature(),
        of.lineage());
  }
}
