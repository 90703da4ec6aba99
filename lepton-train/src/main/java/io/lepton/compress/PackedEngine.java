package io.lepton.compress;

import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.model.ModelSnapshot;
import io.lepton.spi.ModelEngine;
import io.lepton.spi.Predictor;
import java.util.List;
import java.util.Set;

/**
 * Loads packed snapshots ({@value PackedWeights#FORMAT}): restores the weights and hands the model
 * to the engine of its own format. Thread-safe.
 */
public final class PackedEngine implements ModelEngine {
  /** The engine's name. */
  public static final String NAME = "packed";

  /** Creates the engine. */
  public PackedEngine() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Properties properties() {
    return new Properties(
        Set.of(PackedWeights.FORMAT), List.of("cpu"), "the engine of the format inside");
  }

  @Override
  public Predictor load(ModelSnapshot snapshot) {
    if (!snapshot.format().equals(PackedWeights.FORMAT)) {
      throw new InvalidInputException(
          "format \""
              + snapshot.format()
              + "\"; the engine "
              + NAME
              + " loads "
              + PackedWeights.FORMAT);
    }
    ModelSnapshot restored = PackedWeights.unpack(snapshot);
    if (restored.format().equals(PackedWeights.FORMAT)) {
      throw new CorruptDataException("the packed model's config names its own format");
    }
    ModelEngine engine;
    try {
      engine = ModelEngine.forFormat(restored.format());
    } catch (NotFoundException e) {
      throw new CorruptDataException("the packed model's config: " + e.getMessage(), e);
    }
    return engine.load(restored);
  }
}
