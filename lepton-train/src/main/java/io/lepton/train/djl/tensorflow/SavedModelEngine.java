package io.lepton.train.djl.tensorflow;

import io.lepton.bytes.ByteSource;
import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import io.lepton.internal.Json;
import io.lepton.model.ModelSnapshot;
import io.lepton.spi.ModelEngine;
import io.lepton.spi.Predictor;
import io.lepton.train.djl.tensorflow.internal.Bundle;
import io.lepton.train.djl.tensorflow.internal.Folders;
import io.lepton.train.djl.tensorflow.internal.SavedModelConfig;
import io.lepton.train.djl.tensorflow.internal.TensorFlowLibrary;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Runs TensorFlow's SavedModels ({@value #FORMAT}) by a signature, on one thread. Thread-safe.
 * Native libraries are loaded with the first model; the dependencies are optional, and the error of
 * a model loaded without them names them.
 */
public final class SavedModelEngine implements ModelEngine {
  /** The engine's name. */
  public static final String NAME = "tensorflow";

  /** The format it loads. */
  public static final String FORMAT = SavedModelConfig.FORMAT;

  /** Creates the engine, which loads nothing yet. */
  public SavedModelEngine() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Properties properties() {
    return new Properties(Set.of(FORMAT), List.of("cpu"), "TensorFlow through DJL's libraries");
  }

  @Override
  public Predictor load(ModelSnapshot snapshot) {
    if (!snapshot.format().equals(FORMAT)) {
      throw new InvalidInputException(
          "format \"" + snapshot.format() + "\"; the engine " + NAME + " loads " + FORMAT);
    }
    SavedModelConfig config =
        Json.read(snapshot.config(), SavedModelConfig.class, "the model's config");
    if (!config.signature().equals(snapshot.signature()) || snapshot.weights().size() > 0) {
      throw new CorruptDataException(
          "the model's signature "
              + snapshot.signature()
              + " and tensors "
              + snapshot.weights().names()
              + " are not those of its config, "
              + config.signature()
              + " and none");
    }
    Bundle bundle =
        Folders.temporary(
            folder -> {
              for (var file : config.files().entrySet()) {
                Path path = folder.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.write(path, content(snapshot, file.getKey(), file.getValue()));
              }
              return TensorFlowLibrary.needing(() -> Bundle.load(folder, config.key(), 1));
            });
    return new SavedModelPredictor(config, bundle);
  }

  private static byte[] content(ModelSnapshot snapshot, String path, Digest expected) {
    String name = SavedModelConfig.PREFIX + path;
    ByteSource file = snapshot.files().get(name);
    if (file == null) {
      throw new CorruptDataException(
          "file \"" + name + "\" is missing; there are " + snapshot.files().keySet());
    }
    if (!Digest.of(file).equals(expected)) {
      throw new CorruptDataException(
          "file \""
              + name
              + "\" has the digest "
              + Digest.of(file).hex()
              + "; the model's config"
              + " asks for "
              + expected.hex());
    }
    ByteBuffer bytes = file.readAll();
    byte[] content = new byte[bytes.remaining()];
    bytes.get(content);
    return content;
  }
}
