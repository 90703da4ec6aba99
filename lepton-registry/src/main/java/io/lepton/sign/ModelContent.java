package io.lepton.sign;

import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.SortedSet;

/**
 * Files that make up a model, wherever they lie. Implementations MUST give the same bytes each
 * time, and MUST throw a {@link io.lepton.error.LeptonException} when they cannot.
 */
public interface ModelContent {
  /**
   * What the model is called; for people only.
   *
   * @return a name
   */
  String name();

  /**
   * The files.
   *
   * @return relative paths with {@code /} between their parts, none of them {@code .} or {@code ..}
   */
  SortedSet<String> files();

  /**
   * Writes a file's bytes.
   *
   * @param file one of {@link #files}
   * @param channel blocking; takes all it is given, and stays open
   */
  void write(String file, WritableByteChannel channel);

  /**
   * A folder, or a single file, on disk.
   *
   * @param model an existing folder or file
   * @return its content, looked up when asked for; links are refused
   */
  static ModelContent of(Path model) {
    return new DiskContent(model, Serialization.files(Names.ALWAYS_IGNORED));
  }
}
