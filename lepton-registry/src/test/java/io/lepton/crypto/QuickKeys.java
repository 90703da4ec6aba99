package io.lepton.crypto;

import io.lepton.spi.BlobStore;
import io.lepton.spi.KeyProvider;

/** Key rings that are opened often. */
public final class QuickKeys {
  private static final char[] PASSPHRASE = "correct horse battery staple".toCharArray();

  private QuickKeys() {}

  /** A real ring, whose passphrase is turned into a key by one iteration. */
  public static KeyProvider open(BlobStore blobs) {
    return PassphraseKeys.open(blobs, PASSPHRASE, 1);
  }
}
