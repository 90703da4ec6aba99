package io.lepton.serve;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Row;
import io.lepton.monitor.MonitorBuilder;
import io.lepton.registry.ModelManager;
import io.lepton.spi.ModelEngine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Describes a deployment. Not thread-safe. */
public final class DeploymentBuilder {
  final ModelManager models;
  final String model;
  final String alias;
  final List<DeploymentListener> listeners = new ArrayList<>();
  final List<Row> warmUpRows = new ArrayList<>();
  @Nullable ModelEngine engine;
  @Nullable Consumer<? super MonitorBuilder> monitoring;
  @Nullable ScheduledExecutorService scheduler;
  Duration refresh = Duration.ofSeconds(10);
  InstantSource clock = InstantSource.system();
  LongSupplier nanoTime = System::nanoTime;

  DeploymentBuilder(ModelManager models, String model, String alias) {
    this.models = Objects.requireNonNull(models);
    this.model = Objects.requireNonNull(model);
    this.alias = Objects.requireNonNull(alias);
  }

  /**
   * Sets what loads versions. By default the engine on the class path that knows a version's
   * format.
   *
   * @param value used for every version
   * @return this
   */
  public DeploymentBuilder engine(ModelEngine value) {
    engine = Objects.requireNonNull(value);
    return this;
  }

  /**
   * Watches every version for drift from its own training profile, which was saved with it. A
   * version without one is served unwatched; {@link DeploymentStatus#monitoring} says so.
   *
   * @param settings is given a new builder whenever a version begins to serve, with profile and
   *     version set
   * @return this
   */
  public DeploymentBuilder monitor(Consumer<? super MonitorBuilder> settings) {
    monitoring = Objects.requireNonNull(settings);
    return this;
  }

  /**
   * Adds a listener.
   *
   * @param listener to be told of swaps and problems
   * @return this
   */
  public DeploymentBuilder listener(DeploymentListener listener) {
    listeners.add(Objects.requireNonNull(listener));
    return this;
  }

  /**
   * Sets rows that a version must answer before it serves. By default one row is made of the
   * training profile's medians and most frequent categories; a version with neither is loaded
   * untried.
   *
   * @param rows any number; their predictions are thrown away
   * @return this
   */
  public DeploymentBuilder warmUp(Row... rows) {
    warmUpRows.addAll(List.of(rows));
    return this;
  }

  /**
   * Sets how often the alias is looked up, to see moves made through other managers and by other
   * processes. Moves through the same {@link ModelManager} are seen at once. A look-up is one small
   * query.
   *
   * @param period at least a millisecond, 10 seconds by default; zero never looks
   * @return this
   * @throws InvalidInputException if it is negative, or shorter than a millisecond but not zero
   */
  public DeploymentBuilder refreshEvery(Duration period) {
    if (period.isNegative() || (!period.isZero() && period.toMillis() == 0)) {
      throw new InvalidInputException(
          "refreshEvery is " + period + "; expected zero or at least a millisecond");
    }
    refresh = period;
    return this;
  }

  /**
   * Sets what looks up the alias and loads versions. By default one daemon thread of the
   * deployment's own.
   *
   * @param value not shut down by the deployment
   * @return this
   */
  public DeploymentBuilder scheduler(ScheduledExecutorService value) {
    scheduler = Objects.requireNonNull(value);
    return this;
  }

  /**
   * Sets the clock that dates swaps and problems.
   *
   * @param value the system's by default
   * @return this
   */
  public DeploymentBuilder clock(InstantSource value) {
    clock = Objects.requireNonNull(value);
    return this;
  }

  /** Sets what latencies are measured with; for tests. */
  DeploymentBuilder nanoTime(LongSupplier value) {
    nanoTime = value;
    return this;
  }

  /**
   * Loads the version the alias points at, tries it out and serves it.
   *
   * @return a deployment that serves, to be closed
   * @throws io.lepton.error.NotFoundException if there is no such alias, or no engine for the
   *     version's format
   * @throws io.lepton.error.RetiredException if the version's weights were destroyed
   * @throws io.lepton.error.CorruptDataException if what was saved is damaged
   * @throws io.lepton.error.EngineException if the engine cannot load or run it
   */
  public Deployment start() {
    Deployment deployment = new Deployment(this);
    try {
      deployment.start();
      return deployment;
    } catch (RuntimeException | Error e) {
      deployment.close();
      throw e;
    }
  }
}
