package io.lepton.registry;

import io.lepton.sign.SignatureBundle;
import java.time.Instant;

/**
 * A signature kept with a version; not checked.
 *
 * @param bundle the signature
 * @param author who attached it to the version, by the store's word; who signed it is for a {@link
 *     io.lepton.sign.ModelVerifier} to say
 * @param time when it was attached
 */
public record VersionSignature(SignatureBundle bundle, String author, Instant time) {}
