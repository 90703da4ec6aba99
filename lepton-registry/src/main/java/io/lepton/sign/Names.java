package io.lepton.sign;

import io.lepton.error.InvalidInputException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Relative names of files, with {@code /} between their parts. */
final class Names {
  /** Left out by everyone, at the top of the model's folder only (OMS 6.2). */
  static final List<String> ALWAYS_IGNORED =
      List.of(".git", ".gitattributes", ".github", ".gitignore");

  /** By Unicode code points (OMS 5.2.1); UTF-16 would put U+FF00 behind U+10000. */
  static final Comparator<String> ORDER =
      (one, other) ->
          Arrays.compareUnsigned(
              one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));

  private Names() {}

  static boolean isCanonical(String name) {
    return !name.isEmpty() && Arrays.stream(name.split("/", -1)).allMatch(Names::isPart);
  }

  private static boolean isPart(String part) {
    return !part.isEmpty()
        && !part.equals(".")
        && !part.equals("..")
        && part.indexOf('\0') < 0
        && StandardCharsets.UTF_8.newEncoder().canEncode(part);
  }

  static void requireCanonical(String name) {
    if (!isCanonical(name)) {
      throw new InvalidInputException(
          "file name \""
              + name
              + "\"; expected a relative path in Unicode without \".\" or \"..\"");
    }
  }

  /** An empty path, or one of dots, would ignore everything. */
  static void requireIgnorable(String path) {
    if (Arrays.stream(path.split("/", -1)).allMatch(part -> part.isEmpty() || part.equals("."))) {
      throw new InvalidInputException("ignored path \"" + path + "\" is the whole model");
    }
  }

  /** Whether a name, or a folder it lies in, is ignored. */
  static boolean isIgnored(String name, Set<String> ignored) {
    for (int end = name.length(); end > 0; end = name.lastIndexOf('/', end - 1)) {
      if (ignored.contains(name.substring(0, end))) {
        return true;
      }
    }
    return false;
  }
}
