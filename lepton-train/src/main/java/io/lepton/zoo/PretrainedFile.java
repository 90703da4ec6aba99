package io.lepton.zoo;

import io.lepton.bytes.ByteSource;
import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.error.StorageException;
import io.lepton.model.Lineage;
import io.lepton.model.ModelSnapshot;
import io.lepton.tensor.Shape;
import io.lepton.train.djl.TorchScript;
import io.lepton.train.djl.tensorflow.SavedModels;
import io.lepton.train.internal.ModelOutput;
import io.lepton.train.onnx.Onnx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A file that another framework made, with what it does not say itself: TorchScript ({@code .pt},
 * {@code .pth}, {@code .torchscript}), ONNX ({@code .onnx}) or the folder of a SavedModel. Made
 * into a snapshot each time it is asked for. Immutable.
 *
 * <p>The model takes one float tensor [batch, ...] and gives one: a classifier logits [batch,
 * classes], a regressor one number a row, any other several numbers [batch, outputs].
 */
public final class PretrainedFile implements Supplier<ModelSnapshot> {
  private static final String SERVING = "serving_default";

  private final Path file;
  private final Kind kind;
  private final String input;
  private final Shape shape;
  private final ModelOutput output;
  private final String signature; // of a SavedModel
  private final @Nullable Digest sha256;

  /** What made a file. */
  public enum Kind {
    /** {@code torch.jit.save}. */
    TORCHSCRIPT,
    /** Any exporter of ONNX. */
    ONNX,
    /** {@code tf.saved_model.save}; a folder. */
    SAVED_MODEL
  }

  private PretrainedFile(
      Path file,
      String input,
      Shape shape,
      ModelOutput output,
      String signature,
      @Nullable Digest sha256) {
    this.file = file;
    this.kind = kind(file);
    this.input = Objects.requireNonNull(input);
    this.shape = Objects.requireNonNull(shape);
    this.output = output;
    this.signature = signature;
    this.sha256 = sha256;
  }

  private static Kind kind(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    if (name.endsWith(".onnx")) {
      return Kind.ONNX;
    }
    if (name.endsWith(".pt") || name.endsWith(".pth") || name.endsWith(".torchscript")) {
      return Kind.TORCHSCRIPT;
    }
    if (!name.contains(".") || Files.isDirectory(file)) {
      return Kind.SAVED_MODEL;
    }
    throw new InvalidInputException(
        file
            + " is of no known kind; expected .pt, .pth or .torchscript, .onnx, or the folder of a"
            + " SavedModel");
  }

  /**
   * A classifier.
   *
   * @param file TorchScript or ONNX, or the folder of a SavedModel
   * @param input name of the tensor in a row
   * @param shape of the tensor, without the batch axis
   * @param classes in the order of the logits, at least two
   * @return the file, not read yet
   * @throws InvalidInputException if the name's ending says nothing, there are fewer than two
   *     classes, or two are alike
   */
  public static PretrainedFile classifier(
      Path file, String input, Shape shape, List<String> classes) {
    return new PretrainedFile(file, input, shape, new ModelOutput.Classes(classes), SERVING, null);
  }

  /**
   * A regressor.
   *
   * @param file TorchScript or ONNX, or the folder of a SavedModel
   * @param input name of the tensor in a row
   * @param shape of the tensor, without the batch axis
   * @param target what the number is of
   * @return the file, not read yet
   * @throws InvalidInputException if the name's ending says nothing
   */
  public static PretrainedFile regressor(Path file, String input, Shape shape, String target) {
    return new PretrainedFile(file, input, shape, ModelOutput.number(target), SERVING, null);
  }

  /**
   * A model of several numbers, such as of several targets, or an embedding.
   *
   * @param file TorchScript or ONNX, or the folder of a SavedModel
   * @param input name of the tensor in a row
   * @param shape of the tensor, without the batch axis
   * @param outputs names of the numbers, in order, at least one
   * @return the file, not read yet
   * @throws InvalidInputException if the name's ending says nothing, there are no outputs, or two
   *     are alike
   */
  public static PretrainedFile outputs(Path file, String input, Shape shape, List<String> outputs) {
    return new PretrainedFile(file, input, shape, new ModelOutput.Outputs(outputs), SERVING, null);
  }

  /**
   * Names the signature of a SavedModel.
   *
   * @param key by default {@code serving_default}
   * @return a new description
   */
  public PretrainedFile withSignature(String key) {
    return new PretrainedFile(file, input, shape, output, key, sha256);
  }

  /**
   * Asks for these bytes and no others. Not for folders, whose snapshots hold digests of their own.
   *
   * @param digest SHA-256 of the file
   * @return a new description
   * @throws InvalidInputException if it is a SavedModel
   */
  public PretrainedFile withSha256(Digest digest) {
    if (kind == Kind.SAVED_MODEL) {
      throw new InvalidInputException(file + " is a folder, which has no SHA-256");
    }
    return new PretrainedFile(
        file, input, shape, output, signature, Objects.requireNonNull(digest));
  }

  /**
   * What it is.
   *
   * @return by the ending of its name
   */
  public Kind kind() {
    return kind;
  }

  /**
   * Reads the file. What its engine does when it loads the snapshot is not done here.
   *
   * @return a snapshot that holds the file
   * @throws NotFoundException if there is no such file
   * @throws CorruptDataException if it is damaged or of another kind, as far as can be told without
   *     its engine, or has another SHA-256
   * @throws StorageException if it cannot be read
   */
  @Override
  public ModelSnapshot get() {
    if (!Files.exists(file)) {
      throw new NotFoundException("there is no " + file);
    }
    if (kind == Kind.SAVED_MODEL) {
      return savedModel();
    }
    byte[] content = read();
    Digest found = Digest.of(content);
    if (sha256 != null && !found.equals(sha256)) {
      throw new CorruptDataException(
          file + " has the SHA-256 " + found.hex() + "; expected " + sha256.hex());
    }
    return kind == Kind.ONNX ? onnx(content) : torchScript(ByteSource.of(content));
  }

  private ModelSnapshot savedModel() {
    if (output instanceof ModelOutput.Classes classes) {
      return SavedModels.classifier(file, signature, input, shape, classes.classes(), lineage());
    }
    if (output instanceof ModelOutput.Outputs outputs) {
      return SavedModels.outputs(file, signature, input, shape, outputs.names(), lineage());
    }
    return SavedModels.regressor(file, signature, input, shape, target(), lineage());
  }

  private ModelSnapshot onnx(byte[] content) {
    if (output instanceof ModelOutput.Classes classes) {
      return Onnx.classifier(content, input, shape, classes.classes(), lineage());
    }
    if (output instanceof ModelOutput.Outputs outputs) {
      return Onnx.outputs(content, input, shape, outputs.names(), lineage());
    }
    return Onnx.regressor(content, input, shape, target(), lineage());
  }

  private ModelSnapshot torchScript(ByteSource content) {
    if (output instanceof ModelOutput.Classes classes) {
      return TorchScript.classifier(content, input, shape, classes.classes(), lineage());
    }
    if (output instanceof ModelOutput.Outputs outputs) {
      return TorchScript.outputs(content, input, shape, outputs.names(), lineage());
    }
    return TorchScript.regressor(content, input, shape, target(), lineage());
  }

  private String target() {
    return ((ModelOutput.Numeric) output).target();
  }

  private Lineage lineage() {
    return Lineage.builder().environment("pretrained", String.valueOf(file.getFileName())).build();
  }

  private byte[] read() {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new StorageException(
          StorageException.Kind.PERMANENT, "cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
