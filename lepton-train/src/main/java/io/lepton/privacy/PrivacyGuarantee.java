package io.lepton.privacy;

/**
 * (ε, δ)-differential privacy.
 *
 * @param epsilon 0 or more; infinite if there is no guarantee
 * @param delta above 0 and below 1
 * @param order α of the Rényi divergence that gave the smallest ε
 */
public record PrivacyGuarantee(double epsilon, double delta, double order) {}
