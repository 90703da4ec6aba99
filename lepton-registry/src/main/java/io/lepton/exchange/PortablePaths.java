package io.lepton.exchange;

import io.lepton.error.CorruptDataException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Paths that mean the same on every system: segments of {@code [A-Za-z0-9._-]} joined by {@code /},
 * none hidden, none that Windows reserves, no two that differ by case only, no file where another
 * path has a folder. Belongs to one thread.
 */
final class PortablePaths {
  private static final int MAX_LENGTH = 200;
  private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}");
  private static final Pattern DEVICE =
      Pattern.compile("(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?");

  private final Set<String> files = new HashSet<>();
  private final Set<String> folders = new HashSet<>();

  static boolean isPortable(String path) {
    if (path.isEmpty() || path.length() > MAX_LENGTH) {
      return false;
    }
    for (String segment : path.split("/", -1)) {
      if (!SEGMENT.matcher(segment).matches()
          || segment.endsWith(".")
          || DEVICE.matcher(segment).matches()) {
        return false;
      }
    }
    return true;
  }

  /** Takes a path, if it is portable and does not clash with those taken before. */
  boolean take(String path) {
    if (!isPortable(path)) {
      return false;
    }
    String folded = path.toLowerCase(Locale.ROOT);
    if (files.contains(folded) || folders.contains(folded)) {
      return false;
    }
    Set<String> parents = new HashSet<>();
    for (int slash = folded.indexOf('/'); slash >= 0; slash = folded.indexOf('/', slash + 1)) {
      parents.add(folded.substring(0, slash));
    }
    if (parents.stream().anyMatch(files::contains)) {
      return false;
    }
    folders.addAll(parents);
    return files.add(folded);
  }

  /** Takes a path that somebody else chose, or throws. */
  void require(String path, String where) {
    if (!take(path)) {
      throw new CorruptDataException(
          where
              + ": the path \""
              + path
              + "\" is absolute, leaves its folder, clashes with another, or is not of segments of"
              + " [A-Za-z0-9._-]");
    }
  }
}
