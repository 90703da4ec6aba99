package io.lepton.sign;

/**
 * A signature that holds.
 *
 * @param statement what was signed
 * @param signer who signed it
 */
public record VerifiedModel(ModelStatement statement, SignerIdentity signer) {}
