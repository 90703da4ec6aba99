package io.lepton.metric;

/**
 * A point of the precision-recall curve: what deciding for positive from this score on gives.
 *
 * @param recall share of positives decided positive
 * @param precision share of positives among those decided positive
 * @param threshold lowest score decided positive
 */
public record PrecisionRecallPoint(double recall, double precision, double threshold) {}
