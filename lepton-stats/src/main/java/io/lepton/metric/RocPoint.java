package io.lepton.metric;

/**
 * A point of the ROC curve: what deciding for positive from this score on gives.
 *
 * @param falsePositiveRate share of negatives decided positive
 * @param truePositiveRate share of positives decided positive
 * @param threshold lowest score decided positive; +∞ where none is
 */
public record RocPoint(double falsePositiveRate, double truePositiveRate, double threshold) {}
