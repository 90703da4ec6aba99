package io.lepton.train.djl;

import io.lepton.bytes.ByteSource;
import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import io.lepton.internal.Json;
import io.lepton.model.DataProfile;
import io.lepton.model.ModelSnapshot;
import io.lepton.spi.ModelEngine;
import io.lepton.spi.Predictor;
import io.lepton.train.djl.internal.PyTorch;
import io.lepton.train.djl.internal.TorchModel;
import io.lepton.train.internal.EncodedTextConfig;
import io.lepton.train.internal.TextFeatures;
import java.util.List;
import java.util.Set;

/**
 * Runs text classifiers on a pretrained encoder ({@value #FORMAT}): the encoder on PyTorch or ONNX
 * Runtime, as its file is, the head on PyTorch. Thread-safe; loads nothing before the first model.
 */
public final class EncodedTextEngine implements ModelEngine {
  /** The engine's name. */
  public static final String NAME = "encoded-text";

  /** The format it loads. */
  public static final String FORMAT = EncodedTextConfig.FORMAT;

  /** Creates the engine, which loads nothing yet. */
  public EncodedTextEngine() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Properties properties() {
    return new Properties(
        Set.of(FORMAT), List.of("cpu"), "PyTorch through DJL " + PyTorch.djlVersion());
  }

  @Override
  public Predictor load(ModelSnapshot snapshot) {
    if (!snapshot.format().equals(FORMAT)) {
      throw new InvalidInputException(
          "format \"" + snapshot.format() + "\"; the engine " + NAME + " loads " + FORMAT);
    }
    EncodedTextConfig config =
        Json.read(snapshot.config(), EncodedTextConfig.class, "the model's config");
    if (!config.signature().equals(snapshot.signature())) {
      throw new CorruptDataException(
          "the model's signature "
              + snapshot.signature()
              + " is not that of its config, "
              + config.signature());
    }
    try {
      config.network().requireWeights(snapshot.weights());
    } catch (InvalidInputException e) {
      throw new CorruptDataException(String.valueOf(e.getMessage()), e);
    }
    file(snapshot, DataProfile.FILE);
    ByteSource model = file(snapshot, EncodedTextConfig.MODEL);
    ByteSource vocabulary = file(snapshot, EncodedTextConfig.VOCABULARY);
    requireDigest(EncodedTextConfig.MODEL, model, config.encoder().model());
    requireDigest(EncodedTextConfig.VOCABULARY, vocabulary, config.encoder().vocabulary());
    TextFeatures features = TextFeatures.open(config.encoder(), model, vocabulary);
    try {
      if (features.size() != config.size()) {
        throw new CorruptDataException(
            "the encoder gives vectors of "
                + features.size()
                + "; the model's config says "
                + config.size());
      }
      TorchModel head = TorchModel.load(config.network(), snapshot.weights());
      return new EncodedTextPredictor(config, features, head);
    } catch (RuntimeException e) {
      features.close();
      throw e;
    }
  }

  private static ByteSource file(ModelSnapshot snapshot, String name) {
    ByteSource file = snapshot.files().get(name);
    if (file == null) {
      throw new CorruptDataException(
          "file \"" + name + "\" is missing; there are " + snapshot.files().keySet());
    }
    return file;
  }

  private static void requireDigest(String name, ByteSource file, Digest expected) {
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
  }
}
