package io.lepton.s3;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * The answer to a request for a range.
 *
 * @param range the header {@code Content-Range}, absent if the whole object was sent
 * @param tag of the object, which another object of the same key does not have
 * @param bytes at most as many as were asked for
 */
record RangeReply(@Nullable String range, @Nullable String tag, ByteBuffer bytes) {
  private static final Pattern TOTAL = Pattern.compile("bytes [0-9]+-[0-9]+/([0-9]{1,18})");

  boolean startsAt(long offset) {
    return range == null ? offset == 0 : range.startsWith("bytes " + offset + "-");
  }

  String describe() {
    return range == null ? "the whole blob" : "\"" + range + "\"";
  }

  /** The size of the object, if the server told it. */
  long total() {
    Matcher found = TOTAL.matcher(range == null ? "" : range);
    return found.matches() ? Long.parseLong(found.group(1)) : Run.UNKNOWN;
  }

  /** Reads a body whole, or asks for it again. */
  record Reader(int length) implements ResponseTransformer<GetObjectResponse, RangeReply> {
    @Override
    public RangeReply transform(GetObjectResponse response, AbortableInputStream body)
        throws IOException {
      Long announced = response.contentLength();
      long sent = announced == null ? length : announced;
      int expected = (int) Math.min(length, sent);
      byte[] bytes;
      int count;
      try {
        if (announced == null) {
          bytes = body.readNBytes(expected); // takes memory only as bytes come
          count = bytes.length;
        } else {
          bytes = new byte[expected];
          count = body.readNBytes(bytes, 0, expected);
        }
      } catch (IOException e) {
        throw RetryableException.create("the body broke off: " + e, e);
      }
      if (count < expected) {
        throw RetryableException.create(
            "the body ended after " + count + " of " + expected + " bytes");
      }
      if (sent > expected) {
        body.abort(); // rather than read what was not asked for
      }
      return new RangeReply(response.contentRange(), response.eTag(), ByteBuffer.wrap(bytes));
    }
  }
}
