package io.lepton.data.split;

/**
 * Three disjoint parts of data that together are the whole.
 *
 * @param train to fit on
 * @param validation to stop, tune and choose by
 * @param test to measure on, once
 * @param <T> the data's type
 */
public record Parts<T>(T train, T validation, T test) {}
