package io.lepton.stats.sequential;

import io.lepton.model.Interval;

/**
 * What can be said after a stop, in the stagewise ordering of outcomes (Fairbanks and Madsen 1982;
 * Tsiatis, Rosner and Mehta 1984): an earlier rejection is the more extreme. The usual estimate is
 * biased away from zero by early stops; this one is as often too high as too low.
 *
 * @param pValue against the plan's alternative; at most alpha exactly where the plan rejects
 * @param estimate median-unbiased
 * @param interval exact, of level 1 − alpha; unbounded on one side for a one-sided plan
 * @param naiveEstimate the usual one
 */
public record AdjustedEstimate(
    double pValue, double estimate, Interval interval, double naiveEstimate) {}
