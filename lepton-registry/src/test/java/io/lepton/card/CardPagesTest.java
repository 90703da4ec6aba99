package io.lepton.card;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

class CardPagesTest {
  @Test
  void markdownTellsTheWholeStory() {
    assertThat(Cards.complete().toMarkdown())
        .startsWith(
            "# credit v2\n\nPredicts whether a loan will be repaid.\n\nFirst paragraph.\n\n")
        .contains("\n## Owners\n\n- Risk team (risk@example.org)\n")
        .contains(
            "\n## Metrics\n\n| metric | value | interval | n | data | better |\n"
                + "| --- | --- | --- | --- | --- | --- |\n"
                + "| roc\\_auc | 0.786 | 0.7312 to 0.84 (95 %, DeLong) | 250 | test | higher |\n"
                + "| log\\_loss | ∞ | 0.5 to ∞ (95 %, bootstrap) | 250 | test | lower |\n"
                + "| tiny | 1.5E-10 | not known | 0 | test | lower |\n")
        .contains("- <https://example.org/paper>\n")
        .contains("| learning\\_rate | 0.01 |")
        .contains("- age: F64, optional\n")
        .contains("| parameters | 21 |");
  }

  @Test
  void anIncompleteCardSaysSo() {
    assertThat(Cards.empty().toMarkdown())
        .contains("> This card is not complete. Missing: overview, owners, licence");
    assertThat(Cards.empty().toHtml()).contains("<p class=\"note\">This card is not complete.");
    assertThat(Cards.complete().toMarkdown()).doesNotContain("not complete");
  }

  @Test
  void noTextBecomesMarkdown() {
    String page = Cards.nasty().toMarkdown();
    assertThat(page)
        .doesNotContain("<script", "[x](", "*b*", "\n---", "\n1. ")
        .contains("&lt;script&gt;");
    // Only lines that begin as ours do, and as many cells in a row as in its header.
    Pattern ours =
        Pattern.compile(
            "|(#{1,2} |- |> |\\| |\\|( --- \\|)+$).*|[^-+=#>|*\\d].*|\\\\.*", Pattern.DOTALL);
    page.lines().forEach(line -> assertThat(line).matches(ours));
    page.lines()
        .filter(line -> line.startsWith("| ") && line.contains("Neil") && line.contains("&lt;"))
        .forEach(line -> assertThat(line.split("(?<!\\\\)\\|").length).isBetween(3, 7));
    assertThat(MarkdownCard.inline("1) one")).isEqualTo("1\\) one");
    assertThat(MarkdownCard.inline("12. x")).isEqualTo("12\\. x");
    assertThat(MarkdownCard.inline("- x")).isEqualTo("\\- x");
    assertThat(MarkdownCard.inline("1.5 + 2")).isEqualTo("1.5 + 2");
  }

  @Test
  void noTextBecomesHtml() throws Exception {
    String page = Cards.nasty().toHtml();
    assertThat(page).doesNotContain("<script", "href=").contains("&lt;script&gt;");
    String body = page.substring(page.indexOf("<body>"), page.indexOf("</body>") + 7);
    String readable = body.replace("\u0000", ""); // no XML may hold it
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(readable.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void htmlHoldsTheSameAsMarkdown() {
    assertThat(Cards.complete().toHtml())
        .contains(
            "<h1>credit v2</h1>", "<h2>Limitations</h2>", "<p>Second paragraph,\nof two lines.")
        .contains("<td>roc_auc</td><td>0.786</td>")
        .contains("<p>• Decisions without a human</p>");
  }
}
