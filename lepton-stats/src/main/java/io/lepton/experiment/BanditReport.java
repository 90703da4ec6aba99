package io.lepton.experiment;

import io.lepton.error.NotFoundException;
import io.lepton.experiment.BanditEntry.BanditEnded;
import io.lepton.stats.bandit.BestArmStopping.Result;
import io.lepton.stats.bandit.OffPolicyEvaluation;
import io.lepton.stats.bandit.Regret.Estimate;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything known of a live bandit at one moment, as numbers; {@link #toString} and {@link #html}
 * are for people, {@link #json} for programs.
 *
 * @param design what was agreed
 * @param time when it was made
 * @param through sequence of the last log entry behind it: the log up to there gives the same
 *     numbers again
 * @param arms in the design's order
 * @param waiting units whose reward is not known yet
 * @param late rewards that came after their window, which are not learned
 * @param allocation the shares of the choices on the way, some dozens of steps at most
 * @param regret what was lost by not always choosing the best arm, for rewards from 0 to 1 without
 *     a context; null for others, and before anything was learned
 * @param stopping whether the best arm may be named with a risk of 5 %, however often one looks;
 *     for rewards of 0 and 1 without a context, null for others
 * @param alternatives what other policies would have earned, by the log
 * @param ended how it ended, or null
 */
public record BanditReport(
    BanditDesign design,
    Instant time,
    long through,
    List<BanditArm> arms,
    long waiting,
    long late,
    List<Allocation> allocation,
    @Nullable Estimate regret,
    @Nullable Result stopping,
    List<Alternative> alternatives,
    @Nullable BanditEnded ended) {

  /**
   * Where the traffic went in one step.
   *
   * @param choices since the start, at the step's end
   * @param shares of the step's choices, by arm
   */
  public record Allocation(long choices, List<Double> shares) {
    /** {@inheritDoc} */
    public Allocation {
      shares = List.copyOf(shares);
    }
  }

  /**
   * Another policy, which does not learn.
   *
   * @param name such as {@code always long}
   * @param ips inverse propensity score; null, as the other two, if the log says nothing of it
   * @param snips self-normalised
   * @param doublyRobust with what was expected of each arm before each choice
   */
  public record Alternative(
      String name,
      OffPolicyEvaluation.@Nullable Result ips,
      OffPolicyEvaluation.@Nullable Result snips,
      OffPolicyEvaluation.@Nullable Result doublyRobust) {}

  /** {@inheritDoc} */
  public BanditReport {
    arms = List.copyOf(arms);
    allocation = List.copyOf(allocation);
    alternatives = List.copyOf(alternatives);
  }

  /**
   * One arm.
   *
   * @param armName its name
   * @return the arm's numbers
   * @throws NotFoundException if there is none; the message lists those there are
   */
  public BanditArm arm(String armName) {
    return arms.get(design.arms().indexOf(design.arm(armName)));
  }

  /**
   * The arm that is most probably the best. The probability is a belief: it holds whatever the
   * policy chose and however often one looked, but only as far as the prior and the model of
   * rewards do, and independent units. {@link #stopping} needs neither.
   *
   * @return empty if nothing was learned, or the best arm depends on the context
   */
  public Optional<BanditArm> findBest() {
    return arms.stream()
        .filter(each -> each.probabilityBest() != null)
        .max(Comparator.comparingDouble(BanditReport::probability));
  }

  private static double probability(BanditArm arm) {
    Double probability = arm.probabilityBest();
    return probability == null ? 0 : probability;
  }

  /**
   * Units that were chosen for.
   *
   * @return of all arms
   */
  public long choices() {
    return arms.stream().mapToLong(BanditArm::chosen).sum();
  }

  /**
   * All numbers for programs: names as in this record and those it holds, times in ISO 8601.
   *
   * @return JSON
   */
  public String json() {
    return BanditReportJson.of(this);
  }

  /**
   * A page with the arms' intervals and the way of the traffic as pictures; in a notebook {@code
   * display(report.html(), "text/html")}.
   *
   * @return HTML 5 that loads nothing from elsewhere
   */
  public String html() {
    return BanditReportHtml.of(this);
  }

  /** The whole report as text of some twenty lines. */
  @Override
  public String toString() {
    return BanditReportText.of(this);
  }
}
