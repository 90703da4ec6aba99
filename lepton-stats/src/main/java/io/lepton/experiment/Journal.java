package io.lepton.experiment;

import io.lepton.experiment.Entry.Decided;
import io.lepton.experiment.Entry.LeftLayer;
import io.lepton.experiment.Entry.Looked;
import io.lepton.experiment.Entry.TrafficRaised;
import io.lepton.experiment.ExperimentStore.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Follows an experiment's log, reading only what is new. Once the final decision is in the log, the
 * observations stay those it was made on; what comes later is only counted.
 */
final class Journal {
  private static final int PAGE = 10_000;

  private final ExperimentStore store;
  private final Design design;
  private Observations observations;
  private PathRecorder path;
  private final List<Looked> looks = new ArrayList<>();
  private @Nullable Decision decision;
  private long afterDecision;
  private long cursor;

  /**
   * The state of the log at one moment, valid during the call it is given to.
   *
   * @param observations what the analysis may use
   * @param looks that were taken
   * @param path the estimates on the way
   * @param decision the final one, or null
   * @param afterDecision exposures and outcomes that came too late for it
   */
  record View(
      Observations observations,
      List<Looked> looks,
      PathRecorder path,
      @Nullable Decision decision,
      long afterDecision) {}

  Journal(ExperimentStore store, Design design) {
    this.store = store;
    this.design = design;
    this.observations = new Observations(design);
    this.path = new PathRecorder(design);
  }

  /** Reads what is new, then looks. */
  synchronized <T> T read(Function<View, T> look) {
    List<Stored> page = store.read(design.name(), cursor, PAGE);
    while (!page.isEmpty()) {
      for (Stored stored : page) {
        add(stored);
        cursor = stored.sequence();
      }
      page = store.read(design.name(), cursor, PAGE);
    }
    return look.apply(view(observations, path));
  }

  /** Looks at what was there at an entry, such as the last that counts for a planned look. */
  synchronized <T> T readUpTo(long through, Function<View, T> look) {
    if (observations.through() <= through) {
      return look.apply(view(observations, path));
    }
    PathRecorder earlierPath = new PathRecorder(design);
    return look.apply(view(upTo(through, earlierPath), earlierPath));
  }

  private View view(Observations seen, PathRecorder way) {
    return new View(seen, List.copyOf(looks), way, decision, afterDecision);
  }

  private void add(Stored stored) {
    if (stored.entry() instanceof TrafficRaised || stored.entry() instanceof LeftLayer) {
      return; // says whom to expose, nothing of those who were
    }
    if (stored.entry() instanceof Looked looked) {
      looks.add(looked);
    } else if (decision != null) {
      afterDecision++;
    } else if (stored.entry() instanceof Decided decided) {
      long seen = observations.entries();
      if (observations.through() > decided.decision().through()) {
        path = new PathRecorder(design);
        observations = upTo(decided.decision().through(), path);
      }
      afterDecision = seen - observations.entries();
      decision = decided.decision();
    } else {
      observations.add(stored);
      path.after(stored, observations);
    }
  }

  /** What others recorded while the decision was being made was not part of it. */
  private Observations upTo(long through, PathRecorder way) {
    Observations earlier = new Observations(design);
    while (earlier.through() < through) {
      List<Stored> page = store.read(design.name(), earlier.through(), PAGE);
      for (Stored stored : page) {
        if (stored.sequence() <= through) {
          earlier.add(stored);
          way.after(stored, earlier);
        }
      }
      if (page.isEmpty() || page.get(page.size() - 1).sequence() >= through) {
        break;
      }
    }
    return earlier;
  }
}
