/**
 * Keys for encryption at rest: {@link io.lepton.crypto.PassphraseKeys} keeps them in a folder or
 * any blob store under a passphrase. Another {@link io.lepton.spi.KeyProvider} may talk to a key
 * management service.
 */
@NullMarked
package io.lepton.crypto;

import org.jspecify.annotations.NullMarked;
