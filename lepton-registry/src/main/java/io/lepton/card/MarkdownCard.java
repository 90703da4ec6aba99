package io.lepton.card;

import io.lepton.card.CardPart.Heading;
import io.lepton.card.CardPart.Items;
import io.lepton.card.CardPart.Links;
import io.lepton.card.CardPart.Note;
import io.lepton.card.CardPart.Paragraph;
import io.lepton.card.CardPart.Table;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes a card as Markdown. */
final class MarkdownCard {
  /** What begins or ends markup within a line; backslashes work before any of them. */
  private static final Pattern INLINE = Pattern.compile("[\\\\`*_\\[\\]#|~!$]");

  /** What begins a list, a rule or an underlined heading at the start of a line. */
  private static final Pattern LINE_START = Pattern.compile("^[-+=:]");

  private static final Pattern NUMBER = Pattern.compile("^(\\d+)([.)])(?=\\s|$)");

  private static final Pattern WEB = Pattern.compile("https?://[^\\s<>\"'\\\\`]+");

  private MarkdownCard() {}

  static String of(ModelCard card) {
    StringBuilder out = new StringBuilder("# ").append(inline(card.title())).append("\n");
    for (CardPart part : CardPage.of(card)) {
      out.append('\n');
      if (part instanceof Heading heading) {
        out.append("## ").append(inline(heading.text())).append('\n');
      } else if (part instanceof Paragraph paragraph) {
        out.append(
            paragraph
                .text()
                .strip()
                .lines()
                .map(MarkdownCard::inline)
                .collect(Collectors.joining("\n", "", "\n")));
      } else if (part instanceof Note note) {
        out.append("> ").append(inline(note.text())).append('\n');
      } else if (part instanceof Items items) {
        items.texts().forEach(item -> out.append("- ").append(inline(item)).append('\n'));
      } else if (part instanceof Links links) {
        links.uris().forEach(uri -> out.append("- ").append(link(uri)).append('\n'));
      } else if (part instanceof Table table) {
        row(out, table.header());
        out.append("|").append(" --- |".repeat(table.header().size())).append('\n');
        table.rows().forEach(row -> row(out, row));
      }
    }
    return out.toString();
  }

  private static void row(StringBuilder out, List<String> cells) {
    out.append(
        cells.stream().map(MarkdownCard::inline).collect(Collectors.joining(" | ", "| ", " |\n")));
  }

  private static String link(String uri) {
    return WEB.matcher(uri).matches() ? "<" + uri + ">" : inline(uri);
  }

  /** One line of plain text. HTML goes through Markdown untouched, so it is escaped as HTML. */
  static String inline(String text) {
    String line = text.replaceAll("\\s+", " ").strip();
    line = INLINE.matcher(line).replaceAll("\\\\$0");
    line = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    return NUMBER.matcher(LINE_START.matcher(line).replaceFirst("\\\\$0")).replaceFirst("$1\\\\$2");
  }
}
