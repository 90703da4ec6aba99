package io.lepton.card;

import io.lepton.card.CardPart.Heading;
import io.lepton.card.CardPart.Items;
import io.lepton.card.CardPart.Links;
import io.lepton.card.CardPart.Note;
import io.lepton.card.CardPart.Paragraph;
import io.lepton.card.CardPart.Table;
import io.lepton.report.HtmlPage;

/** Writes a card as HTML; {@link HtmlPage} escapes every text. */
final class HtmlCard {
  private HtmlCard() {}

  static String of(ModelCard card) {
    HtmlPage page = HtmlPage.titled(card.title());
    for (CardPart part : CardPage.of(card)) {
      if (part instanceof Heading heading) {
        page.section(heading.text());
      } else if (part instanceof Paragraph paragraph) {
        for (String one : paragraph.text().strip().split("\\R\\s*\\R")) {
          page.paragraph(one);
        }
      } else if (part instanceof Note note) {
        page.note(note.text());
      } else if (part instanceof Items items) {
        items.texts().forEach(item -> page.paragraph("• " + item));
      } else if (part instanceof Links links) {
        // As text: an address that someone else wrote may be a script.
        links.uris().forEach(uri -> page.paragraph("• " + uri));
      } else if (part instanceof Table table) {
        page.table(table.header(), table.rows());
      }
    }
    return page.html();
  }
}
