package io.lepton.serve;

import io.lepton.error.ConflictException;
import io.lepton.error.EngineException;
import io.lepton.error.NotFoundException;
import io.lepton.model.DataProfile;
import io.lepton.model.Version;
import io.lepton.model.VersionId;
import io.lepton.monitor.Monitor;
import io.lepton.monitor.MonitorBuilder;
import io.lepton.registry.Alias;
import io.lepton.registry.Model;
import io.lepton.spi.Catalog.RefMove;
import io.lepton.spi.Ref;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the slot to where the alias points. One thread at a time loads and swaps; requests never
 * wait for it.
 */
final class AliasFollower {
  private static final Logger LOG = LoggerFactory.getLogger(AliasFollower.class);

  /** Whether to try again what failed a moment ago. */
  enum Patience {
    /** Try whatever failed before. */
    NONE,
    /** Leave a version that failed alone for a while. */
    BACK_OFF
  }

  private final Model model;
  private final Ref ref;
  private final Alias alias;
  private final Slot slot;
  private final VersionLoader loader;
  private final @Nullable Consumer<? super MonitorBuilder> monitoring;
  private final InstantSource clock;
  private final Events events;
  private final Background background;

  private final ReentrantLock swapping = new ReentrantLock();
  private final Backoff backoff = new Backoff();
  private boolean rollingBack;
  private volatile @Nullable DeploymentProblem problem;
  private volatile @Nullable Serving last;

  AliasFollower(DeploymentBuilder options, Slot slot, VersionLoader loader) {
    model = options.models.model(options.model);
    ref = new Ref(options.model, Ref.Kind.ALIAS, options.alias);
    alias = model.alias(options.alias);
    this.slot = slot;
    this.loader = loader;
    monitoring = options.monitoring;
    clock = options.clock;
    events = new Events(options.listeners);
    background = new Background(options, ref.toString());
  }

  void start() {
    swapping.lock();
    try {
      // Listening comes first: a move between look-up and listening would be missed.
      background.listen(this::moved);
      install(prepare(alias.version()), null);
    } finally {
      swapping.unlock();
    }
    background.poll(() -> follow(Patience.BACK_OFF));
  }

  private void moved(RefMove move) {
    if (move.ref().equals(ref)) {
      background.execute(() -> follow(Patience.NONE));
    }
  }

  void follow(Patience patience) {
    swapping.lock();
    try {
      // A rollback holds the lock and moves the alias; its own move is told on the same thread.
      if (!rollingBack) {
        catchUp(patience);
      }
    } finally {
      swapping.unlock();
      deliver();
    }
  }

  private void catchUp(Patience patience) {
    Serving serving = slot.current();
    while (serving != null) {
      Version current = serving.live().version;
      Optional<Version> wanted;
      try {
        wanted = alias.find();
      } catch (RuntimeException e) {
        report(DeploymentProblem.Kind.STORE_FAILED, current, null, e);
        return;
      }
      if (wanted.isEmpty()) {
        report(DeploymentProblem.Kind.ALIAS_MISSING, current, null, null);
        return;
      }
      Version next = wanted.get();
      if (next.equals(current)) {
        problem = null;
        return;
      }
      if (patience == Patience.BACK_OFF && backoff.mustWait(next.id(), clock.instant())) {
        return;
      }
      if (!swapTo(next, current)) {
        return;
      }
      // The alias may have moved again while the version was loaded.
      serving = slot.current();
    }
  }

  private boolean swapTo(Version next, Version current) {
    try {
      install(prepare(next), current);
      return true;
    } catch (RuntimeException | Error e) {
      // Errors too: a model too large for the memory must not end the service of the old one.
      if (slot.current() == null) {
        return false; // closed meanwhile, which is nobody's fault
      }
      backoff.failed(next.id(), clock.instant());
      report(DeploymentProblem.Kind.LOAD_FAILED, current, next, e);
      return false;
    }
  }

  /** Everything that can fail is done here, while the version before still serves. */
  private Prepared prepare(Version version) {
    LivePredictor previous = slot.previous();
    boolean warm = previous != null && previous.version.equals(version);
    LivePredictor live = warm && previous != null ? previous : loader.load(version);
    Swap.Load load = warm ? Swap.Load.KEPT_WARM : Swap.Load.LOADED;
    try {
      return new Prepared(live, watch(live), load);
    } catch (RuntimeException | Error e) {
      new Prepared(live, null, load).discard();
      throw e;
    }
  }

  private @Nullable Monitor watch(LivePredictor live) {
    DataProfile profile = live.profile;
    if (monitoring == null || profile == null) {
      return null;
    }
    MonitorBuilder builder = Monitor.of(profile).version(live.version);
    monitoring.accept(builder);
    return builder.start();
  }

  private void install(Prepared next, @Nullable Version from) {
    Serving serving = new Serving(next.live(), next.monitor(), clock.instant());
    if (!slot.install(serving)) {
      next.discard();
      throw new EngineException(ref + " was closed while " + next.live().version + " was loaded");
    }
    last = serving;
    problem = null;
    backoff.succeeded();
    if (from != null) {
      Swap swap = new Swap(from, next.live().version, next.load(), serving.since());
      LOG.debug("{}: {}", ref, swap);
      events.add(listener -> listener.swapped(swap));
    }
  }

  private void report(
      DeploymentProblem.Kind kind,
      Version serving,
      @Nullable Version wanted,
      @Nullable Throwable cause) {
    DeploymentProblem met =
        new DeploymentProblem(
            kind, serving, wanted, message(kind, wanted, cause), cause, clock.instant());
    DeploymentProblem known = problem;
    if (known == null || !known.isAgain(met)) {
      problem = met;
      LOG.warn("{}; {} goes on serving", met.message(), serving, cause);
      events.add(listener -> listener.failed(met));
    }
  }

  private String message(
      DeploymentProblem.Kind kind, @Nullable Version wanted, @Nullable Throwable cause) {
    String why = cause == null ? "" : ": " + cause;
    return switch (kind) {
      case LOAD_FAILED ->
          ref + " points at " + wanted + ", which cannot serve" + why + "; move it or roll back";
      case ALIAS_MISSING -> ref + " was deleted; make it again or close the deployment";
      case STORE_FAILED -> ref + " could not be looked up" + why;
    };
  }

  Version rollback(String reason) {
    swapping.lock();
    try {
      Serving serving = slot.current();
      if (serving == null) {
        throw new EngineException(ref + " is not served any more: the deployment was closed");
      }
      Version current = serving.live().version;
      DeploymentProblem known = problem;
      Version broken =
          known != null && known.kind() == DeploymentProblem.Kind.LOAD_FAILED
              ? known.wanted()
              : null;
      return moveBack(broken != null ? broken : current, current, reason);
    } finally {
      swapping.unlock();
      deliver();
    }
  }

  private Version moveBack(Version from, Version current, String reason) {
    Version target = model.version(target(from).hex());
    boolean serves = target.equals(current);
    Prepared ready = serves ? null : prepare(target);
    rollingBack = true;
    try {
      alias.moveTo(target).expecting(from).because(reason);
    } catch (RuntimeException e) {
      if (ready != null) {
        ready.discard();
      }
      throw e;
    } finally {
      rollingBack = false;
    }
    if (ready == null) {
      problem = null;
    } else {
      install(ready, current);
    }
    return target;
  }

  private VersionId target(Version from) {
    AliasTrail trail = new AliasTrail(alias.history());
    VersionId end = trail.end().orElse(null);
    if (!from.id().equals(end)) {
      throw new ConflictException(
          ref
              + " is not at "
              + from
              + " any more but "
              + (end == null ? "deleted" : "at " + end)
              + "; nothing was moved: refresh and decide again");
    }
    return trail
        .beforeEnd()
        .orElseThrow(
            () ->
                new NotFoundException(
                    ref + " has been nowhere before " + from + "; there is nothing to go back to"));
  }

  private void deliver() {
    if (!swapping.isHeldByCurrentThread()) {
      events.deliver();
    }
  }

  DeploymentStatus status() {
    Serving serving = slot.current();
    Serving shown = serving != null ? serving : last;
    if (shown == null) {
      throw new EngineException(ref + " was never served");
    }
    DeploymentProblem known = problem;
    DeploymentStatus.State state =
        known != null ? DeploymentStatus.State.STALE : DeploymentStatus.State.SERVING;
    LivePredictor previous = slot.previous();
    return new DeploymentStatus(
        serving == null ? DeploymentStatus.State.CLOSED : state,
        shown.live().version,
        shown.since(),
        previous == null ? null : previous.version,
        known,
        monitoring(shown));
  }

  private DeploymentStatus.Monitoring monitoring(Serving serving) {
    if (monitoring == null) {
      return DeploymentStatus.Monitoring.OFF;
    }
    return serving.monitor() == null
        ? DeploymentStatus.Monitoring.NO_PROFILE
        : DeploymentStatus.Monitoring.ON;
  }

  void close() {
    background.close();
    slot.close();
  }
}
