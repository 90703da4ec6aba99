package io.lepton.registry.internal.manifest;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Edits JSON as a forger would: most of what comes out is JSON still. */
final class JsonMutations {
  private static final Pattern VALUE =
      Pattern.compile(
          "\"(?:[^\"\\\\]++|\\\\.)*+\"|-?[0-9][0-9.eE+-]*|null|true|false|\\[\\]|\\{\\}");
  private static final Pattern MEMBER =
      Pattern.compile("\"[^\"\\\\]*\":(?:\"[^\"\\\\]*\"|-?[0-9.]+|null|\\[[^\\[\\]{}]*\\])");
  private static final List<String> INSTEAD =
      List.of(
          "null",
          "true",
          "0",
          "-1",
          "1.0",
          "1e999",
          "2147483648",
          "9223372036854775807",
          "9223372036854775808",
          "-9223372036854775809",
          "1".repeat(990),
          "1".repeat(5000),
          "0." + "3".repeat(5000),
          "\"\"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"F32\"",
          "\"1969-02-30T00:00:00Z\"",
          "\"+1000000000-12-31T23:59:59.999999999Z\"",
          "\"" + "0".repeat(64) + "\"",
          "\"" + "x".repeat(3000) + "\"",
          "[]",
          "{}",
          "[[]]",
          "[null]",
          "[-1]",
          "[9223372036854775807,9223372036854775807,0]",
          "[4611686018427387904,2]",
          "{\"a\":{}}");

  private final SplittableRandom random;

  JsonMutations(long seed) {
    random = new SplittableRandom(seed);
  }

  byte[] mutate(byte[] json) {
    String text = new String(json, StandardCharsets.UTF_8);
    for (int strokes = 1 + random.nextInt(2); strokes > 0; strokes--) {
      text = stroke(text);
    }
    byte[] mutant = text.getBytes(StandardCharsets.UTF_8);
    return random.nextInt(20) == 0 ? withBadUtf8(mutant) : mutant;
  }

  private String stroke(String text) {
    return switch (random.nextInt(6)) {
      case 0, 1 -> replace(text, VALUE, INSTEAD.get(random.nextInt(INSTEAD.size())));
      case 2 -> replace(text, VALUE, pick(text, VALUE));
      case 3 -> { // a member twice, or of another object
        String member = pick(text, MEMBER);
        yield replace(text, MEMBER, pick(text, MEMBER) + "," + member);
      }
      case 4 -> replace(text, MEMBER, "\"" + random.nextInt(10) + "\":1");
      default -> {
        int depth = 1 << random.nextInt(13);
        String open = random.nextBoolean() ? "[" : "{\"a\":";
        String close = open.equals("[") ? "]" : "}";
        yield replace(
            text,
            VALUE,
            open.repeat(depth) + "1" + close.repeat(random.nextInt(4) == 0 ? 0 : depth));
      }
    };
  }

  private String pick(String text, Pattern what) {
    List<MatchResult> all = matches(text, what);
    return all.isEmpty() ? "" : all.get(random.nextInt(all.size())).group();
  }

  private String replace(String text, Pattern what, String instead) {
    List<MatchResult> all = matches(text, what);
    if (all.isEmpty()) {
      return instead;
    }
    MatchResult at = all.get(random.nextInt(all.size()));
    return text.substring(0, at.start()) + instead + text.substring(at.end());
  }

  private static List<MatchResult> matches(String text, Pattern what) {
    List<MatchResult> all = new ArrayList<>();
    what.matcher(text).results().forEach(all::add);
    return all;
  }

  /** Ends too early, is longer than needed, stands for a surrogate, or for nothing at all. */
  private byte[] withBadUtf8(byte[] json) {
    byte[][] bad = {
      {(byte) 0xc3},
      {(byte) 0xc0, (byte) 0xaf},
      {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
      {(byte) 0xf5, (byte) 0x80, (byte) 0x80, (byte) 0x80},
      {(byte) 0xff}
    };
    int at = random.nextInt(json.length + 1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(json, 0, at);
    out.writeBytes(bad[random.nextInt(bad.length)]);
    out.write(json, at, json.length - at);
    return out.toByteArray();
  }
}
