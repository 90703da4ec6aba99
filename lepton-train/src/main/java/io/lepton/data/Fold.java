package io.lepton.data;

/**
 * One round of cross-validation.
 *
 * @param train all other parts
 * @param test the part held out
 */
public record Fold(Dataset train, Dataset test) {}
