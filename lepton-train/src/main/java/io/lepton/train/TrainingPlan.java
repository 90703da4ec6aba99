package io.lepton.train;

/**
 * What a training is about to do.
 *
 * @param rows of training data after cleaning
 * @param validationRows of validation data after cleaning, 0 for none
 * @param inputs numbers the network sees of a row
 * @param parameters numbers to be learnt
 * @param epochs the most there will be
 */
public record TrainingPlan(int rows, int validationRows, int inputs, long parameters, int epochs) {}
