package io.lepton.s3;

import io.lepton.error.NotFoundException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.exception.AbortedException;

/**
 * Reads ranges of blobs, of which those that follow each other come from {@link Block}s. A block is
 * a help and no more: if it fails, the read is done as if there were none, and says what went
 * wrong. Thread-safe.
 */
final class Reading implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final int IDLE_SECONDS = 10;

  /** One for each block of full size. */
  private static final int THREADS = (int) (Runs.MOST_HELD / Runs.BLOCK);

  private final Bucket bucket;
  private final InstantSource clock;
  private final Executor later;
  private final AtomicBoolean sweeping = new AtomicBoolean();
  private final ThreadPoolExecutor pool;
  final Runs runs = new Runs();

  /**
   * Begins with nothing.
   *
   * @param later runs what it is given when blocks are out of date
   */
  Reading(Bucket bucket, InstantSource clock, Executor later) {
    this.bucket = bucket;
    this.clock = clock;
    this.later = later;
    this.pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "lepton-s3-read-" + COUNT.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
  }

  ByteBuffer read(String key, long offset, int length) {
    if (!isShared(offset, length)) {
      return readOnly(bucket.read(key, offset, length).bytes());
    }
    Runs.Plan plan = plan(key, offset, length);
    if (plan.parts().isEmpty()) {
      return readOnly(alone(plan.run(), offset, length));
    }
    ByteBuffer copy = ByteBuffer.allocate(length); // a view would keep the whole block
    copy(plan, offset, copy);
    return readOnly(copy.flip());
  }

  void read(String key, long offset, ByteBuffer to) {
    int length = to.remaining();
    if (!isShared(offset, length)) {
      to.put(bucket.read(key, offset, length).bytes());
      return;
    }
    Runs.Plan plan = plan(key, offset, length);
    if (plan.parts().isEmpty()) {
      to.put(alone(plan.run(), offset, length));
    } else {
      copy(plan, offset, to);
    }
  }

  private static boolean isShared(long offset, int length) {
    return offset >= 0 && length > 0 && length < Runs.BLOCK && offset <= Long.MAX_VALUE - length;
  }

  private static ByteBuffer readOnly(ByteBuffer bytes) {
    return bytes.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  private Runs.Plan plan(String key, long offset, int length) {
    bucket.requireOpen();
    Runs.Plan plan = runs.ask(key, offset, length, clock.instant());
    for (Block block : plan.begun()) {
      try {
        pool.execute(() -> fetch(block));
      } catch (RejectedExecutionException e) {
        fail(block, e); // closed meanwhile, as the read itself is about to find out
      }
    }
    return plan;
  }

  private void fetch(Block block) {
    try {
      RangeReply reply = bucket.read(block.run.key, block.start, block.length);
      runs.came(block);
      sweepLater();
      block.reply.complete(reply);
    } catch (RuntimeException | Error e) {
      fail(block, e);
    }
  }

  private void fail(Block block, Throwable failure) {
    runs.failed(block);
    block.reply.completeExceptionally(failure);
  }

  private void sweepLater() {
    if (sweeping.compareAndSet(false, true)) {
      later.execute(
          () -> {
            sweeping.set(false);
            if (runs.sweep(clock.instant())) {
              sweepLater();
            }
          });
    }
  }

  private ByteBuffer alone(Run run, long offset, int length) {
    try {
      RangeReply reply = bucket.read(run.key, offset, length);
      runs.learned(run, reply.total());
      return reply.bytes();
    } catch (NotFoundException e) {
      runs.drop(run.key);
      throw e;
    }
  }

  private void copy(Runs.Plan plan, long offset, ByteBuffer to) {
    int begin = to.position();
    int length = to.remaining();
    boolean copied;
    try {
      copied = copied(plan.parts(), offset, to);
    } catch (InterruptedException e) {
      throw bucket.failure(
          "read blob " + plan.run().key, AbortedException.create("interrupted", e));
    } finally {
      runs.release(plan.parts());
    }
    if (!copied) {
      to.position(begin);
      to.put(alone(plan.run(), offset, length));
    }
  }

  private boolean copied(List<Block> parts, long offset, ByteBuffer to)
      throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException(); // as a request would
    }
    RangeReply first = null;
    long at = offset;
    for (Block block : parts) {
      RangeReply reply;
      try {
        reply = block.reply.get();
      } catch (ExecutionException e) {
        return false;
      }
      first = first == null ? reply : first;
      if (!Objects.equals(first.tag(), reply.tag())) {
        runs.drop(block.run.key); // another process deleted the blob and took its key anew
        return false;
      }
      int from = (int) (at - block.start);
      int count = (int) Math.min(to.remaining(), block.end() - at);
      to.put(to.position(), reply.bytes(), from, count).position(to.position() + count);
      at += count;
    }
    return true;
  }

  @Override
  public void close() {
    pool.shutdownNow().forEach(Runnable::run); // each fails, so that nobody waits for it
    runs.dropAll();
  }
}
