package io.lepton.data.augment;

import java.util.SplittableRandom;

/**
 * Changes a text without changing what it says. MUST draw all its randomness from the generator it
 * gets. {@link Eda} makes some from a thesaurus; {@link #backTranslation} uses a translator.
 */
@FunctionalInterface
public interface TextAugmentation {
  /**
   * Changes a text.
   *
   * @param text any
   * @param random advanced by what is drawn
   * @return another text, or the same
   */
  String apply(String text, SplittableRandom random);

  /**
   * This augmentation, and then another on its result.
   *
   * @param next the other
   * @return both
   */
  default TextAugmentation andThen(TextAugmentation next) {
    return (text, random) -> next.apply(apply(text, random), random);
  }

  /** Translates from one language to another; the application brings its own. */
  @FunctionalInterface
  interface Translator {
    /**
     * Translates a text.
     *
     * @param text in the one language
     * @return it in the other
     */
    String translate(String text);
  }

  /**
   * Says a text in other words by translating it there and back (Sennrich et al. 2016).
   *
   * @param probability that a text is changed, from 0 to 1
   * @param there into the other language
   * @param back from the other language
   * @return the augmentation; what a translator throws, it throws, and {@link
   *     io.lepton.error.EngineException} if it gives null or an empty text. Empty texts are left
   *     alone
   * @throws io.lepton.error.InvalidInputException if the probability is out of range
   */
  static TextAugmentation backTranslation(double probability, Translator there, Translator back) {
    Draws.requireProbability(probability);
    return (text, random) -> {
      if (text.isBlank() || random.nextDouble() >= probability) {
        return text;
      }
      return Translations.of(Translations.of(text, there), back);
    };
  }
}
