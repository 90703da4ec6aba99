package io.lepton.data.augment;

import io.lepton.error.EngineException;

/** What a caller's translator gives, checked. */
final class Translations {
  private static final int SHOWN = 40;

  private Translations() {}

  static String of(String text, TextAugmentation.Translator translator) {
    String translated = translator.translate(text);
    // An empty answer is a service that failed: learning from it would be learning from noise.
    if (translated == null || translated.isBlank()) {
      throw new EngineException(
          "the translator made "
              + (translated == null ? "null" : "an empty text")
              + " of \""
              + (text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text)
              + "\"; expected a text, or that it throws if it has none");
    }
    return translated;
  }
}
