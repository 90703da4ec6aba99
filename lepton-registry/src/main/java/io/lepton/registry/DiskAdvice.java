package io.lepton.registry;

import java.io.IOException;
import java.nio.file.AccessDeniedException;

/** What someone can do about a file system that refuses; Java tells most reasons by text only. */
final class DiskAdvice {
  private DiskAdvice() {}

  /** The end of a message, empty where there is nothing to advise. */
  static String on(IOException e) {
    String text = String.valueOf(e.getMessage());
    if (text.contains("No space left on device") || text.contains("not enough space")) {
      return "; the disk is full: make room and try again";
    }
    if (e instanceof AccessDeniedException
        || text.contains("Operation not permitted")
        || text.contains("Read-only file system")) {
      return "; Lepton needs to read and write this folder and everything in it";
    }
    return "";
  }
}
