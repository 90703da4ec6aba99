package io.lepton.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.InvalidInputException;
import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class ChartTest {
  private static Document parse(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }

  private static int count(String svg, String tag) throws Exception {
    return parse(svg).getElementsByTagName(tag).getLength();
  }

  @Test
  @DisplayName("a scale marks round numbers and labels them with the decimals they need")
  void marks() {
    Scale scale = new Scale(0, 1, 0, 100);
    assertThat(scale.marks().stream().map(scale::label))
        .containsExactly("0.0", "0.2", "0.4", "0.6", "0.8", "1.0");
    Scale wide = new Scale(-120, 480, 0, 100);
    assertThat(wide.marks().stream().map(wide::label))
        .containsExactly("-100", "0", "100", "200", "300", "400");
    assertThat(scale.at(0.25)).isCloseTo(25, within(1e-12));
    assertThat(scale.at(Double.POSITIVE_INFINITY)).isEqualTo(100);
  }

  @Test
  @DisplayName("text that looks like markup stays text")
  void escaping() throws Exception {
    String svg =
        LineChart.titled("a < b & \"c\"")
            .curve("<script>", new double[] {0, 1}, new double[] {0, 1})
            .svg();
    Document document = parse(svg);
    assertThat(document.getDocumentElement().getAttribute("aria-label")).isEqualTo("a < b & \"c\"");
    assertThat(document.getElementsByTagName("script").getLength()).isZero();
    assertThat(HtmlPage.titled("<b>").paragraph("<i>").html())
        .contains("<h1>&lt;b&gt;</h1>", "<p>&lt;i&gt;</p>");
  }

  @Test
  @DisplayName("every curve, bar, estimate and version is drawn")
  void everythingIsDrawn() throws Exception {
    LineChart lines = LineChart.titled("t").diagonal().dots();
    lines.curve("a", new double[] {0, .5, 1}, new double[] {0, .8, 1});
    lines.curve("b", new double[] {0, 1}, new double[] {0, 1});
    assertThat(count(lines.svg(), "polyline")).isEqualTo(2);
    assertThat(count(lines.svg(), "circle")).isEqualTo(5);

    BarChart bars = BarChart.titled("t", "share", List.of("x", "y", "z"));
    bars.bars("then", .2, .3, .5).bars("now", .1, .1, .8);
    assertThat(count(bars.svg(), "rect")).isEqualTo(6 + 2); // and the legend's

    IntervalChart intervals =
        IntervalChart.titled("t")
            .mark("no effect", 0)
            .row("p", .02, -.01, .05)
            .row("q", .5, Double.NEGATIVE_INFINITY, .9);
    assertThat(count(intervals.svg(), "circle")).isEqualTo(2);

    VersionGraph graph =
        VersionGraph.empty()
            .version("c", "v3", "merge", List.of("b", "a"))
            .version("b", "v2", "", List.of("a"))
            .version("a", "v1", "", List.of("gone"));
    assertThat(count(graph.svg(), "circle")).isEqualTo(3);
    assertThat(count(graph.svg(), "line")).isEqualTo(3);
  }

  @Test
  @DisplayName("a band shows its estimate, its interval and the marks")
  void bands() throws Exception {
    double inf = Double.POSITIVE_INFINITY;
    BandChart chart =
        BandChart.titled("t")
            .axes("units", "difference")
            .mark("no effect", 0)
            .band(
                "new",
                new double[] {1, 2, 4, 8},
                new double[] {9, .3, .2, .1},
                new double[] {-inf, -90, -.4, -.1},
                new double[] {inf, 90, .8, .3});
    String svg = chart.svg();
    assertThat(count(svg, "polygon")).isEqualTo(1);
    assertThat(count(svg, "polyline")).isEqualTo(1);
    assertThat(svg).contains("no effect").doesNotContain("NaN", "Infinity");
    assertThatThrownBy(() -> BandChart.titled("empty").svg())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no band");
    assertThatThrownBy(
            () -> chart.band("x", new double[2], new double[2], new double[1], new double[2]))
        .isInstanceOf(InvalidInputException.class);
  }
}
