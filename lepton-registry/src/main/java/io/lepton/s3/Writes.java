package io.lepton.s3;

import io.lepton.error.AlreadyExistsException;
import io.lepton.error.LeptonException;
import io.lepton.error.NotFoundException;
import io.lepton.error.StorageException;
import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * Writes that only succeed where nothing is. An answer may be lost after the server did its work,
 * and the SDK then asks again: so "taken" may mean "by myself", and "failed" may mean "done". Each
 * object names its writer, and {@link #settle} looks whose it is. Thread-safe.
 */
final class Writes {
  /** The part of the header {@code x-amz-meta-lepton-writer} after {@code x-amz-meta-}. */
  static final String WRITER = "lepton-writer";

  static final String IF_NONE = "*";
  static final String CONTENT_TYPE = "application/octet-stream";

  private final Bucket bucket;

  Writes(Bucket bucket) {
    this.bucket = bucket;
  }

  /** Writes a blob in one request. */
  void put(String key, byte[] bytes, int length, String writer) {
    bucket.requireOpen();
    try {
      putUnsettled(key, bytes, length, writer);
    } catch (SdkException | IllegalStateException e) {
      settle(key, writer, e);
    }
  }

  void putUnsettled(String key, byte[] bytes, int length, String writer) {
    String md5 = md5(bytes, length);
    bucket.s3.putObject(
        put ->
            put.bucket(bucket.name)
                .key(bucket.object(key))
                .ifNoneMatch(IF_NONE)
                .contentMD5(md5)
                .contentType(CONTENT_TYPE)
                .metadata(Map.of(WRITER, writer)),
        body(bytes, length));
  }

  /** A body that can be sent again, without a copy. */
  static RequestBody body(byte[] bytes, int length) {
    return RequestBody.fromContentProvider(
        () -> new ByteArrayInputStream(bytes, 0, length), length, CONTENT_TYPE);
  }

  static String md5(byte[] bytes, int length) {
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5"); // what S3 checks; no secret hangs on it
      md5.update(bytes, 0, length);
      return Base64.getEncoder().encodeToString(md5.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Finds out what became of a write that did not come back well.
   *
   * @throws AlreadyExistsException if another's blob is there
   * @throws StorageException if none is, or if that cannot be found out
   */
  void settle(String key, String writer, RuntimeException failure) {
    String found;
    try {
      found = bucket.head(key).metadata().getOrDefault(WRITER, "");
    } catch (NotFoundException e) {
      if (Faults.hasStatus(failure, Faults.PRECONDITION_FAILED)) {
        throw new StorageException(
            StorageException.Kind.TRANSIENT,
            "blob "
                + key
                + " was taken in "
                + bucket.settings.describe()
                + ", and is gone again; try again",
            failure);
      }
      throw bucket.failure("write blob " + key, failure);
    } catch (LeptonException e) {
      StorageException unknown = bucket.failure("write blob " + key, failure);
      if (Faults.hasStatus(failure, Faults.PRECONDITION_FAILED)) {
        unknown =
            new StorageException(
                e instanceof StorageException storage
                    ? storage.kind()
                    : StorageException.Kind.PERMANENT,
                "cannot write blob "
                    + key
                    + " in "
                    + bucket.settings.describe()
                    + ": it is there, but whose it is cannot be looked up: "
                    + e.getMessage(),
                failure);
      }
      unknown.addSuppressed(e);
      throw unknown;
    }
    if (!found.equals(writer)) {
      throw new AlreadyExistsException(
          "blob "
              + key
              + " exists in "
              + bucket.settings.describe()
              + "; blobs never change, choose another key",
          failure);
    }
  }
}
