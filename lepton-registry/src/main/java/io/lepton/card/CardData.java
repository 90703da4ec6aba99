package io.lepton.card;

import java.util.List;
import java.util.Objects;

/**
 * A set of data as people describe it.
 *
 * @param name what the store's references call it, such as {@code train}; its fingerprint and rows
 *     are filled in where the names agree
 * @param description where it comes from, whom it covers, how it was prepared; may be empty
 * @param link to it; may be empty
 * @param sensitive kinds of sensitive data it holds, such as {@code age}
 */
public record CardData(String name, String description, String link, List<String> sensitive) {
  /** {@inheritDoc} */
  public CardData {
    CardText.requireText("data", name);
    Objects.requireNonNull(description);
    Objects.requireNonNull(link);
    sensitive = List.copyOf(sensitive);
  }

  /**
   * Data without sensitive parts and without a link.
   *
   * @param name what the store's references call it
   * @param description where it comes from
   * @return the data
   */
  public static CardData of(String name, String description) {
    return new CardData(name, description, "", List.of());
  }
}
