package io.lepton.tune.internal.gp;

/**
 * What a process says of one point.
 *
 * @param mean expected value
 * @param variance of the process, above 0
 * @param meanGradient derivatives of the mean, or empty if not asked for
 * @param varianceGradient derivatives of the variance, or empty if not asked for
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Prediction(
    double mean, double variance, double[] meanGradient, double[] varianceGradient) {}
