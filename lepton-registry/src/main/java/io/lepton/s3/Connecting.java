package io.lepton.s3;

import io.lepton.error.InvalidInputException;
import io.lepton.s3.S3BlobStore.Addressing;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Makes a client from settings. */
final class Connecting {
  /** Enough for the parts of some writers and for many readers. */
  private static final int CONNECTIONS = 128;

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);

  private Connecting() {}

  static S3Client client(Settings settings) {
    S3ClientBuilder builder =
        S3Client.builder()
            .region(region(settings))
            .forcePathStyle(settings.addressing() == Addressing.PATH)
            // Otherwise sends trailing checksums that servers before 2025 refuse; an MD5 is sent.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            // Many servers refuse signed chunks of a body; a body in memory can be signed whole.
            .serviceConfiguration(s3 -> s3.chunkedEncodingEnabled(false))
            .overrideConfiguration(o -> o.retryStrategy(retries(settings)))
            .httpClientBuilder(
                Apache5HttpClient.builder()
                    .maxConnections(CONNECTIONS)
                    .connectionTimeout(settings.timeout())
                    .connectionAcquisitionTimeout(settings.timeout())
                    .socketTimeout(settings.timeout()));
    if (settings.endpoint() != null) {
      builder.endpointOverride(settings.endpoint());
    }
    if (settings.credentials() instanceof Settings.Key key) {
      builder.credentialsProvider(
          StaticCredentialsProvider.create(
              key.sessionToken() == null
                  ? AwsBasicCredentials.create(key.accessKey(), key.secretKey())
                  : AwsSessionCredentials.create(
                      key.accessKey(), key.secretKey(), key.sessionToken())));
    } else if (settings.credentials() instanceof AwsCredentialsProvider provider) {
      builder.credentialsProvider(provider);
    } else {
      builder.credentialsProvider(DefaultCredentialsProvider.builder().build());
    }
    return builder.build();
  }

  private static StandardRetryStrategy retries(Settings settings) {
    StandardRetryStrategy.Builder retries =
        AwsRetryStrategy.standardRetryStrategy().toBuilder()
            .maxAttempts(settings.attempts())
            .retryOnException(Faults::isWorthRepeating);
    Duration first = settings.firstPause();
    if (first != null) {
      BackoffStrategy pauses = BackoffStrategy.exponentialDelay(first, LONGEST_PAUSE);
      retries.backoffStrategy(pauses).throttlingBackoffStrategy(pauses);
    }
    return retries.build();
  }

  /** The SDK's own chain would ask the metadata service of the machine; this one reads. */
  private static Region region(Settings settings) {
    if (settings.region() != null) {
      return Region.of(settings.region());
    }
    try {
      return new AwsRegionProviderChain(
              new SystemSettingsRegionProvider(), new AwsProfileRegionProvider())
          .getRegion();
    } catch (SdkClientException e) {
      if (settings.endpoint() != null) {
        return Region.US_EAST_1;
      }
      throw new InvalidInputException(
          "no region for "
              + settings.describe()
              + "; name it with region(…), AWS_REGION or the profile",
          e);
    }
  }
}
