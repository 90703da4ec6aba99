package io.lepton.report;

import java.util.List;

/**
 * A self-contained page of headings, paragraphs, tables and charts. Text is escaped. Not
 * thread-safe.
 */
public final class HtmlPage {
  private static final String STYLE =
      """
      :root{color-scheme:light dark}
      body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
      h1,h2{line-height:1.2}h2{margin-top:2.5rem;border-bottom:1px solid #8884}
      table{border-collapse:collapse;font-variant-numeric:tabular-nums}
      th,td{padding:.25rem .75rem;text-align:left;border-bottom:1px solid #8884}
      .row{display:flex;flex-wrap:wrap;gap:1rem}.row>figure{flex:1 1 20rem}
      figure{margin:1rem 0}figcaption{font-size:.9rem;opacity:.8}
      pre{overflow-x:auto;background:#8881;padding:.75rem;border-radius:.4rem;font-size:.85rem}
      .note{border-left:4px solid #E69F00;padding-left:.75rem}
      """;

  private final String title;
  private final StringBuilder body = new StringBuilder();

  private HtmlPage(String title) {
    this.title = title;
  }

  /**
   * Starts a page.
   *
   * @param title of the page
   * @return a page with only its title
   */
  public static HtmlPage titled(String title) {
    return new HtmlPage(title);
  }

  /**
   * Adds a heading.
   *
   * @param text of the section
   * @return this
   */
  public HtmlPage section(String text) {
    return element("h2", text);
  }

  /**
   * Adds a paragraph.
   *
   * @param text plain
   * @return this
   */
  public HtmlPage paragraph(String text) {
    return element("p", text);
  }

  /**
   * Adds a paragraph that must not be overlooked.
   *
   * @param text plain
   * @return this
   */
  public HtmlPage note(String text) {
    body.append("<p class=\"note\">").append(Svg.escape(text)).append("</p>\n");
    return this;
  }

  /**
   * Adds text with its line breaks kept.
   *
   * @param text plain
   * @return this
   */
  public HtmlPage preformatted(String text) {
    return element("pre", text);
  }

  private HtmlPage element(String tag, String text) {
    body.append('<').append(tag).append('>').append(Svg.escape(text));
    body.append("</").append(tag).append(">\n");
    return this;
  }

  /**
   * Adds a table.
   *
   * @param header names of the columns
   * @param rows cells, as many a row as there are columns
   * @return this
   */
  public HtmlPage table(List<String> header, List<List<String>> rows) {
    body.append("<table><thead>");
    cells("th", header);
    body.append("</thead><tbody>\n");
    rows.forEach(row -> cells("td", row));
    body.append("</tbody></table>\n");
    return this;
  }

  private void cells(String tag, List<String> texts) {
    body.append("<tr>");
    for (String text : texts) {
      body.append('<').append(tag).append('>').append(Svg.escape(text));
      body.append("</").append(tag).append('>');
    }
    body.append("</tr>\n");
  }

  /**
   * A chart with the words under it.
   *
   * @param svg element, as charts make it
   * @param caption what there is to see
   */
  public record Figure(String svg, String caption) {}

  /**
   * Adds charts, side by side where the page is wide enough.
   *
   * @param figures in order
   * @return this
   */
  public HtmlPage figures(Figure... figures) {
    body.append("<div class=\"row\">\n");
    for (Figure figure : figures) {
      body.append("<figure>\n").append(figure.svg());
      body.append("<figcaption>").append(Svg.escape(figure.caption())).append("</figcaption>");
      body.append("</figure>\n");
    }
    body.append("</div>\n");
    return this;
  }

  /**
   * The whole page.
   *
   * @return HTML 5 that loads nothing from elsewhere
   */
  public String html() {
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
    <title>%1$s</title>
    <style>
    %2$s</style></head>
    <body>
    <h1>%1$s</h1>
    %3$s</body>
    </html>
    """
        .formatted(Svg.escape(title), STYLE, body);
  }
}
