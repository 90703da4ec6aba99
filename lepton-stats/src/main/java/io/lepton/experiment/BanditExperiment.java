package io.lepton.experiment;

import io.lepton.assign.HashSchemes;
import io.lepton.assign.UnitHash;
import io.lepton.assign.UnitId;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.error.StorageException;
import io.lepton.experiment.BanditEntry.BanditEnded;
import io.lepton.experiment.BanditEntry.Chosen;
import io.lepton.experiment.BanditEntry.Rewarded;
import io.lepton.experiment.BanditJournal.Prospect;
import io.lepton.stats.bandit.Bandit;
import io.lepton.stats.bandit.BanditState;
import io.lepton.stats.bandit.Choice;
import io.lepton.stats.bandit.LoggedDecision;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * A bandit that runs in an application: it chooses arms for units, learns from their rewards, and
 * moves the traffic to the better arms while it runs. Each choice is in the log, with the
 * propensities it was drawn by, before the caller can act on it; what was learned is a fold of the
 * log, so that a process that died goes on where it was, to the bit, and several processes on one
 * store learn from each other.
 *
 * <p>A unit is what is chosen for once: its arm stays, however often it is asked for, and it has
 * one reward. Give the user's id if users should keep their arm, the request's id if every request
 * is to be chosen for anew.
 *
 * <p>Safe for use by many threads, and by many processes on one store. It keeps each unit with its
 * propensities in memory.
 *
 * <pre>{@code
 * BanditExperiment bandit = BanditExperiment.named("headline").arm("short").arm("long").arm(v3)
 *     .policy(ThompsonSampling.bernoulli()).minimumPropensity(0.02)
 *     .rewardWindow(Duration.ofMinutes(30), 0)
 *     .start(store);
 * BanditChoice choice = bandit.choose("request-8731");
 * bandit.reward("request-8731", 1);
 * }</pre>
 */
public final class BanditExperiment {
  /** Beyond it the sums of products of a regression lose the ridge. */
  private static final double MOST_FEATURE = 1000;

  private final BanditDesign design;
  private final ExperimentStore store;
  private final InstantSource clock;
  private final BanditJournal journal;
  private final Bandit rules;
  private final UnitHash hash;

  BanditExperiment(BanditDesign design, ExperimentStore store, InstantSource clock) {
    this.design = design;
    this.store = store;
    this.clock = clock;
    journal = new BanditJournal(store, design);
    rules = design.bandit();
    // apart from an experiment of the same salt, whose arms would else go with the draws
    hash = HashSchemes.lepton().seeded("bandit/" + design.salt());
  }

  /**
   * Begins a definition.
   *
   * @param name unique in the store; as {@link io.lepton.spi.Ref#requireValidName} allows
   * @return a definition to be completed
   */
  public static BanditDefinition named(String name) {
    return new BanditDefinition(name);
  }

  /**
   * Goes on with a bandit by the system's clock.
   *
   * @param store keeps it
   * @param name of the bandit
   * @return the running bandit
   * @throws NotFoundException if there is none of that name; the message lists those there are
   */
  public static BanditExperiment resume(ExperimentStore store, String name) {
    return resume(store, name, InstantSource.system());
  }

  /**
   * Goes on with a bandit.
   *
   * @param store keeps it
   * @param name of the bandit
   * @param clock tells when things are recorded
   * @return the running bandit
   * @throws NotFoundException if there is none of that name; the message lists those there are
   */
  public static BanditExperiment resume(ExperimentStore store, String name, InstantSource clock) {
    return new BanditExperiment(LogKind.BANDIT.recorded(store, name), store, clock);
  }

  /**
   * What was agreed.
   *
   * @return the design as recorded when the bandit started
   */
  public BanditDesign design() {
    return design;
  }

  /**
   * Chooses the arm of a unit, or gives the one it has. It is drawn by what was learned from all
   * rewards in the log, with a number that is a pure function of the salt and the unit's id, and
   * recorded before this returns. After the {@linkplain #end end} units that have no arm get the
   * best one, and nothing is recorded.
   *
   * @param unit id of the unit, 1 to 500 characters
   * @param context its features, of size 1000 at most, better about 1; none if the bandit looks at
   *     none
   * @return the arm with its propensity
   * @throws InvalidInputException if the id is not well-formed, or the context does not fit
   * @throws StorageException if the choice could not be recorded; trying again is safe
   */
  public BanditChoice choose(String unit, double... context) {
    UnitId.requireValid("unit id", unit);
    requireContext(context);
    Chosen known = journal.find(unit).orElse(null);
    if (known != null) {
      return choice(known);
    }
    Prospect prospect = journal.prospect(unit, context);
    if (prospect.chosen() != null) {
      return choice(prospect.chosen());
    }
    if (prospect.ended() != null) {
      return theBest(unit, prospect.ended());
    }
    Choice drawn = Choice.draw(prospect.propensities(), () -> hash.point(unit));
    append(
        new Chosen(
            unit,
            design.arms().get(drawn.arm()).name(),
            boxed(prospect.propensities()),
            boxed(context),
            prospect.through(),
            clock.instant()));
    return choice(journal.follow().find(unit).orElseThrow()); // of several at once, the first
  }

  private static List<Double> boxed(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  private void requireContext(double[] context) {
    if (context.length != design.features()) {
      throw new InvalidInputException(
          BanditDesign.refused(design.name())
              + "a context of "
              + context.length
              + " features; expected "
              + design.features());
    }
    for (double feature : context) {
      if (!(Math.abs(feature) <= MOST_FEATURE)) {
        throw new InvalidInputException(
            BanditDesign.refused(design.name())
                + "a feature of "
                + feature
                + "; expected at most "
                + MOST_FEATURE
                + " in size, scale features to about 1");
      }
    }
  }

  private BanditChoice choice(Chosen chosen) {
    Variant arm = design.arm(chosen.arm());
    double propensity = chosen.propensities().get(design.arms().indexOf(arm));
    return new BanditChoice(chosen.unit(), arm, propensity, chosen.propensities(), true);
  }

  private BanditChoice theBest(String unit, BanditEnded end) {
    Variant best = design.arm(end.arm());
    List<Double> sure = new ArrayList<>(Collections.nCopies(design.arms().size(), 0.0));
    sure.set(design.arms().indexOf(best), 1.0);
    return new BanditChoice(unit, best, 1, sure, false);
  }

  /**
   * Records the reward of a unit, durably. A unit has one reward: the first stays, and sending it
   * again does nothing. It may come as late as it likes, but after a {@linkplain
   * BanditDefinition#rewardWindow reward window} it is counted and not learned. After the end, the
   * reward of a unit that was not chosen for is left out.
   *
   * @param unit id of a unit that was chosen for
   * @param value in the range the policy takes, of size 1e100 at most
   * @throws NotFoundException if the unit was never chosen for
   * @throws InvalidInputException if the value is NaN, infinite, or does not fit the policy
   * @throws StorageException if the store failed; trying again is safe
   */
  public void reward(String unit, double value) {
    UnitId.requireValid("unit id", unit);
    MetricRules.requireSize("reward", value);
    rules.requireReward(value);
    if (journal.find(unit).isEmpty() && journal.follow().find(unit).isEmpty()) {
      if (journal.ended() != null) {
        return;
      }
      throw new NotFoundException(
          BanditDesign.refused(design.name())
              + "a reward of unit \""
              + unit
              + "\", which was never chosen for; call choose(unit) and serve what it says");
    }
    append(new Rewarded(unit, value, clock.instant()));
  }

  private void append(BanditEntry entry) {
    store.append(design.name(), List.of(entry));
  }

  /**
   * What was learned so far, by arm; reads what is new.
   *
   * @return the sums behind the choices
   * @throws StorageException if the store failed
   */
  public BanditState state() {
    return journal.follow().learned();
  }

  /**
   * Every unit whose reward is known, or whose window is over, in the order of learning; for the
   * evaluation of other policies by {@link io.lepton.stats.bandit.OffPolicyEvaluation}. Reads the
   * whole log.
   *
   * @return one line a unit
   * @throws StorageException if the store failed
   */
  public List<LoggedDecision> log() {
    List<LoggedDecision> lines = new ArrayList<>();
    new BanditJournal(store, design, lines::add).follow();
    return lines;
  }

  /**
   * What is known so far. Reads the whole log; look as often as you like.
   *
   * @return the report
   * @throws StorageException if the store failed
   */
  public BanditReport report() {
    return BanditAnalysis.report(store, design, clock.instant());
  }

  /**
   * Ends the choosing with the arm that is most probably the best. The first end stays, whoever
   * asks. What the probability is worth is in the {@linkplain BanditReport report}; nothing keeps
   * anyone from ending too early.
   *
   * @return how it ended
   * @throws InvalidInputException if no arm is believed to be the best: nothing was learned, or
   *     which is depends on the context; then name one
   * @throws StorageException if the store failed; trying again is safe
   */
  public BanditEnded end() {
    journal.follow();
    BanditEnded before = journal.ended();
    if (before != null) {
      return before;
    }
    BanditReport report = report();
    BanditArm best =
        report
            .findBest()
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        BanditDesign.refused(design.name())
                            + "no arm is known to be the best; call end(arm) with one of "
                            + design.arms()));
    return end(best, report);
  }

  /**
   * Ends the choosing with an arm that somebody decided on.
   *
   * @param arm name of one of the design's
   * @return how it ended
   * @throws NotFoundException if there is no such arm
   * @throws StorageException if the store failed; trying again is safe
   */
  public BanditEnded end(String arm) {
    BanditReport report = report();
    return end(report.arm(arm), report);
  }

  private BanditEnded end(BanditArm arm, BanditReport report) {
    append(
        new BanditEnded(
            arm.arm().name(), arm.probabilityBest(), report.through(), clock.instant()));
    journal.follow();
    BanditEnded end = journal.ended();
    return Objects.requireNonNull(end); // of several at once, the first in the log
  }
}
