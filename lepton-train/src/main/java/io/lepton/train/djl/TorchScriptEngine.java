package io.lepton.train.djl;

import io.lepton.bytes.ByteSource;
import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import io.lepton.internal.Json;
import io.lepton.model.ModelSnapshot;
import io.lepton.spi.ModelEngine;
import io.lepton.spi.Predictor;
import io.lepton.train.djl.internal.PyTorch;
import io.lepton.train.djl.internal.TorchScriptConfig;
import java.util.List;
import java.util.Set;

/**
 * Runs TorchScript modules ({@value #FORMAT}) on DJL's PyTorch engine. Thread-safe. PyTorch's
 * native libraries are loaded with the first model, not before.
 *
 * <p>A module is tried when it is loaded, on a row of zeros: one that does not take rows of its
 * shape, gives something else than its signature says, or says another thing when asked twice, is
 * refused then.
 */
public final class TorchScriptEngine implements ModelEngine {
  /** The engine's name. */
  public static final String NAME = "torchscript";

  /** The format it loads. */
  public static final String FORMAT = TorchScriptConfig.FORMAT;

  /** Creates the engine, which loads nothing yet. */
  public TorchScriptEngine() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Properties properties() {
    return new Properties(
        Set.of(FORMAT), List.of("cpu"), "TorchScript through DJL " + PyTorch.djlVersion());
  }

  @Override
  public Predictor load(ModelSnapshot snapshot) {
    if (!snapshot.format().equals(FORMAT)) {
      throw new InvalidInputException(
          "format \"" + snapshot.format() + "\"; the engine " + NAME + " loads " + FORMAT);
    }
    TorchScriptConfig config =
        Json.read(snapshot.config(), TorchScriptConfig.class, "the model's config");
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
    return TorchScriptPredictor.open(config, file(snapshot, config.model()));
  }

  private static ByteSource file(ModelSnapshot snapshot, Digest expected) {
    String name = TorchScriptConfig.FILE;
    ByteSource file = snapshot.files().get(name);
    if (file == null) {
      throw new CorruptDataException(
          "file \"" + name + "\" is missing; there are " + snapshot.files().keySet());
    }
    Digest found = Digest.of(file);
    if (!found.equals(expected)) {
      throw new CorruptDataException(
          "file \""
              + name
              + "\" has the digest "
              + found.hex()
              + "; the model's config asks for "
              + expected.hex());
    }
    return file;
  }
}
