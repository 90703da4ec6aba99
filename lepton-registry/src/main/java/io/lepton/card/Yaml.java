package io.lepton.card;

import io.lepton.error.InvalidInputException;
import java.util.List;
import java.util.Map;

/**
 * Writes YAML 1.2 that YAML 1.1 reads alike: every text in double quotes, so that none becomes a
 * number, a boolean ({@code no}), a date or markup.
 */
final class Yaml {
  private Yaml() {}

  static String of(Map<String, Object> map) {
    StringBuilder out = new StringBuilder();
    map(map, "", out);
    return out.toString();
  }

  private static void map(Map<?, ?> map, String indent, StringBuilder out) {
    map.forEach(
        (name, value) -> {
          out.append(indent).append(key((String) name)).append(':');
          value(value, indent, out);
        });
  }

  /** A name needs no quotes if it is a plain word. */
  private static String key(String name) {
    return name.matches("[a-z][a-z0-9_-]*") ? name : quote(name);
  }

  private static void value(Object value, String indent, StringBuilder out) {
    if (value instanceof Map<?, ?> map) {
      out.append('\n');
      map(map, indent + "  ", out);
    } else if (value instanceof List<?> list) {
      out.append('\n');
      for (Object item : list) {
        item(item, indent, out);
      }
    } else {
      out.append(' ').append(scalar(value)).append('\n');
    }
  }

  private static void item(Object item, String indent, StringBuilder out) {
    if (item instanceof Map<?, ?> map) {
      StringBuilder fields = new StringBuilder();
      map(map, indent + "  ", fields);
      out.append(indent).append("- ").append(fields.substring(indent.length() + 2));
    } else {
      out.append(indent).append("- ").append(scalar(item)).append('\n');
    }
  }

  private static String scalar(Object value) {
    if (value instanceof String text) {
      return quote(text);
    }
    if (value instanceof Double number) {
      return number.isInfinite() ? (number > 0 ? ".inf" : "-.inf") : plain(number);
    }
    if (value instanceof Long || value instanceof Boolean) {
      return value.toString();
    }
    throw new InvalidInputException("a " + value.getClass().getName() + " has no YAML form");
  }

  /** YAML 1.1 takes 1.0E10 for text: an exponent needs its sign. */
  private static String plain(double number) {
    return Double.toString(number).replaceFirst("E(?=\\d)", "E+");
  }

  static String quote(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (pair) {
        out.append(c).append(text.charAt(++i));
      } else if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c == '\n') {
        out.append("\\n");
      } else if (c == '\t') {
        out.append("\\t");
      } else if (isPrintable(c)) {
        out.append(c);
      } else {
        out.append(String.format("\\u%04x", (int) c));
      }
    }
    return out.append('"').toString();
  }

  /** What YAML allows as it is, less line breaks of other scripts and half surrogate pairs. */
  private static boolean isPrintable(char c) {
    return c >= ' ' && c < '\u007f'
        || c >= '\u00a0' && c != '\u2028' && c != '\u2029' && c != '\ufeff' && c < '\ud800'
        || c >= '\ue000' && c < '\ufeff'
        || c > '\ufeff' && c < '\ufffe';
  }
}
