package io.lepton.stats.sequential;

import io.lepton.model.Interval;
import java.util.Optional;

/**
 * What a look of a group sequential plan says.
 *
 * @param look its number, from 1
 * @param decision what to do
 * @param statistic estimate by standard error
 * @param criticalValue what it had to reach; +∞ where nothing was to be spent yet. In the direction
 *     of the alternative: a statistic against {@code LESS} had to be at or below its negative
 * @param futilityBound below which, in the direction of the alternative, there is no prospect; −∞
 *     if there is none
 * @param alphaSpent by this look and those before
 * @param repeatedInterval estimate ± critical value × standard error, which covers at all looks
 *     together with probability 1 − alpha, whatever one does
 * @param adjusted p-value, estimate and interval that allow for the stop; empty while going on
 */
public record Monitoring(
    int look,
    SequentialDecision decision,
    double statistic,
    double criticalValue,
    double futilityBound,
    double alphaSpent,
    Interval repeatedInterval,
    Optional<AdjustedEstimate> adjusted) {}
