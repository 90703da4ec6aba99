package io.lepton.experiment;

import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import io.lepton.experiment.BanditDesign.RewardWindow;
import io.lepton.experiment.BanditEntry.BanditEnded;
import io.lepton.experiment.BanditEntry.Chosen;
import io.lepton.experiment.BanditEntry.Rewarded;
import io.lepton.experiment.ExperimentStore.Stored;
import io.lepton.stats.bandit.Bandit;
import io.lepton.stats.bandit.BanditState;
import io.lepton.stats.bandit.LoggedDecision;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows a bandit's log, reading only what is new. What was learned is a pure fold in log order,
 * so that the same part of the log gives the same bits in every process.
 */
final class BanditJournal {
  private static final int PAGE = 10_000;

  private final ExperimentStore store;
  private final BanditDesign design;
  private final @Nullable Consumer<LoggedDecision> sink;
  private final Bandit bandit;
  private final Map<String, Integer> arms = new HashMap<>();
  private final Map<String, Chosen> units = new LinkedHashMap<>();
  private final Map<String, Waiting> waiting = new LinkedHashMap<>();
  private BanditState learned;
  private double @Nullable [] propensities; // of what was learned, where there is no context
  private @Nullable Instant latest;
  private @Nullable BanditEnded ended;
  private long through;
  private long late;

  /** A unit of which nothing was learned yet. */
  private static final class Waiting {
    final Chosen chosen;
    final double[] predicted;
    @Nullable Double reward;

    Waiting(Chosen chosen, double[] predicted) {
      this.chosen = chosen;
      this.predicted = predicted;
    }
  }

  /**
   * How a unit would be chosen for now.
   *
   * @param chosen what it was chosen before, or null
   * @param ended how the bandit ended, or null
   * @param propensities of the arms, if neither
   * @param through sequence of the last entry learned from
   */
  @SuppressWarnings("ArrayRecordComponent") // private to the package, and never compared
  record Prospect(
      @Nullable Chosen chosen, @Nullable BanditEnded ended, double[] propensities, long through) {}

  /** Follows without keeping what was learned from. */
  BanditJournal(ExperimentStore store, BanditDesign design) {
    this(store, design, null);
  }

  /** Gives every line that was learned from to a sink, in the order of learning. */
  BanditJournal(
      ExperimentStore store, BanditDesign design, @Nullable Consumer<LoggedDecision> sink) {
    this.store = store;
    this.design = design;
    this.sink = sink;
    bandit = design.bandit();
    learned = BanditState.ofArms(design.arms().size());
    for (Variant arm : design.arms()) {
      arms.put(arm.name(), arms.size());
    }
  }

  /** Reads what is new. */
  synchronized BanditJournal follow() {
    List<Stored> page = store.read(design.name(), through, PAGE);
    while (!page.isEmpty()) {
      page.forEach(this::add);
      page = store.read(design.name(), through, PAGE);
    }
    return this;
  }

  /** A choice that was seen before, without reading. */
  synchronized Optional<Chosen> find(String unit) {
    return Optional.ofNullable(units.get(unit));
  }

  /** Reads what is new, then says how a unit would be chosen for. */
  synchronized Prospect prospect(String unit, double[] context) {
    follow();
    Chosen chosen = units.get(unit);
    double[] shares = chosen != null || ended != null ? new double[0] : floored(current(context));
    return new Prospect(chosen, ended, shares, through);
  }

  private double[] current(double[] context) {
    if (context.length > 0) {
      return bandit.propensities(context);
    }
    double[] known = propensities;
    if (known == null) {
      known = bandit.propensities();
      propensities = known;
    }
    return known;
  }

  private double[] floored(double[] shares) {
    double floor = design.minimumPropensity();
    return Arrays.stream(shares)
        .map(p -> Math.min(1, (1 - shares.length * floor) * p + floor)) // rounding may pass 1
        .toArray();
  }

  private void add(Stored stored) {
    Entry entry = stored.entry();
    if (latest == null || entry.time().isAfter(latest)) {
      latest = entry.time();
    }
    try {
      learnOverdue();
      if (entry instanceof Chosen chosen) {
        add(chosen);
      } else if (entry instanceof Rewarded rewarded) {
        add(rewarded);
      } else if (entry instanceof BanditEnded end) {
        ended = end;
      }
    } catch (InvalidInputException e) {
      throw new CorruptDataException(
          BanditDesign.refused(design.name())
              + "entry "
              + stored.sequence()
              + " does not fit its design: "
              + e.getMessage(),
          e);
    }
    through = stored.sequence();
  }

  private void add(Chosen chosen) {
    if (!arms.containsKey(chosen.arm())
        || chosen.propensities().size() != arms.size()
        || chosen.context().size() != design.features()) {
      throw new InvalidInputException(chosen + "; the arms are " + design.arms());
    }
    if (units.putIfAbsent(chosen.unit(), chosen) == null) {
      double[] predicted = sink == null ? new double[0] : bandit.predictedRewards(context(chosen));
      waiting.put(chosen.unit(), new Waiting(chosen, predicted));
    }
  }

  private static double[] context(Chosen chosen) {
    return chosen.context().stream().mapToDouble(Double::doubleValue).toArray();
  }

  private void add(Rewarded rewarded) {
    Waiting unit = waiting.get(rewarded.unit());
    if (unit == null) {
      late++;
    } else if (design.rewardWindow() == null) {
      waiting.remove(rewarded.unit());
      learn(unit, rewarded.value());
    } else {
      unit.reward = rewarded.value();
    }
  }

  /** The window is the same for all, so the first in the log are the first to be over. */
  private void learnOverdue() {
    RewardWindow window = design.rewardWindow();
    Instant now = latest;
    if (window == null || now == null) {
      return;
    }
    Iterator<Waiting> all = waiting.values().iterator();
    while (all.hasNext()) {
      Waiting unit = all.next();
      if (!window.isOver(unit.chosen.time(), now)) {
        return;
      }
      all.remove();
      Double reward = unit.reward;
      learn(unit, reward == null ? window.otherwise() : reward);
    }
  }

  private void learn(Waiting unit, double reward) {
    int arm = arms.getOrDefault(unit.chosen.arm(), -1);
    bandit.learn(arm, reward, context(unit.chosen));
    learned = learned.plus(arm, reward);
    propensities = null;
    if (sink != null) {
      sink.accept(
          new LoggedDecision(
              unit.chosen.context(),
              arm,
              unit.chosen.propensities(),
              reward,
              Arrays.stream(unit.predicted).boxed().toList()));
    }
  }

  /** What was learned, by arm. */
  synchronized BanditState learned() {
    return learned;
  }

  /** All choices, in log order. */
  synchronized Collection<Chosen> choices() {
    return List.copyOf(units.values());
  }

  synchronized long through() {
    return through;
  }

  synchronized int waiting() {
    return waiting.size();
  }

  synchronized long late() {
    return late;
  }

  synchronized @Nullable BanditEnded ended() {
    return ended;
  }
}
