package io.lepton.s3;

import io.lepton.s3.S3BlobStore.Addressing;
import io.lepton.s3.S3BlobStore.ConditionalWrites;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link S3BlobStore.Builder} was told. Without types of the SDK, which may be absent.
 *
 * @param prefix empty, or ending in /
 * @param credentials a {@link Key}, an AwsCredentialsProvider, or null for the default chain
 */
record Settings(
    String bucket,
    String prefix,
    @Nullable URI endpoint,
    @Nullable String region,
    Addressing addressing,
    @Nullable Object credentials,
    int partBytes,
    int parallelParts,
    int pageKeys,
    int attempts,
    Duration timeout,
    @Nullable Duration firstPause,
    ConditionalWrites conditionalWrites) {

  /** A fixed key. */
  record Key(String accessKey, String secretKey, @Nullable String sessionToken) {
    @Override
    public String toString() {
      return "key " + accessKey; // never the secret
    }
  }

  /** Names the bucket for people. */
  String describe() {
    return "bucket " + bucket + (endpoint == null ? "" : " at " + endpoint);
  }
}
