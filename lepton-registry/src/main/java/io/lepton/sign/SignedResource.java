package io.lepton.sign;

import io.lepton.bytes.Digest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One line of a statement: a file, or a piece of one, and its SHA-256.
 *
 * @param name relative path with {@code /} between its parts; of a piece, with {@code :start:end}
 *     behind it
 * @param digest of its bytes
 */
public record SignedResource(String name, Digest digest) {
  /** {@inheritDoc} */
  public SignedResource {
    Objects.requireNonNull(name);
    Objects.requireNonNull(digest);
  }

  /**
   * A piece of a file. File names may hold colons: only the last two belong to the piece.
   *
   * @param file its path
   * @param start offset of the first byte
   * @param end offset behind the last byte
   */
  record Shard(String file, long start, long end) implements Comparable<Shard> {
    private static final Pattern NAME =
        Pattern.compile("(.+):(0|[1-9]\\d{0,17}):([1-9]\\d{0,17})", Pattern.DOTALL);

    static @Nullable Shard parse(String name) {
      Matcher parts = NAME.matcher(name);
      return parts.matches()
          ? new Shard(
              parts.group(1), Long.parseLong(parts.group(2)), Long.parseLong(parts.group(3)))
          : null;
    }

    String name() {
      return file + ":" + start + ":" + end;
    }

    /** As the reference implementation sorts: part by part of the path, then by the ends. */
    @Override
    public int compareTo(Shard other) {
      int order = Arrays.compare(file.split("/", -1), other.file.split("/", -1), Names.ORDER);
      order = order != 0 ? order : Long.compare(start, other.start);
      return order != 0 ? order : Long.compare(end, other.end);
    }
  }

  /** The specification compares names as they are written. */
  static final Comparator<SignedResource> ORDER =
      Comparator.comparing(SignedResource::name, Names.ORDER);
}
