package io.lepton.spi;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Evaluation;
import io.lepton.model.Measure;

/**
 * What every catalogue can give back to the character: well-formed Unicode without U+0000, which
 * PostgreSQL cannot hold. Refused for all catalogues alike, so that a store can move from one to
 * another.
 */
final class StorableText {
  private StorableText() {}

  static void require(String what, String text) {
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (unit == 0) {
        throw refused(what, i, "U+0000");
      }
      if (Character.isSurrogate(unit)) {
        if (Character.isLowSurrogate(unit)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          throw refused(what, i, "half a surrogate pair");
        }
        i++;
      }
    }
  }

  static void require(Evaluation evaluation) {
    require("data name", evaluation.data().name());
    for (Measure measure : evaluation.measures()) {
      require("metric name", measure.metric());
      measure.findInterval().ifPresent(interval -> require("interval method", interval.method()));
    }
  }

  private static InvalidInputException refused(String what, int at, String found) {
    return new InvalidInputException(
        what
            + " has "
            + found
            + " at index "
            + at
            + "; a catalogue keeps well-formed Unicode text without U+0000: take it out");
  }
}
