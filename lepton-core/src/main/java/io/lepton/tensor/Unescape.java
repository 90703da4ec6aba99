package io.lepton.tensor;

/** Resolves the escapes of a JSON string (RFC 8259, section 7) in UTF-8. */
final class Unescape {
  private static final int UNICODE_ESCAPE = 6;

  private Unescape() {}

  /**
   * Resolves in place, since no escape is shorter than what it stands for.
   *
   * @return the new length, or the bit complement of the offset of a bad escape
   */
  static int inPlace(byte[] text) {
    int to = 0;
    int from = 0;
    while (from < text.length) {
      if (text[from] != '\\') {
        text[to++] = text[from++];
        continue;
      }
      int escape = from;
      int character = simple(text, from + 1);
      from += 2;
      if (character < 0) {
        character = codeUnit(text, escape);
        from = escape + UNICODE_ESCAPE;
        if (character >= 0 && Character.isHighSurrogate((char) character)) {
          int low = codeUnit(text, from);
          from += UNICODE_ESCAPE;
          character =
              low >= 0 && Character.isLowSurrogate((char) low)
                  ? Character.toCodePoint((char) character, (char) low)
                  : -1;
        } else if (character >= 0 && Character.isLowSurrogate((char) character)) {
          character = -1;
        }
      }
      if (character < 0) {
        return ~escape;
      }
      to = encode(character, text, to);
    }
    return to;
  }

  private static int simple(byte[] text, int at) {
    if (at >= text.length) {
      return -1;
    }
    return switch (text[at]) {
      case '"', '\\', '/' -> text[at];
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> -1;
    };
  }

  /** The UTF-16 code unit that begins at a backslash, or -1. */
  private static int codeUnit(byte[] text, int at) {
    if (at + UNICODE_ESCAPE > text.length || text[at] != '\\' || text[at + 1] != 'u') {
      return -1;
    }
    int unit = 0;
    for (int i = at + 2; i < at + UNICODE_ESCAPE; i++) {
      int digit = text[i] < 0 ? -1 : Character.digit(text[i], 16);
      if (digit < 0) {
        return -1;
      }
      unit = (unit << 4) | digit;
    }
    return unit;
  }

  private static int encode(int c, byte[] text, int at) {
    int to = at;
    if (c < 0x80) {
      text[to++] = (byte) c;
    } else if (c < 0x800) {
      text[to++] = (byte) (0xC0 | (c >> 6));
      text[to++] = (byte) (0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
      text[to++] = (byte) (0xE0 | (c >> 12));
      text[to++] = (byte) (0x80 | ((c >> 6) & 0x3F));
      text[to++] = (byte) (0x80 | (c & 0x3F));
    } else {
      text[to++] = (byte) (0xF0 | (c >> 18));
      text[to++] = (byte) (0x80 | ((c >> 12) & 0x3F));
      text[to++] = (byte) (0x80 | ((c >> 6) & 0x3F));
      text[to++] = (byte) (0x80 | (c & 0x3F));
    }
    return to;
  }
}
