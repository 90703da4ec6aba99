package io.lepton.experiment;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.bayes.BetaPosterior;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * By the posterior of each treatment's difference from the control. Ships when the treatment is
 * better with the agreed certainty and the loss to be expected if it is not is below the agreed
 * one; ends without a winner when the difference lies in the region of practical equivalence with
 * that certainty. It may be looked at at any time and is not changed by that; how often it finds a
 * difference where there is none is then <b>not</b> limited by α.
 *
 * <p>Proportions as they are have Beta priors and exact Beta posteriors, one an arm; unless set the
 * prior is Jeffreys' Beta(1/2, 1/2), worth one unit, whose intervals cover about as often as they
 * say however rare the event (Brown, Cai and DasGupta 2001). All other metrics, adjusted
 * proportions among them, have a normal prior of the difference, flat unless set, and a normal
 * posterior.
 *
 * @param priorMean expected difference of means, treatment minus control
 * @param priorStandardDeviation positive, or infinite for no prior knowledge
 * @param certainty posterior probability that is asked, above 0.5 and below 1
 * @param acceptedLoss of the primary metric, in its units, positive; infinite to ask for certainty
 *     alone
 * @param equivalence differences up to this are as good as none, in the metric's units; 0 for none
 * @param controlPrior of the control's proportion, or null unless set
 * @param treatmentPrior of each treatment's proportion, or null unless set
 */
public record BayesianPlan(
    double priorMean,
    double priorStandardDeviation,
    double certainty,
    double acceptedLoss,
    double equivalence,
    @Nullable BetaPosterior controlPrior,
    @Nullable BetaPosterior treatmentPrior)
    implements AnalysisPlan.Method {
  /** Jeffreys' prior of a proportion. */
  public static final BetaPosterior JEFFREYS = new BetaPosterior(0.5, 0.5);

  static final BayesianPlan DEFAULT =
      new BayesianPlan(0, Double.POSITIVE_INFINITY, 0.95, Double.POSITIVE_INFINITY, 0, null, null);

  /** {@inheritDoc} */
  public BayesianPlan {
    if (!Double.isFinite(priorMean) || !(priorStandardDeviation > 0)) {
      throw refused(
          "prior mean "
              + priorMean
              + " and standard deviation "
              + priorStandardDeviation
              + "; expected a finite and a positive number");
    }
    if (!(certainty > 0.5 && certainty < 1)) {
      throw refused("certainty " + certainty + "; expected above 0.5 and below 1, such as 0.95");
    }
    if (!(acceptedLoss > 0)) {
      throw refused("accepted loss " + acceptedLoss + "; expected a positive number");
    }
    if (!(equivalence >= 0 && equivalence < Double.POSITIVE_INFINITY)) {
      throw refused("equivalence up to " + equivalence + "; expected 0 or a positive number");
    }
    if ((controlPrior == null) != (treatmentPrior == null)) {
      throw refused("a Beta prior of one arm only; give those of control and treatments");
    }
    if (controlPrior != null && isInformative(priorMean, priorStandardDeviation)) {
      throw refused(
          "a normal prior of the difference and Beta priors of the arms; a proportion wants Beta"
              + " priors, any other metric the normal one");
    }
  }

  private static InvalidInputException refused(String why) {
    return new InvalidInputException("analysis plan: " + why);
  }

  private static boolean isInformative(double mean, double standardDeviation) {
    return mean != 0 || standardDeviation < Double.POSITIVE_INFINITY;
  }

  boolean hasNormalPrior() {
    return isInformative(priorMean, priorStandardDeviation);
  }

  /** Refuses priors that say nothing of the primary metric. */
  void requireFitting(Metric primary) {
    if (primary.isPlainProportion() && hasNormalPrior()) {
      throw refused(
          "a normal prior of a difference for the proportion \""
              + primary.name()
              + "\", whose posterior is exact; give Beta priors of the arms by"
              + " prior(new BetaPosterior(successes, failures))");
    }
    if (!primary.isPlainProportion() && controlPrior != null) {
      throw refused(
          "Beta priors for \""
              + primary.name()
              + "\" ("
              + primary.describe()
              + "); they are for proportions that are not adjusted, give"
              + " prior(mean, standardDeviation) of the difference");
    }
  }

  /**
   * What is known of the difference before, for any metric but a plain proportion.
   *
   * @param mean expected difference, treatment minus control
   * @param standardDeviation positive
   * @return the method with this prior
   */
  public BayesianPlan prior(double mean, double standardDeviation) {
    return new BayesianPlan(
        mean,
        standardDeviation,
        certainty,
        acceptedLoss,
        equivalence,
        controlPrior,
        treatmentPrior);
  }

  /**
   * What is known of the proportion in every arm before, as of so many successes and failures.
   *
   * @param everyArm such as {@code new BetaPosterior(30, 970)} for about 3 %, worth 1000 units
   * @return the method with this prior
   */
  public BayesianPlan prior(BetaPosterior everyArm) {
    return prior(everyArm, everyArm);
  }

  /**
   * What is known of the proportion before; the arms are taken as independent.
   *
   * @param control of the control, of which more may be known
   * @param treatments of each treatment
   * @return the method with these priors
   */
  public BayesianPlan prior(BetaPosterior control, BetaPosterior treatments) {
    return new BayesianPlan(
        priorMean,
        priorStandardDeviation,
        certainty,
        acceptedLoss,
        equivalence,
        control,
        treatments);
  }

  /**
   * The posterior probability that is asked; 0.95 unless set.
   *
   * @param probability above 0.5 and below 1
   * @return the method with this certainty
   */
  public BayesianPlan certainty(double probability) {
    return new BayesianPlan(
        priorMean,
        priorStandardDeviation,
        probability,
        acceptedLoss,
        equivalence,
        controlPrior,
        treatmentPrior);
  }

  /**
   * The loss to be expected at most if the treatment is shipped and is worse.
   *
   * @param loss positive, in the primary metric's units
   * @return the method with this accepted loss
   */
  public BayesianPlan acceptedLoss(double loss) {
    return new BayesianPlan(
        priorMean,
        priorStandardDeviation,
        certainty,
        loss,
        equivalence,
        controlPrior,
        treatmentPrior);
  }

  /**
   * The region of practical equivalence, from minus to plus a difference.
   *
   * @param difference positive, in the primary metric's units
   * @return the method with this region
   */
  public BayesianPlan equivalence(double difference) {
    return new BayesianPlan(
        priorMean,
        priorStandardDeviation,
        certainty,
        acceptedLoss,
        difference,
        controlPrior,
        treatmentPrior);
  }

  /**
   * The prior of the control's proportion.
   *
   * @return empty unless set: Jeffreys' then
   */
  public Optional<BetaPosterior> findControlPrior() {
    return Optional.ofNullable(controlPrior);
  }

  /**
   * The prior of each treatment's proportion.
   *
   * @return empty unless set: Jeffreys' then
   */
  public Optional<BetaPosterior> findTreatmentPrior() {
    return Optional.ofNullable(treatmentPrior);
  }

  /**
   * A plan by this method.
   *
   * @return the plan
   */
  public AnalysisPlan plan() {
    return AnalysisPlan.of(this);
  }

  String describe(Metric primary) {
    String prior = "";
    if (controlPrior != null && treatmentPrior != null) {
      prior = ", priors " + beta(controlPrior) + " and " + beta(treatmentPrior);
    } else if (hasNormalPrior()) {
      prior =
          ", prior N(" + Numbers.of(priorMean) + ", " + Numbers.of(priorStandardDeviation) + "²)";
    } else {
      prior = primary.isPlainProportion() ? ", exact, priors Beta(0.5, 0.5)" : ", flat prior";
    }
    return "Bayesian, certainty " + Numbers.of(certainty) + prior;
  }

  private static String beta(BetaPosterior prior) {
    return "Beta(" + Numbers.of(prior.alpha()) + ", " + Numbers.of(prior.beta()) + ")";
  }
}
