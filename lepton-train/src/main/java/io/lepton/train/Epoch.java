package io.lepton.train;

/**
 * How one pass over the training data ended.
 *
 * @param number from 1
 * @param limit the most epochs there will be
 * @param trainingLoss mean cross-entropy in nats over the steps of the epoch, each measured before
 *     it, with dropout, without penalties
 * @param validationLoss mean cross-entropy in nats after the epoch; NaN without validation data
 * @param validationAccuracy share of validation rows classified right; NaN without validation data
 */
public record Epoch(
    int number, int limit, double trainingLoss, double validationLoss, double validationAccuracy) {}
