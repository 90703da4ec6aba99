package io.lepton.s3;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.PutBucketVersioningRequest;

/** A real server of the S3 protocol in this JVM, its objects in memory. */
public final class S3Server implements AutoCloseable {
  public static final String KEY = "test-key";
  public static final String SECRET = "test-secret";

  private final TransientNio2BlobStore objects = new TransientNio2BlobStore();
  private final S3Proxy proxy;

  private S3Server(AuthenticationType authentication) throws Exception {
    proxy =
        S3Proxy.builder()
            .blobStore(
                new ForwardingBlobStore(objects) {
                  @Override
                  public List<Part> listMultipartUpload(MultipartUpload upload) {
                    // Without sizes it cannot insist on 5 MiB, which would make every test large.
                    return super.listMultipartUpload(upload).stream()
                        .map(part -> part.toBuilder().size(null).build())
                        .toList();
                  }
                })
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(authentication, KEY, SECRET)
            .metricsEnabled(false)
            .build();
    proxy.start();
  }

  public static S3Server start() throws Exception {
    return new S3Server(AuthenticationType.AWS_V4);
  }

  /** One that checks no signature, so that requests can be changed on the way. */
  public static S3Server startTrusting() throws Exception {
    return new S3Server(AuthenticationType.NONE);
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + proxy.getPort());
  }

  public S3Server bucket(String name) {
    objects.createContainer(CreateBucketRequest.builder().bucket(name).build());
    return this;
  }

  void keepVersions(String bucket) {
    objects.putBucketVersioning(
        PutBucketVersioningRequest.builder()
            .bucket(bucket)
            .versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED))
            .build());
  }

  /** The keys of all versions, and of the marks of deletion. */
  List<String> versions(String bucket) {
    ListObjectVersionsResponse all =
        objects.listVersions(ListObjectVersionsRequest.builder().bucket(bucket).build());
    return Stream.concat(
            all.versions().stream().map(ObjectVersion::key),
            all.deleteMarkers().stream().map(DeleteMarkerEntry::key))
        .toList();
  }

  /** A store at an endpoint before this server, or at the server itself. */
  public static S3BlobStore.Builder store(URI endpoint, String bucket) {
    return S3BlobStore.builder(bucket)
        .endpoint(endpoint)
        .credentials(KEY, SECRET)
        .timeout(Duration.ofSeconds(20))
        .tuned(8 << 20, 1000, Duration.ofMillis(1));
  }

  /** The same, with parts of 4 MiB, each request sent once. */
  public static S3BlobStore.Builder inParts(URI endpoint, String bucket) {
    return store(endpoint, bucket).attempts(1).tuned(4 << 20, 1000, Duration.ofMillis(1));
  }

  public S3BlobStore.Builder store(String bucket) {
    return store(endpoint(), bucket);
  }

  @Override
  public void close() throws Exception {
    proxy.stop();
  }
}
