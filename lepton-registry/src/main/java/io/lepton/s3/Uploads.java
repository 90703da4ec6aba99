package io.lepton.s3;

import io.lepton.error.StorageException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;

/** What the blobs sent in parts share: threads, and the proof that it is safe. Thread-safe. */
final class Uploads implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final int IDLE_SECONDS = 10;

  private final Bucket bucket;
  private final ThreadPoolExecutor pool;
  private boolean proved;

  Uploads(Bucket bucket) {
    this.bucket = bucket;
    int threads = bucket.settings.parallelParts();
    this.pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "lepton-s3-" + COUNT.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
  }

  /** Announces a blob in parts. */
  Multipart start(String key, String writer) {
    requireProof();
    return announce(key, writer);
  }

  Multipart announce(String key, String writer) {
    String id =
        bucket.call(
            "begin blob " + key,
            () ->
                bucket
                    .s3
                    .createMultipartUpload(
                        create ->
                            create
                                .bucket(bucket.name)
                                .key(bucket.object(key))
                                .contentType(Writes.CONTENT_TYPE)
                                .metadata(Map.of(Writes.WRITER, writer)))
                    .uploadId());
    return new Multipart(bucket, key, id);
  }

  private synchronized void requireProof() {
    if (!proved && bucket.settings.conditionalWrites() == S3BlobStore.ConditionalWrites.PROBED) {
      new Probe(bucket).tryMultipart();
    }
    proved = true;
  }

  <T> Future<T> submit(Callable<T> task) {
    try {
      return pool.submit(task);
    } catch (RejectedExecutionException e) {
      throw new StorageException(
          StorageException.Kind.PERMANENT,
          bucket.settings.describe() + " was closed; open another store",
          e);
    }
  }

  int abortOlderThan(Instant before) {
    String prefix = bucket.object("");
    return bucket.call(
        "give up old uploads",
        () ->
            bucket
                .s3
                .listMultipartUploadsPaginator(list -> list.bucket(bucket.name).prefix(prefix))
                .uploads()
                .stream()
                .filter(upload -> upload.key().startsWith(prefix))
                .filter(upload -> upload.initiated().isBefore(before))
                .mapToInt(this::abort)
                .sum());
  }

  private int abort(MultipartUpload upload) {
    try {
      bucket.s3.abortMultipartUpload(
          abort -> abort.bucket(bucket.name).key(upload.key()).uploadId(upload.uploadId()));
      return 1;
    } catch (NoSuchUploadException e) {
      return 0; // another was faster
    }
  }

  @Override
  public void close() {
    pool.shutdown();
  }
}
