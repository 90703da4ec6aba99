package io.lepton.testkit;

import io.lepton.model.ModelSnapshot;
import io.lepton.model.Row;
import io.lepton.spi.ModelEngine;
import java.util.List;
import org.junit.jupiter.api.DisplayName;

/**
 * The rules of {@link ModelEngine} and of the {@link io.lepton.spi.Predictor}s it makes, as tests.
 * Extend it and supply an engine, a small model of one of its formats, and rows for that model.
 *
 * <pre>{@code
 * class TabularEngineTest extends ModelEngineContract {
 *   @Override public ModelEngine engine() { return new TabularEngine(); }
 *   @Override public ModelSnapshot snapshot() { return Models.tiny(); }
 *   @Override public List<Row> rows() { return Models.rows(); }
 * }
 * }</pre>
 */
@DisplayName("A ModelEngine")
public abstract class ModelEngineContract implements EngineLoadingRules, EnginePredictingRules {
  /** For subclasses; JUnit makes one object for each test. */
  protected ModelEngineContract() {}

  /**
   * The engine under test.
   *
   * @return a new engine
   * @throws Exception if it cannot be made, which fails the test
   */
  @Override
  public abstract ModelEngine engine() throws Exception;

  /**
   * A model that the engine loads, small, so that it is loaded many times.
   *
   * @return the same model each time
   * @throws Exception if it cannot be made, which fails the test
   */
  @Override
  public abstract ModelSnapshot snapshot() throws Exception;

  /**
   * Rows that the model accepts, each with every value of the signature.
   *
   * @return the same rows each time: at least three, that get different predictions
   * @throws Exception if they cannot be made, which fails the test
   */
  @Override
  public abstract List<Row> rows() throws Exception;
}
