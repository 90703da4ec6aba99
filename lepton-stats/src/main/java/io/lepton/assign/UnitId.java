package io.lepton.assign;

import io.lepton.error.InvalidInputException;

/**
 * What may be an id: 1 to 500 UTF-16 units of well-formed Unicode, so that UTF-8 keeps it apart.
 */
public final class UnitId {
  private static final int MAX_LENGTH = 500;

  private UnitId() {}

  /**
   * Checks an id.
   *
   * @param what it names, for the message
   * @param id to check
   * @throws InvalidInputException if it is empty, longer than 500, or has an unpaired surrogate
   */
  public static void requireValid(String what, String id) {
    requireLength(what, id);
    requireWellFormed(what, id);
  }

  static void requireLength(String what, String id) {
    if (id.isEmpty() || id.length() > MAX_LENGTH) {
      throw new InvalidInputException(
          what
              + " of "
              + id.length()
              + " characters; expected 1 to "
              + MAX_LENGTH
              + "; give a key, not the content");
    }
  }

  static void requireWellFormed(String what, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        requirePair(what, text, i);
        i++;
      }
    }
  }

  /** Both halves are at {@code index} and after it. */
  static void requirePair(String what, String text, int index) {
    if (index + 1 >= text.length()
        || !Character.isSurrogatePair(text.charAt(index), text.charAt(index + 1))) {
      throw new InvalidInputException(
          what
              + " has half a character (unpaired surrogate) at index "
              + index
              + ", which UTF-8 cannot hold");
    }
  }
}
