package io.lepton.data.split;

/**
 * One round of cross-validation.
 *
 * @param train to fit on
 * @param test held out
 * @param <T> the data's type
 */
public record TrainTest<T>(T train, T test) {}
