package io.lepton.experiment;

import io.lepton.model.Interval;
import io.lepton.stats.bandit.AdaptiveEstimate;
import org.jspecify.annotations.Nullable;

/**
 * One arm of a live bandit.
 *
 * @param arm with its name
 * @param chosen units that have it
 * @param learned units of which the reward was learned
 * @param mean of these rewards, null if there are none. <b>Biased</b>, mostly downwards: an arm
 *     that had bad luck is hardly chosen again
 * @param posterior what is believed of the arm's mean reward, 95 %, null if nothing is. Right for
 *     whoever shares the prior and the model of rewards, whatever the choices were
 * @param probabilityBest how probably it is the best, by that belief; null without one, and where
 *     the best arm depends on the context
 * @param value what the arm earns per unit, by the propensities, with a 95 % interval that allows
 *     for the choices; null if it was never learned of
 * @param leastPropensity with which it was drawn; 1 if nothing was learned
 */
public record BanditArm(
    Variant arm,
    long chosen,
    long learned,
    @Nullable Double mean,
    @Nullable Interval posterior,
    @Nullable Double probabilityBest,
    AdaptiveEstimate.@Nullable Result value,
    double leastPropensity) {}
