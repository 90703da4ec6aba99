package io.lepton.s3;

import io.lepton.error.StorageException;
import java.util.UUID;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Finds out whether the server refuses to replace an object when told so. The object it tries this
 * on stays, under a name no blob can have, and saves the next opening one of two requests.
 */
final class Probe {
  static final String OBJECT = "~lepton-probe";

  private final Bucket bucket;

  Probe(Bucket bucket) {
    this.bucket = bucket;
  }

  /** Tries it with one request for the whole object. */
  void tryPut() {
    if (isRefused()) {
      return;
    }
    // Nothing was there, or the server replaced it without a word; the second time tells.
    if (!isRefused()) {
      throw ignored("PutObject");
    }
  }

  private boolean isRefused() {
    bucket.requireOpen();
    try {
      bucket.writes.putUnsettled(OBJECT, new byte[0], 0, UUID.randomUUID().toString());
      return false;
    } catch (SdkException | IllegalStateException e) {
      if (Faults.hasStatus(e, Faults.PRECONDITION_FAILED)) {
        return true;
      }
      throw bucket.failure("try conditional writes", e);
    }
  }

  /** Tries it with an object of one part; some servers know the condition for whole ones only. */
  void tryMultipart() {
    tryPut();
    try (Multipart parts = bucket.uploads.announce(OBJECT, UUID.randomUUID().toString())) {
      parts.send(new byte[1], 1);
      try {
        parts.completeUnsettled();
      } catch (SdkException | IllegalStateException e) {
        if (Faults.hasStatus(e, Faults.PRECONDITION_FAILED)) {
          return;
        }
        throw bucket.failure("try conditional writes in parts", e);
      }
      throw ignored("CompleteMultipartUpload");
    }
  }

  private StorageException ignored(String operation) {
    return new StorageException(
        StorageException.Kind.PERMANENT,
        bucket.settings.describe()
            + " ignores If-None-Match of "
            + operation
            + ": one writer would replace what another wrote; use a server that knows conditional"
            + " writes, as Amazon's S3 does since 2024",
        null);
  }
}
