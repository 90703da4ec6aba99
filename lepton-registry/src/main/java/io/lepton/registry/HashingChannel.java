package io.lepton.registry;

import io.lepton.bytes.Digest;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.security.MessageDigest;

/** Takes bytes only for their number and digest. */
final class HashingChannel implements WritableByteChannel {
  private final MessageDigest hash = Digest.start();
  private long count;

  @Override
  public int write(ByteBuffer bytes) {
    int length = bytes.remaining();
    hash.update(bytes);
    count += length;
    return length;
  }

  long count() {
    return count;
  }

  Digest finish() {
    return Digest.finish(hash);
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {}
}
