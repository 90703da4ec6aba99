/**
 * Signs models and checks their signatures, by the OpenSSF Model Signing specification (OMS) 1.0,
 * so that others' tools check what Lepton signed and Lepton what others signed.
 *
 * <p>A signature is a {@link io.lepton.sign.SignatureBundle}: a Sigstore bundle (JSON) around a
 * DSSE envelope around an in-toto statement that lists the SHA-256 of every file. {@link
 * io.lepton.sign.ModelSigner} makes one with an elliptic-curve key, or with a key and its
 * certificate chain; {@link io.lepton.sign.ModelVerifier} checks one against a public key or
 * trusted roots, and the files against the statement. Start there. What can be signed is a folder,
 * a file, or any {@link io.lepton.sign.ModelContent}, such as a version of a store.
 *
 * <p>Keyless signing through Sigstore's servers is not here: it needs a network.
 *
 * @see <a href="https://github.com/ossf/model-signing-spec">The specification</a>
 */
@NullMarked
package io.lepton.sign;

import org.jspecify.annotations.NullMarked;
