package io.lepton.card;

import java.util.List;

/** A piece of a card on its way to a page, with plain text in it. */
sealed interface CardPart {
  /** A section's title. */
  record Heading(String text) implements CardPart {}

  /** Text, its paragraphs apart by an empty line. */
  record Paragraph(String text) implements CardPart {}

  /** A warning. */
  record Note(String text) implements CardPart {}

  /** A list. */
  record Items(List<String> texts) implements CardPart {}

  /** Links; what is no web address is shown as text. */
  record Links(List<String> uris) implements CardPart {}

  /** Rows of cells, as many as the header has. */
  record Table(List<String> header, List<List<String>> rows) implements CardPart {}
}
