package io.lepton.s3;

import io.lepton.error.LeptonException;
import io.lepton.error.StorageException;
import io.lepton.error.StorageException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * A blob on its way in parts, some of them at a time. What is sent lies in as many buffers as parts
 * may be under way; each is used again when its part has arrived. Belongs to one thread.
 */
final class Multipart implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Multipart.class);
  private static final int MOST_PARTS = 10_000;

  private final Bucket bucket;
  private final String key;
  private final String id;
  private final int parallel;
  private final Semaphore places;
  private final Queue<byte[]> free = new ConcurrentLinkedQueue<>();
  private final List<Future<CompletedPart>> parts = new ArrayList<>();
  private final Set<Thread> senders = ConcurrentHashMap.newKeySet();
  private volatile boolean over;
  private boolean settled;

  Multipart(Bucket bucket, String key, String id) {
    this.bucket = bucket;
    this.key = key;
    this.id = id;
    this.parallel = bucket.settings.parallelParts();
    this.places = new Semaphore(parallel);
  }

  /** Takes a part over, and gives a buffer for the next; waits while too many are under way. */
  byte[] send(byte[] content, int length) {
    for (Future<CompletedPart> part : parts) {
      if (part.isDone()) {
        join(part);
      }
    }
    int number = parts.size() + 1;
    if (number > MOST_PARTS) {
      throw new StorageException(
          Kind.PERMANENT,
          "blob "
              + key
              + " has more than "
              + MOST_PARTS
              + " parts of "
              + bucket.settings.partBytes()
              + " bytes; choose larger parts with partBytes(…)",
          null);
    }
    try {
      places.acquire();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    boolean submitted = false;
    try {
      parts.add(bucket.uploads.submit(() -> upload(number, content, length)));
      submitted = true;
    } finally {
      if (!submitted) {
        places.release();
      }
    }
    byte[] next = free.poll();
    return next != null ? next : new byte[content.length];
  }

  private CompletedPart upload(int number, byte[] content, int length) {
    senders.add(Thread.currentThread());
    try {
      if (over) {
        throw new StorageException(Kind.PERMANENT, "blob " + key + " was given up", null);
      }
      return CompletedPart.builder().partNumber(number).eTag(put(number, content, length)).build();
    } finally {
      synchronized (senders) {
        senders.remove(Thread.currentThread());
        Thread.interrupted(); // was meant for this part only
      }
      free.add(content);
      places.release();
    }
  }

  private String put(int number, byte[] content, int length) {
    String md5 = Writes.md5(content, length);
    return bucket.call(
        "send part " + number + " of blob " + key,
        () ->
            bucket
                .s3
                .uploadPart(
                    part ->
                        part.bucket(bucket.name)
                            .key(bucket.object(key))
                            .uploadId(id)
                            .partNumber(number)
                            .contentMD5(md5),
                    Writes.body(content, length))
                .eTag());
  }

  private CompletedPart join(Future<CompletedPart> part) {
    try {
      return part.get();
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof LeptonException lepton) {
        lepton.addSuppressed(e); // shows the waiting thread's stack too
        throw lepton;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private StorageException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new StorageException(
        Kind.TRANSIENT, "interrupted while blob " + key + " was sent; it was not written", e);
  }

  /** Makes a blob of the parts, unless the key is taken. */
  void complete(String writer) {
    try {
      completeUnsettled();
    } catch (SdkException | IllegalStateException e) {
      bucket.writes.settle(key, writer, e);
      settled = true; // it was the answer that was lost
    }
  }

  void completeUnsettled() {
    List<CompletedPart> all = parts.stream().map(this::join).toList();
    bucket.requireOpen();
    bucket.s3.completeMultipartUpload(
        complete ->
            complete
                .bucket(bucket.name)
                .key(bucket.object(key))
                .uploadId(id)
                .ifNoneMatch(Writes.IF_NONE)
                .multipartUpload(upload -> upload.parts(all)));
    settled = true;
  }

  /** Gives the parts up unless they became a blob. */
  @Override
  public void close() {
    if (settled) {
      return;
    }
    settled = true;
    over = true;
    synchronized (senders) {
      senders.forEach(Thread::interrupt);
    }
    places.acquireUninterruptibly(parallel); // a part that arrives after the abortion would stay
    try {
      bucket.s3.abortMultipartUpload(
          abort -> abort.bucket(bucket.name).key(bucket.object(key)).uploadId(id));
    } catch (SdkException | IllegalStateException e) {
      LOG.debug("parts of {} stay behind", key, e); // swept later
    }
  }
}
