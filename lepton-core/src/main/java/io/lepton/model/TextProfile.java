package io.lepton.model;

import io.lepton.error.InvalidInputException;
import java.util.Objects;
import java.util.Optional;

/**
 * How a column of free text looked.
 *
 * @param name of the column
 * @param missing rows without a text
 * @param empty rows whose text has no token
 * @param characters lengths of the texts
 * @param tokens numbers of tokens of the texts, by the model's own tokenizer
 * @param unknown shares of a text's tokens that the model's vocabulary does not know, from 0 to 1;
 *     missing for texts without a token
 * @param top how often the most frequent tokens come, and all others together as {@value #OTHERS}
 */
public record TextProfile(
    String name,
    long missing,
    long empty,
    NumericProfile characters,
    NumericProfile tokens,
    NumericProfile unknown,
    CategoricalProfile top) {
  /** What stands for all tokens but the most frequent; no token has a space before it. */
  public static final String OTHERS = " others";

  /** How many tokens are counted for themselves at most. */
  public static final int TOP_LIMIT = 50;

  /** {@inheritDoc} */
  public TextProfile {
    Objects.requireNonNull(name);
    Objects.requireNonNull(top);
    if (missing < 0
        || empty < 0
        || empty > tokens.count()
        || tokens.count() != characters.count()
        || unknown.count() + empty != tokens.count()) {
      throw new InvalidInputException(
          "profile of texts \""
              + name
              + "\": "
              + missing
              + " missing, "
              + empty
              + " empty, lengths of "
              + characters.count()
              + " and "
              + tokens.count()
              + ", shares of "
              + unknown.count()
              + "; expected lengths of all texts, and shares of all that are not empty");
    }
  }

  /**
   * The share of texts without a token.
   *
   * @return from 0 to 1, or nothing if there are no texts
   */
  public Optional<Double> emptyShare() {
    return tokens.count() == 0 ? Optional.empty() : Optional.of((double) empty / tokens.count());
  }
}
