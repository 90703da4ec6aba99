package io.lepton.s3;

import io.lepton.error.StorageException;
import io.lepton.error.StorageException.Kind;
import java.io.IOException;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.RetryableException;

/** Tells failures apart that may pass from those someone must mend. */
final class Faults {
  static final int NOT_FOUND = 404;
  static final int PRECONDITION_FAILED = 412;
  static final int RANGE_NOT_SATISFIABLE = 416;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_FAULT = 500;

  /** Of the server, but not to pass: not implemented, version not supported, storage full. */
  private static final Set<Integer> LASTING = Set.of(501, 505, 507);

  /** Statuses below 500 that say "later". */
  private static final Set<Integer> PASSING = Set.of(307, 408, TOO_MANY_REQUESTS);

  /** Refused for what happened on the way, or happens at the same time: the request is right. */
  private static final Set<String> REPEATED_CODES =
      Set.of(
          "BadDigest",
          "ConditionalRequestConflict",
          "IncompleteBody",
          "InvalidPart",
          "MalformedXML",
          "OperationAborted",
          "XAmzContentSHA256Mismatch");

  /** Pass, but not by the same request: of an upload that was given up, all must be sent again. */
  private static final Set<String> PASSING_CODES = Set.of("NoSuchUpload", "RequestTimeout");

  private Faults() {}

  /** What the SDK's own rules leave out. */
  static boolean isWorthRepeating(Throwable failure) {
    return failure instanceof AwsServiceException service
        ? REPEATED_CODES.contains(code(service))
        : isCutShort(failure);
  }

  /** An answer that ended early where its length was not announced: its XML has no end. */
  private static boolean isCutShort(Throwable failure) {
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof XMLStreamException) {
        return true;
      }
    }
    return false;
  }

  static String code(AwsServiceException failure) {
    String code = failure.awsErrorDetails() == null ? null : failure.awsErrorDetails().errorCode();
    return code == null ? "" : code;
  }

  static boolean hasStatus(Throwable failure, int status) {
    return failure instanceof AwsServiceException service && service.statusCode() == status;
  }

  /** Whether the answer's body, which says what its status means, was lost. */
  static boolean lacksCode(Throwable failure) {
    return failure instanceof AwsServiceException service && code(service).isEmpty();
  }

  static Kind kind(Throwable failure) {
    if (failure instanceof AwsServiceException service) {
      int status = service.statusCode();
      boolean passing =
          PASSING.contains(status)
              || PASSING_CODES.contains(code(service))
              || REPEATED_CODES.contains(code(service))
              || service.isThrottlingException()
              || (status >= SERVER_FAULT && !LASTING.contains(status));
      return passing ? Kind.TRANSIENT : Kind.PERMANENT;
    }
    if (isCutShort(failure)
        || failure instanceof AbortedException
        || failure instanceof ApiCallTimeoutException
        || failure instanceof ApiCallAttemptTimeoutException
        || failure instanceof RetryableException) {
      return Kind.TRANSIENT;
    }
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLHandshakeException || cause instanceof SSLPeerUnverifiedException) {
        return Kind.PERMANENT;
      }
      if (cause instanceof IOException) {
        return Kind.TRANSIENT;
      }
    }
    return Kind.PERMANENT;
  }

  /** A failure with what was asked, what was found and what to do. */
  static StorageException of(String what, String where, Throwable failure) {
    if (failure instanceof AbortedException) {
      Thread.currentThread().interrupt(); // the SDK took the flag
    }
    return new StorageException(
        kind(failure), "cannot " + what + " in " + where + ": " + found(failure), failure);
  }

  private static String found(Throwable failure) {
    if (failure instanceof AwsServiceException service) {
      String code = code(service);
      return service.statusCode()
          + (code.isEmpty() ? "" : " " + code)
          + advice(service.statusCode(), code);
    }
    if (failure instanceof IllegalStateException) {
      return "it was closed; open another (" + failure.getMessage() + ")";
    }
    Throwable root = failure;
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      root = cause;
    }
    return root == failure ? message(failure) : message(failure) + " (" + root + ")";
  }

  private static String message(Throwable failure) {
    @Nullable String message = failure.getMessage();
    return message == null ? failure.getClass().getName() : message;
  }

  private static String advice(int status, String code) {
    return switch (code) {
      case "NoSuchBucket" -> "; create the bucket, or name the one that exists";
      case "RequestTimeTooSkewed" -> "; set the clock of this machine";
      case "ExpiredToken", "TokenRefreshRequired" -> "; renew the credentials";
      case "InvalidAccessKeyId", "SignatureDoesNotMatch" -> "; check the credentials";
      case "PermanentRedirect",
          "AuthorizationHeaderMalformed",
          "IllegalLocationConstraintException" ->
          "; check the region";
      case "EntityTooLarge", "EntityTooSmall" -> "; choose another partBytes";
      default ->
          switch (status) {
            case 403 -> "; grant the rights that S3BlobStore names (s3:ListBucket among them)";
            case 301 -> "; check the region";
            case 501 -> "; the server lacks a feature that is needed";
            case 507 -> "; the server's disk is full, make room";
            default -> "";
          };
    };
  }
}
