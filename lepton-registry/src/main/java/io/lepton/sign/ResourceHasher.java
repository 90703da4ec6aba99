package io.lepton.sign;

import io.lepton.bytes.Digest;
import io.lepton.sign.Serialization.Method;
import io.lepton.sign.SignedResource.Shard;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.security.MessageDigest;
import java.util.function.Consumer;

/** Turns the bytes of one file into its resources while they stream by. */
final class ResourceHasher implements WritableByteChannel {
  private final String name;
  private final long shardSize;
  private final Consumer<SignedResource> resources;
  private final MessageDigest hash = Digest.start();
  private long shardStart;
  private long at;

  private ResourceHasher(String name, Serialization how, Consumer<SignedResource> resources) {
    this.name = name;
    this.shardSize = how.method() == Method.SHARDS ? how.shardSize() : Long.MAX_VALUE;
    this.resources = resources;
  }

  /** Hashes a file of the content as the resources of a name. */
  static void hash(
      ModelContent content,
      String file,
      String name,
      Serialization how,
      Consumer<SignedResource> resources) {
    ResourceHasher hasher = new ResourceHasher(name, how, resources);
    content.write(file, hasher);
    if (how.method() == Method.FILES) {
      resources.accept(new SignedResource(name, Digest.finish(hasher.hash)));
    } else if (hasher.at > hasher.shardStart) {
      hasher.cut();
    }
  }

  @Override
  public int write(ByteBuffer bytes) {
    int count = bytes.remaining();
    while (bytes.hasRemaining()) {
      int part = (int) Math.min(bytes.remaining(), shardSize - (at - shardStart));
      ByteBuffer piece = bytes.slice(bytes.position(), part);
      hash.update(piece);
      bytes.position(bytes.position() + part);
      at += part;
      if (at - shardStart == shardSize) {
        cut();
      }
    }
    return count;
  }

  private void cut() {
    resources.accept(
        new SignedResource(new Shard(name, shardStart, at).name(), Digest.finish(hash)));
    shardStart = at;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {}
}
