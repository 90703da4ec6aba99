package io.lepton.s3;

import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The objects of a bucket below a prefix, page by page. */
final class Listing {
  private final Bucket bucket;
  private final String prefix;

  Listing(Bucket bucket, String prefix) {
    this.bucket = bucket;
    this.prefix = prefix;
  }

  /** Keys of blobs; the first page is fetched now, so that what fails, fails here if it can. */
  Stream<String> keys() {
    int skipped = bucket.settings.prefix().length();
    return Stream.iterate(page(null), Objects::nonNull, this::after)
        .flatMap(page -> page.contents().stream())
        .map(S3Object::key)
        .filter(key -> key.length() > skipped)
        .map(key -> key.substring(skipped));
  }

  private @Nullable ListObjectsV2Response after(ListObjectsV2Response page) {
    return Boolean.TRUE.equals(page.isTruncated()) ? page(page.nextContinuationToken()) : null;
  }

  private ListObjectsV2Response page(@Nullable String token) {
    return bucket.call(
        "list blobs",
        () ->
            bucket.s3.listObjectsV2(
                list ->
                    list.bucket(bucket.name)
                        .prefix(prefix)
                        .maxKeys(bucket.settings.pageKeys())
                        .continuationToken(token)));
  }
}
