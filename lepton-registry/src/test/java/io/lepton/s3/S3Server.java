package io.lepton.s3;

import java.net.URI;
import java.time.Duration;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;

/** A real server of the S3 protocol in this JVM, its objects in memory. */
final class S3Server implements AutoCloseable {
  static final String KEY = "test-key";
  static final String SECRET = "test-secret";

  private final TransientNio2BlobStore objects = new TransientNio2BlobStore();
  private final S3Proxy proxy;

  private S3Server() throws Exception {
    proxy =
        S3Proxy.builder()
            .blobStore(objects)
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V4, KEY, SECRET)
            .metricsEnabled(false)
            .build();
    proxy.start();
  }

  static S3Server start() throws Exception {
    return new S3Server();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + proxy.getPort());
  }

  S3Server bucket(String name) {
    objects.createContainer(CreateBucketRequest.builder().bucket(name).build());
    return this;
  }

  /** A store at an endpoint before this server, or at the server itself. */
  static S3BlobStore.Builder store(URI endpoint, String bucket) {
    return S3BlobStore.builder(bucket)
        .endpoint(endpoint)
        .credentials(KEY, SECRET)
        .timeout(Duration.ofSeconds(10))
        .firstPause(Duration.ofMillis(1));
  }

  S3BlobStore.Builder store(String bucket) {
    return store(endpoint(), bucket);
  }

  @Override
  public void close() throws Exception {
    proxy.stop();
  }
}
