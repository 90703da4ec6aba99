package io.lepton.tune;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Measure.Direction;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The default of studies: chooses among the other samplers by what was measured to work best, for
 * each trial anew. Every trial says in its attribute {@value #CHOSEN} whose point it is.
 *
 * <ul>
 *   <li>A {@link GpSampler} for one direction and a space of at most {@value #MOST_PARAMETERS}
 *       parameters without conditions, until 150 trials have ended. It needs by far the fewest
 *       trials there, at 5 to 25 ms for a point. Each third point is the Tpe's: the process alone
 *       may settle for good in a valley that is not the deepest.
 *   <li>An {@link NsgaSampler} for several directions once 200 trials have ended.
 *   <li>A {@link Tpe} for all else: conditions, larger spaces, many trials, the first 200 of
 *       several directions.
 * </ul>
 *
 * <p>All learn from all trials, whoever chose them. Which is chosen depends on the space, the
 * directions, the trial's number and how many have ended only. Immutable.
 */
public final class AutoSampler implements Sampler {
  /** Of a trial: the sampler of its point, {@code gp}, {@code tpe} or {@code nsga2}. */
  public static final String CHOSEN = "auto.sampler";

  private static final int MOST_PARAMETERS = 20;
  private static final int TURN = 3; // each so many-th trial is the Tpe's
  private static final int FRONT_TRIALS = 200; // from which on NSGA-II dominates more

  private final int processTrials;

  private AutoSampler(int processTrials) {
    this.processTrials = processTrials;
  }

  /**
   * With a Gaussian process up to 150 trials.
   *
   * @return the sampler
   */
  public static AutoSampler create() {
    return new AutoSampler(150);
  }

  /**
   * Sets until how many trials have ended a Gaussian process may choose; its time for each point
   * grows with their square.
   *
   * @param trials at least 0, which is never
   * @return a new sampler
   * @throws InvalidInputException if it is below 0
   */
  public AutoSampler gaussianProcessUpTo(int trials) {
    if (trials < 0) {
      throw new InvalidInputException(
          "a Gaussian process up to " + trials + " trials; expected at least 0");
    }
    return new AutoSampler(trials);
  }

  @Override
  public Session start(SearchSpace space, List<Direction> directions) {
    Session tpe = Tpe.withDefaults().start(space, directions);
    if (directions.size() > 1) {
      Session nsga = NsgaSampler.create().start(space, directions);
      return (history, number, random) ->
          history.finished().size() < FRONT_TRIALS
              ? propose("tpe", tpe, history, number, random)
              : propose("nsga2", nsga, history, number, random);
    }
    if (space.isConditional() || space.parameters().size() > MOST_PARAMETERS) {
      return (history, number, random) -> propose("tpe", tpe, history, number, random);
    }
    Session process = GpSampler.create().start(space, directions);
    return (history, number, random) -> {
      SplittableRandom other = random.split();
      if (history.finished().size() < processTrials && number % TURN != 0) {
        Proposal proposal = propose("gp", process, history, number, random);
        if (isNew(proposal, history)) {
          return proposal;
        }
      }
      return propose("tpe", tpe, history, number, other);
    };
  }

  /** A process that knows where the minimum is, such as at an end of a range, asks for it again. */
  private static boolean isNew(Proposal proposal, History history) {
    return history.trials().stream()
        .noneMatch(trial -> trial.parameters().equals(proposal.parameters()));
  }

  private static Proposal propose(
      String name, Session session, History history, int number, SplittableRandom random) {
    return new Proposal(
        session.propose(history, number, random).parameters(), Map.of(CHOSEN, name));
  }

  /** The name and what was set. */
  @Override
  public String toString() {
    return "auto, gp up to " + processTrials + " trials";
  }
}
