package io.lepton.serve;

import io.lepton.error.ConflictException;
import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.model.Prediction;
import io.lepton.model.Row;
import io.lepton.model.Version;
import io.lepton.monitor.Monitor;
import io.lepton.registry.ModelManager;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model in service: answers with the version its alias points at, and follows the alias.
 *
 * <p>Promises, whatever happens to the alias while calls go on:
 *
 * <ul>
 *   <li>A call is answered by one version, whole, and says which.
 *   <li>A version serves only after it was loaded and tried out; until then, and if that fails, the
 *       one before goes on.
 *   <li>No call fails because of a swap: those under way finish on the version they began with,
 *       which is closed when the last of them has ended.
 *   <li>The version that served before stays in memory, so that {@link #rollback} needs no loading.
 *       This holds the memory of two models, of three while a new one is loaded.
 * </ul>
 *
 * <p>Moves made through the same {@link ModelManager} are followed at once but in the background;
 * {@link #refresh} follows them before it returns. Safe for use by many threads.
 */
public final class Deployment implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Deployment.class);

  private final Slot slot;
  private final AliasFollower follower;
  private final VersionLoader loader;
  private final LongSupplier nanoTime;

  Deployment(DeploymentBuilder options) {
    slot = new Slot("the deployment of alias " + options.alias + " of " + options.model);
    loader = new VersionLoader(options.models, options.engine, options.warmUpRows);
    follower = new AliasFollower(options, slot, loader);
    nanoTime = options.nanoTime;
  }

  void start() {
    follower.start();
  }

  /**
   * Starts to describe a deployment.
   *
   * @param models the store, which must stay open as long as the deployment
   * @param model name of the model
   * @param alias name of the alias to follow, such as {@code champion}
   * @return a builder with defaults
   */
  public static DeploymentBuilder of(ModelManager models, String model, String alias) {
    return new DeploymentBuilder(models, model, alias);
  }

  /**
   * Predicts for one row.
   *
   * @param row raw values; the model's own encoding is applied
   * @return the prediction and the version that made it
   * @throws InvalidInputException if the version refuses the row
   * @throws EngineException if the engine failed, or the deployment was closed
   */
  public Served predict(Row row) {
    return predict(List.of(row));
  }

  /**
   * Predicts for rows, all by the same version.
   *
   * @param rows any number
   * @return one prediction a row, in order, and the version that made them
   * @throws InvalidInputException if the version refuses a row; nothing is predicted then
   * @throws EngineException if the engine failed, or the deployment was closed
   */
  public Served predict(List<Row> rows) {
    List<Row> asked = List.copyOf(rows);
    Serving serving = slot.hold();
    LivePredictor live = serving.live();
    try {
      Served served = new Served(counted(live, asked), live.version);
      observe(serving.monitor(), asked, served);
      return served;
    } finally {
      live.letGo();
    }
  }

  private List<Prediction> counted(LivePredictor live, List<Row> rows) {
    long start = nanoTime.getAsLong();
    try {
      List<Prediction> predictions = live.predictor.predict(rows);
      VersionLoader.requireOneEach(live.version, rows, predictions);
      live.counters.latency.record(nanoTime.getAsLong() - start);
      live.counters.rows.add(rows.size());
      return predictions;
    } catch (InvalidInputException e) {
      live.counters.rejected.increment();
      throw e;
    } catch (RuntimeException | Error e) {
      live.counters.errors.increment();
      throw e;
    }
  }

  private static void observe(@Nullable Monitor monitor, List<Row> rows, Served served) {
    if (monitor != null) {
      try {
        monitor.observe(rows, served.predictions());
      } catch (RuntimeException e) {
        // The answer is there; watching it must not take it away.
        LOG.warn("watching {} failed; serving goes on", served.version(), e);
      }
    }
  }

  /**
   * The version that serves.
   *
   * @return the version that answers the next call, unless a swap comes first; the last one if
   *     closed
   */
  public Version version() {
    return status().version();
  }

  /**
   * The state of things.
   *
   * @return a snapshot
   */
  public DeploymentStatus status() {
    return follower.status();
  }

  /**
   * What was counted of each version's calls.
   *
   * @return in the order the versions were first loaded here; the last 32
   */
  public List<CallStatistics> statistics() {
    return loader.statistics();
  }

  /**
   * The monitor of the version that serves.
   *
   * @return the monitor, empty if drift is not watched
   */
  public Optional<Monitor> monitor() {
    return Optional.ofNullable(slot.current()).map(Serving::monitor);
  }

  /**
   * Looks up the alias now, and swaps if it moved. Problems are in the status, not thrown.
   *
   * @return the status afterwards
   */
  public DeploymentStatus refresh() {
    follower.follow(AliasFollower.Patience.NONE);
    return status();
  }

  /**
   * Moves the alias back to where it was before the version that serves, for everyone who follows
   * it, and serves that version at once: it is still in memory, unless this deployment never served
   * it or has served others since; then it is loaded before the alias moves. A version that was
   * rolled back is not gone back to: after v1, v2, v3, two rollbacks lead to v1.
   *
   * <p>If the version the alias points at cannot be loaded here, the alias is moved back from that
   * one.
   *
   * @param reason recorded with the move; not blank
   * @return the version that serves now
   * @throws NotFoundException if the alias has been at no version before
   * @throws ConflictException if someone else moved the alias meanwhile; nothing was moved, look at
   *     it again
   * @throws io.lepton.error.RetiredException if the version before was retired; nothing was moved
   * @throws EngineException if the version before cannot be loaded, or the deployment was closed;
   *     nothing was moved
   */
  public Version rollback(String reason) {
    return follower.rollback(reason);
  }

  /**
   * Ends the service. Calls under way finish, and their versions are closed after them; later calls
   * fail. Closing twice does nothing.
   */
  @Override
  public void close() {
    follower.close();
  }
}
