package io.lepton.ensemble;

import io.lepton.model.ModelSnapshot;
import io.lepton.spi.ModelEngine;
import io.lepton.spi.Predictor;
import java.util.List;
import java.util.Set;

/** Loads ensembles, by the engines of their members' formats. Thread-safe. */
public final class EnsembleEngine implements ModelEngine {
  /** The engine's name. */
  public static final String NAME = "ensemble";

  /** Creates the engine. */
  public EnsembleEngine() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Properties properties() {
    return new Properties(Set.of(Ensemble.FORMAT), List.of("cpu"), "the members' engines");
  }

  @Override
  public Predictor load(ModelSnapshot snapshot) {
    return EnsemblePredictor.load(Ensemble.of(snapshot));
  }
}
