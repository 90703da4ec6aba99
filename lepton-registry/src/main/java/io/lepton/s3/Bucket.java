package io.lepton.s3;

import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.error.StorageException;
import io.lepton.spi.BlobStore;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/** One bucket below one prefix. Every failure of the SDK leaves as Lepton's own. Thread-safe. */
final class Bucket implements AutoCloseable {
  private static final Executor LATER =
      CompletableFuture.delayedExecutor(Runs.LIFE.toMillis(), TimeUnit.MILLISECONDS, Runnable::run);

  final S3Client s3;
  final Settings settings;
  final String name;
  final Writes writes;
  final Uploads uploads;
  final Reading reading;
  private volatile boolean closed;

  private Bucket(Settings settings, S3Client s3, InstantSource clock) {
    this.s3 = s3;
    this.settings = settings;
    this.name = settings.bucket();
    this.writes = new Writes(this);
    this.uploads = new Uploads(this);
    this.reading = new Reading(this, clock, LATER);
  }

  static Bucket open(Settings settings, InstantSource clock) {
    Bucket bucket = new Bucket(settings, Connecting.client(settings), clock);
    try {
      if (settings.conditionalWrites() == S3BlobStore.ConditionalWrites.PROBED) {
        new Probe(bucket).tryPut();
      }
      return bucket;
    } catch (RuntimeException | Error e) {
      bucket.close();
      throw e;
    }
  }

  /** The object of a blob. */
  String object(String key) {
    return settings.prefix() + key;
  }

  /** Makes a request whose every failure is one of storage. */
  <T> T call(String what, Supplier<T> request) {
    requireOpen();
    try {
      return request.get();
    } catch (SdkException | IllegalStateException e) {
      throw failure(what, e);
    }
  }

  void requireOpen() {
    if (closed) {
      throw new StorageException(
          StorageException.Kind.PERMANENT,
          settings.describe() + " was closed; open another store",
          null);
    }
  }

  StorageException failure(String what, Throwable e) {
    return Faults.of(what, settings.describe(), e);
  }

  long size(String key) {
    return head(key).contentLength();
  }

  HeadObjectResponse head(String key) {
    requireOpen();
    try {
      return s3.headObject(head -> head.bucket(name).key(object(key)));
    } catch (SdkException | IllegalStateException e) {
      if (Faults.hasStatus(e, Faults.NOT_FOUND)) {
        requireBucket(); // the answer to HEAD has no body that says what is missing
        throw absent(key);
      }
      throw failure("look up blob " + key, e);
    }
  }

  private void requireBucket() {
    try {
      s3.headBucket(head -> head.bucket(name));
    } catch (SdkException | IllegalStateException e) {
      if (Faults.hasStatus(e, Faults.NOT_FOUND)) {
        throw new StorageException(
            StorageException.Kind.PERMANENT,
            "there is no " + settings.describe() + "; create it, or name the one that exists",
            e);
      }
      if (Faults.kind(e) == StorageException.Kind.TRANSIENT) {
        throw failure("look up the bucket", e);
      }
      // Not allowed to ask: the bucket is there, else this would be 404.
    }
  }

  private NotFoundException absent(String key) {
    return new NotFoundException("no blob " + key + " in " + settings.describe());
  }

  /** Exactly that many bytes, by one request. */
  RangeReply read(String key, long offset, int length) {
    requireOpen();
    if (offset < 0 || length < 0 || offset > Long.MAX_VALUE - length) {
      throw outside(key, offset, length);
    }
    if (length == 0) {
      if (offset > size(key)) {
        throw outside(key, offset, length);
      }
      return new RangeReply(null, null, ByteBuffer.allocate(0));
    }
    RangeReply reply;
    try {
      reply =
          s3.getObject(
              get ->
                  get.bucket(name)
                      .key(object(key))
                      .range("bytes=" + offset + "-" + (offset + length - 1)),
              new RangeReply.Reader(length));
    } catch (NoSuchKeyException e) {
      throw absent(key);
    } catch (SdkException | IllegalStateException e) {
      if (Faults.hasStatus(e, Faults.RANGE_NOT_SATISFIABLE)) {
        throw outside(key, offset, length);
      }
      if (Faults.hasStatus(e, Faults.NOT_FOUND) && Faults.lacksCode(e)) {
        size(key); // finds out what it is that is not there
      }
      throw failure("read blob " + key, e);
    }
    if (!reply.startsAt(offset)) {
      throw new StorageException(
          StorageException.Kind.PERMANENT,
          "cannot read a part of blob "
              + key
              + " in "
              + settings.describe()
              + ": asked for bytes from "
              + offset
              + ", found "
              + reply.describe()
              + "; the server does not know ranges",
          null);
    }
    if (reply.bytes().remaining() < length) {
      throw outside(key, offset, length);
    }
    return reply;
  }

  private InvalidInputException outside(String key, long offset, int length) {
    return new InvalidInputException(
        "blob "
            + key
            + " has "
            + size(key)
            + " bytes; "
            + length
            + " bytes from "
            + offset
            + " were asked for");
  }

  Stream<String> list(String prefix) {
    requireOpen();
    if (!isValid(prefix + "x") && !isValid(prefix) && !prefix.isEmpty()) {
      return Stream.empty(); // no key begins so
    }
    return new Listing(this, object(prefix)).keys().filter(Bucket::isValid);
  }

  private static boolean isValid(String key) {
    try {
      return !BlobStore.requireValidKey(key).isEmpty();
    } catch (InvalidInputException e) {
      return false; // a stranger's, or the probe
    }
  }

  void delete(String key) {
    try {
      deleteThere(key);
    } finally {
      reading.runs.drop(key); // also what was asked for meanwhile
    }
  }

  private void deleteThere(String key) {
    String what = "delete blob " + key;
    DeleteObjectResponse reply;
    try {
      reply = call(what, () -> s3.deleteObject(d -> d.bucket(name).key(object(key))));
    } catch (StorageException e) {
      if (e.getCause() instanceof NoSuchKeyException) {
        return; // some servers mind
      }
      throw e;
    }
    if (Boolean.TRUE.equals(reply.deleteMarker())) {
      deleteVersions(key, what);
    }
  }

  /** In a bucket with versions a deletion only hides the bytes that must go. */
  private void deleteVersions(String key, String what) {
    String object = object(key);
    call(
        what,
        () -> {
          s3.listObjectVersionsPaginator(list -> list.bucket(name).prefix(object)).stream()
              .forEach(
                  page -> {
                    page.versions().stream()
                        .filter(version -> version.key().equals(object))
                        .map(ObjectVersion::versionId)
                        .forEach(id -> deleteVersion(object, id));
                    page.deleteMarkers().stream()
                        .filter(marker -> marker.key().equals(object))
                        .forEach(marker -> deleteVersion(object, marker.versionId()));
                  });
          return true;
        });
  }

  private void deleteVersion(String object, String version) {
    s3.deleteObject(delete -> delete.bucket(name).key(object).versionId(version));
  }

  int abortUploads(Instant before) {
    return uploads.abortOlderThan(before);
  }

  @Override
  public void close() {
    closed = true;
    reading.close();
    uploads.close();
    s3.close();
  }
}
