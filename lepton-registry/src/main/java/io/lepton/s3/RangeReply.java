package io.lepton.s3;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * The answer to a request for a range.
 *
 * @param range the header {@code Content-Range}, absent if the whole object was sent
 * @param bytes at most as many as were asked for
 */
record RangeReply(@Nullable String range, ByteBuffer bytes) {
  boolean startsAt(long offset) {
    return range == null ? offset == 0 : range.startsWith("bytes " + offset + "-");
  }

  String describe() {
    return range == null ? "the whole blob" : "\"" + range + "\"";
  }

  /** Reads a body whole, or asks for it again. */
  record Reader(int length) implements ResponseTransformer<GetObjectResponse, RangeReply> {
    @Override
    public RangeReply transform(GetObjectResponse response, AbortableInputStream body)
        throws IOException {
      long sent = response.contentLength() == null ? length : response.contentLength();
      int expected = (int) Math.min(length, sent);
      byte[] bytes;
      try {
        bytes = body.readNBytes(expected);
      } catch (IOException e) {
        throw RetryableException.create("the body broke off: " + e, e);
      }
      if (bytes.length < expected) {
        throw RetryableException.create(
            "the body ended after " + bytes.length + " of " + expected + " bytes");
      }
      if (sent > expected) {
        body.abort(); // rather than read what was not asked for
      }
      return new RangeReply(response.contentRange(), ByteBuffer.wrap(bytes));
    }
  }
}
