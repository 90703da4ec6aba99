package io.lepton.registry.disk;

import io.lepton.registry.disk.Machine.Call;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** An open file or folder. */
final class VolatileChannel extends FileChannel {
  private final VolatileDisk disk;
  private final Node node;
  private final String name;
  private final int crashes;
  private long position;

  VolatileChannel(VolatileDisk disk, Node node, String name) {
    this.disk = disk;
    this.node = node;
    this.name = name;
    this.crashes = disk.crashes();
  }

  private void requireAlive() throws IOException {
    if (disk.crashes() != crashes) {
      throw new IOException(name + " was opened before the crash");
    }
  }

  @Override
  public int read(ByteBuffer to) throws IOException {
    int count = read(to, position);
    position += Math.max(0, count);
    return count;
  }

  @Override
  public int read(ByteBuffer to, long at) throws IOException {
    requireAlive();
    disk.machine().late(Call.READ, name);
    byte[] bytes = node.bytes();
    int count = (int) Math.min(to.remaining(), bytes.length - at);
    if (count <= 0) {
      return to.hasRemaining() ? -1 : 0;
    }
    to.put(bytes, (int) at, count);
    return count;
  }

  /** Of what does not fit, half does. */
  @Override
  public int write(ByteBuffer from) throws IOException {
    requireAlive();
    byte[] bytes = new byte[from.remaining()];
    from.get(bytes);
    try {
      disk.machine().late(Call.WRITE, name);
    } catch (IOException e) {
      node.write((int) position, java.util.Arrays.copyOf(bytes, bytes.length / 2));
      throw e;
    }
    node.write((int) position, bytes);
    position += bytes.length;
    return bytes.length;
  }

  @Override
  public void force(boolean metaData) throws IOException {
    requireAlive();
    boolean late;
    try {
      late = disk.machine().late(node.isFolder() ? Call.FLUSH_FOLDER : Call.FLUSH, name);
    } catch (IOException e) {
      node.failToFlush();
      throw e;
    }
    node.flush();
    if (late) {
      throw disk.machine().failure(Call.FLUSH_FOLDER, name);
    }
  }

  @Override
  public long size() throws IOException {
    requireAlive();
    disk.machine().late(Call.LOOK, name);
    return node.bytes().length;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public FileChannel position(long to) {
    position = to;
    return this;
  }

  @Override
  protected void implCloseChannel() {}

  @Override
  public int write(ByteBuffer from, long at) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long read(ByteBuffer[] to, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long write(ByteBuffer[] from, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileChannel truncate(long size) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long transferTo(long at, long count, WritableByteChannel to) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long transferFrom(ReadableByteChannel from, long at, long count) {
    throw new UnsupportedOperationException();
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long at, long size) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileLock lock(long at, long size, boolean shared) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileLock tryLock(long at, long size, boolean shared) {
    throw new UnsupportedOperationException();
  }
}
