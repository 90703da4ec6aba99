package io.lepton.tensor;

import io.lepton.error.CorruptDataException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Walks over the JSON (RFC 8259) of a safetensors header. Only what such a header may hold is
 * understood: objects, arrays, strings and whole numbers. There is no recursion, so no depth to
 * exhaust, and nothing is allocated but the strings asked for. Every complaint says at which byte
 * of the file.
 */
final class HeaderCursor {
  private static final int LONGEST_QUOTE = 80;

  private final ByteBuffer bytes;
  private final String source;
  private int at;
  private @Nullable String tensor;

  HeaderCursor(ByteBuffer bytes, String source) {
    this.bytes = bytes;
    this.source = source;
  }

  /** Where in the file the next token begins. */
  long position() {
    skipWhiteSpace();
    return inFile(at);
  }

  private static long inFile(int inHeader) {
    return Safetensors.LENGTH_BYTES + (long) inHeader;
  }

  /** Complaints are about this tensor from now on, or about none. */
  void enter(@Nullable String name) {
    tensor = name;
  }

  CorruptDataException corrupt(String what, long position) {
    String about = tensor == null ? "" : "tensor " + quote(tensor) + ": ";
    return new CorruptDataException(source + ", byte " + position + ": " + about + what);
  }

  /** A name for messages: hostile ones may be 100 MB long. */
  static String quote(String name) {
    return name.length() <= LONGEST_QUOTE
        ? "\"" + name + "\""
        : "\"" + name.substring(0, LONGEST_QUOTE) + "\"... (" + name.length() + " characters)";
  }

  /** The first byte must be this very one: no white space before it. */
  void first(char c) {
    if (at >= bytes.limit() || bytes.get(at) != c) {
      throw unexpected("'" + c + "' as the header's first byte");
    }
    at++;
  }

  void expect(char c) {
    if (!skip(c)) {
      throw unexpected("'" + c + "'");
    }
  }

  /** Takes the next token if it is this one. */
  boolean skip(char c) {
    skipWhiteSpace();
    if (at < bytes.limit() && bytes.get(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void skipWhiteSpace() {
    while (at < bytes.limit() && " \n\t\r".indexOf(bytes.get(at)) >= 0) {
      at++;
    }
  }

  /** After a value: true if a comma follows, false if the closing token does. */
  boolean continues(char closing) {
    if (skip(',')) {
      return true;
    }
    if (skip(closing)) {
      return false;
    }
    throw unexpected("',' or '" + closing + "'");
  }

  /** Nothing but spaces up to the end. */
  void onlyPaddingLeft() {
    for (; at < bytes.limit(); at++) {
      if (bytes.get(at) != ' ') {
        throw unexpected("only spaces behind the header's closing brace");
      }
    }
  }

  private CorruptDataException unexpected(String expected) {
    String found = "the end of the header";
    if (at < bytes.limit()) {
      int b = bytes.get(at) & 0xFF;
      found = b > ' ' && b < 0x7F ? "'" + (char) b + "'" : String.format("byte 0x%02X", b);
    }
    return corrupt("expected " + expected + ", found " + found, inFile(at));
  }

  /** A whole number from 0 to 2^63 - 1, without sign, fraction, exponent or leading zeros. */
  long number(String what) {
    skipWhiteSpace();
    int start = at;
    long value = 0;
    while (at < bytes.limit() && bytes.get(at) >= '0' && bytes.get(at) <= '9') {
      int digit = bytes.get(at) - '0';
      if (value > (Long.MAX_VALUE - digit) / 10) {
        throw corrupt(what + " exceeds 2^63 - 1", inFile(start));
      }
      value = value * 10 + digit;
      at++;
    }
    if (at == start) {
      throw unexpected(what + ", a whole number from 0");
    }
    if (bytes.get(start) == '0' && at - start > 1) {
      throw corrupt(what + " has leading zeros", inFile(start));
    }
    if (at < bytes.limit() && ".eE".indexOf(bytes.get(at)) >= 0) {
      throw unexpected("no fraction or exponent in " + what);
    }
    return value;
  }

  String string(String what) {
    if (!skip('"')) {
      throw unexpected(what + " in quotes");
    }
    int start = at;
    boolean plain = true; // ASCII without escapes
    while (true) {
      if (at >= bytes.limit()) {
        throw unexpected("the closing quote of " + what);
      }
      byte b = bytes.get(at);
      if (b == '"') {
        break;
      }
      if (b >= 0 && b < ' ') {
        throw unexpected("control characters escaped in " + what);
      }
      plain &= b > 0 && b != '\\';
      at += b == '\\' ? 2 : 1;
    }
    byte[] raw = new byte[at - start];
    bytes.get(start, raw);
    at++;
    return plain ? new String(raw, StandardCharsets.US_ASCII) : decode(raw, inFile(start), what);
  }

  private String decode(byte[] raw, long position, String what) {
    int length = Unescape.inPlace(raw);
    if (length < 0) {
      throw corrupt("bad escape in " + what, position + ~length);
    }
    try {
      CharBuffer text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(raw, 0, length));
      return text.toString();
    } catch (CharacterCodingException e) {
      throw corrupt(
          what + " is not UTF-8: " + Arrays.toString(Arrays.copyOf(raw, Math.min(length, 16))),
          position);
    }
  }
}
