package io.lepton.exchange;

import io.lepton.bytes.ByteSource;
import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import java.util.Objects;

/**
 * Bytes that lie in a file beside a manifest.
 *
 * @param path of the file, from the manifest's folder
 * @param bytes size of the file
 * @param sha256 of its content
 */
record Blob(String path, long bytes, Digest sha256) {
  Blob {
    Objects.requireNonNull(path);
    Objects.requireNonNull(sha256);
    if (bytes < 0) {
      throw new CorruptDataException(
          "\"" + path + "\" has " + bytes + " bytes; expected 0 or more");
    }
  }

  /** Throws unless the content is the one that was written down. */
  ByteSource check(ByteSource content, String where) {
    if (content.size() != bytes) {
      throw new CorruptDataException(
          where + ": expected " + bytes + " bytes in " + path + ", found " + content.size());
    }
    Digest found = Digest.of(content);
    if (!found.equals(sha256)) {
      throw new CorruptDataException(
          where + ": expected SHA-256 " + sha256 + " of " + path + ", found " + found);
    }
    return content;
  }
}
