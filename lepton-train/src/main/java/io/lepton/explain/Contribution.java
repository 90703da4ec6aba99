package io.lepton.explain;

/**
 * What one feature adds to one output.
 *
 * @param feature name of the feature, or of the group
 * @param value what the case has there, to be shown
 * @param amount in the output's unit; above 0 where it raises the output
 * @param standardError of the amount, from sampling coalitions; 0 where all were counted
 */
public record Contribution(String feature, String value, double amount, double standardError) {}
