package io.lepton.experiment;

import io.lepton.error.FormatTooNewException;
import io.lepton.experiment.BanditDesign.RewardWindow;
import io.lepton.experiment.BanditEntry.BanditEnded;
import io.lepton.experiment.BanditEntry.BanditStarted;
import io.lepton.experiment.BanditEntry.Chosen;
import io.lepton.experiment.BanditEntry.Rewarded;
import io.lepton.experiment.DesignFormat.StoredArm;
import io.lepton.internal.Json;
import io.lepton.spi.Catalog.Event;
import io.lepton.stats.bandit.PolicySettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The log of a bandit, in the events of {@link EntryFormat}:
 *
 * <pre>
 * definition   the design, with "kind":"bandit" and the "format" of the whole log, 1
 * choice:UNIT  {"arm":NAME,"context":[…],"propensities":[…],"through":SEQUENCE}
 * reward:UNIT  {"value":NUMBER}
 * end          {"arm":NAME,"probabilityBest":NUMBER or null,"through":SEQUENCE}
 * </pre>
 */
final class BanditFormat {
  static final String KIND = "bandit";
  private static final int VERSION = 1;
  private static final String CHOICE = "choice:";
  private static final String REWARD = "reward:";
  private static final String END = "end";

  private BanditFormat() {}

  private record StoredDesign(
      String kind,
      int format,
      String name,
      List<StoredArm> arms,
      String policy,
      Map<String, Double> settings,
      int features,
      double minimumPropensity,
      String salt,
      @Nullable String window,
      double otherwise,
      Instant started) {}

  private record StoredChoice(
      String arm, List<Double> propensities, List<Double> context, long through) {}

  private record StoredReward(double value) {}

  private record StoredEnd(String arm, @Nullable Double probabilityBest, long through) {}

  static String id(BanditEntry entry) {
    if (entry instanceof Chosen chosen) {
      return CHOICE + chosen.unit();
    }
    if (entry instanceof Rewarded rewarded) {
      return REWARD + rewarded.unit();
    }
    return entry instanceof BanditStarted ? EntryFormat.DEFINITION : END;
  }

  static Object payload(BanditEntry entry) {
    if (entry instanceof Chosen chosen) {
      return new StoredChoice(
          chosen.arm(), chosen.propensities(), chosen.context(), chosen.through());
    }
    if (entry instanceof Rewarded rewarded) {
      return new StoredReward(rewarded.value());
    }
    if (entry instanceof BanditStarted started) {
      return stored(started.design());
    }
    BanditEnded ended = (BanditEnded) entry;
    return new StoredEnd(ended.arm(), ended.probabilityBest(), ended.through());
  }

  /** Null if it is no event of a bandit. */
  static @Nullable BanditEntry decode(Event event, String where) {
    String id = event.id();
    if (id.startsWith(CHOICE)) {
      StoredChoice stored = Json.read(event.payload(), StoredChoice.class, where);
      return new Chosen(
          id.substring(CHOICE.length()),
          stored.arm,
          stored.propensities,
          stored.context,
          stored.through,
          event.time());
    }
    if (id.startsWith(REWARD)) {
      StoredReward stored = Json.read(event.payload(), StoredReward.class, where);
      return new Rewarded(id.substring(REWARD.length()), stored.value, event.time());
    }
    if (id.equals(END)) {
      StoredEnd stored = Json.read(event.payload(), StoredEnd.class, where);
      return new BanditEnded(stored.arm, stored.probabilityBest, stored.through, event.time());
    }
    if (id.equals(EntryFormat.DEFINITION) && EntryFormat.kind(event, where).equals(KIND)) {
      return new BanditStarted(design(event, where));
    }
    return null;
  }

  private static StoredDesign stored(BanditDesign design) {
    RewardWindow window = design.rewardWindow();
    return new StoredDesign(
        KIND,
        VERSION,
        design.name(),
        design.arms().stream().map(arm -> DesignFormat.stored(arm, 0)).toList(),
        design.policy().name(),
        design.policy().values(),
        design.features(),
        design.minimumPropensity(),
        design.salt(),
        window == null ? null : window.length().toString(),
        window == null ? 0 : window.otherwise(),
        design.started());
  }

  private static BanditDesign design(Event event, String where) {
    int format = EntryFormat.format(event, where);
    if (format > VERSION) {
      throw new FormatTooNewException(
          where + " has format " + format + " of bandits; this release reads up to " + VERSION);
    }
    StoredDesign stored = Json.read(event.payload(), StoredDesign.class, where);
    return new BanditDesign(
        stored.name,
        stored.arms.stream().map(arm -> DesignFormat.variant(arm, Variant.Role.TREATMENT)).toList(),
        new PolicySettings(stored.policy, stored.settings),
        stored.features,
        stored.minimumPropensity,
        stored.salt,
        stored.window == null
            ? null
            : new RewardWindow(Duration.parse(stored.window), stored.otherwise),
        stored.started);
  }
}
