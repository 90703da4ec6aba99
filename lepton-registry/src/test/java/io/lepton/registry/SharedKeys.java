package io.lepton.registry;

import io.lepton.crypto.PassphraseKeys;
import io.lepton.spi.BlobStore;
import io.lepton.spi.KeyProvider;
import io.lepton.testkit.InMemoryBlobStore;

/** A key ring that several stores of a test share; closing a store leaves it open. */
class SharedKeys implements KeyProvider {
  private static final char[] PASSPHRASE = "correct horse battery staple".toCharArray();

  private final KeyProvider ring;

  SharedKeys(KeyProvider ring) {
    this.ring = ring;
  }

  static SharedKeys create() {
    return in(new InMemoryBlobStore());
  }

  static SharedKeys in(BlobStore blobs) {
    return new SharedKeys(PassphraseKeys.open(blobs, PASSPHRASE));
  }

  @Override
  public void create(String name) {
    ring.create(name);
  }

  @Override
  public boolean exists(String name) {
    return ring.exists(name);
  }

  @Override
  public boolean isDestroyed(String name) {
    return ring.isDestroyed(name);
  }

  @Override
  public byte[] wrap(String name, byte[] dataKey) {
    return ring.wrap(name, dataKey);
  }

  @Override
  public byte[] unwrap(String name, byte[] wrapped) {
    return ring.unwrap(name, wrapped);
  }

  @Override
  public Destruction destroy(String name) {
    return ring.destroy(name);
  }

  @Override
  public void close() {}
}
