package io.lepton.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.InvalidInputException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

@DisplayName("Charts of explanations")
class AttributionChartTest {
  private static List<Element> elements(String svg, String tag) throws Exception {
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(svg)));
    NodeList nodes = document.getElementsByTagName(tag);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  private static double number(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }

  @Test
  @DisplayName(
      "a waterfall's parts begin where the one before ended, rises and falls in two colours")
  void waterfall() throws Exception {
    String svg =
        WaterfallChart.titled("why", "average", 1).part("a < b", 2).part("c", -1).svg("this case");
    List<Element> bars = elements(svg, "rect");
    assertThat(bars).hasSize(2);
    double width = number(bars.get(0), "width");
    assertThat(number(bars.get(1), "width")).isBetween(width / 2 - 0.02, width / 2 + 0.02);
    double end = number(bars.get(0), "x") + width;
    assertThat(number(bars.get(1), "x") + number(bars.get(1), "width"))
        .isBetween(end - 0.02, end + 0.02);
    assertThat(bars.get(0).getAttribute("fill")).isNotEqualTo(bars.get(1).getAttribute("fill"));
    assertThat(elements(svg, "text").stream().map(Element::getTextContent))
        .contains("a < b", "+2.00", "-1.00", "average", "this case", "2.000");
  }

  @Test
  @DisplayName("a swarm has a dot for each value, and equal values do not cover each other")
  void beeswarm() throws Exception {
    double[] values = {0.5, 0.5, 0.5, -1};
    String svg =
        BeeswarmChart.titled("swarm", "contribution")
            .row("f", values, new double[] {0, 0.5, 1, Double.NaN})
            .svg();
    List<Element> dots = elements(svg, "circle");
    assertThat(dots).hasSize(4);
    assertThat(dots.subList(0, 3).stream().map(dot -> dot.getAttribute("cy")).distinct())
        .hasSize(3);
    assertThat(dots.stream().map(dot -> dot.getAttribute("fill")))
        .startsWith("#0072B2")
        .endsWith("#D55E00", "#888888");
    assertThat(number(dots.get(3), "cx")).isLessThan(number(dots.get(0), "cx"));
    assertThatThrownBy(() -> BeeswarmChart.titled("x", "y").row("f", values, new double[1]))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  @DisplayName("a heat map colours by sign and size, over the picture, and shrinks large ones")
  void heatMap() throws Exception {
    String svg =
        HeatMap.of("map", new double[][] {{1, -0.5}, {0, 0.25}})
            .over(new double[][] {{0, 1}, {1, 0}})
            .svg();
    List<Element> cells = elements(svg, "rect");
    assertThat(cells).hasSize(4 + 3); // nothing is laid over where the value is 0
    assertThat(cells.get(0).getAttribute("fill")).isEqualTo("#000000");
    assertThat(cells.get(2).getAttribute("fill")).isEqualTo("#FFFFFF");
    assertThat(number(cells.get(1), "fill-opacity")).isEqualTo(0.85);
    assertThat(number(cells.get(3), "fill-opacity")).isBetween(0.42, 0.43);
    assertThat(cells.get(3).getAttribute("fill")).isNotEqualTo(cells.get(1).getAttribute("fill"));
    double[][] large = new double[200][100];
    Arrays.stream(large).forEach(row -> Arrays.fill(row, 1));
    assertThat(elements(HeatMap.of("large", large).svg(), "rect")).hasSize(50 * 25);
    assertThatThrownBy(() -> HeatMap.of("x", new double[0][0]))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> HeatMap.of("x", new double[][] {{1}, {1, 2}}))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> HeatMap.of("x", new double[][] {{Double.NaN}}))
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> HeatMap.of("x", new double[][] {{1}}).over(new double[][] {{1, 2}}))
        .hasMessageContaining("1 × 2 under a grid of 1 × 1");
  }

  @Test
  @DisplayName("thin curves lie behind the thick one, and all of them fit in")
  void curves() throws Exception {
    String svg =
        CurvesChart.titled("curves", 0, 1)
            .axes("x", "y")
            .curve(-5, 10)
            .curve(0, 0)
            .mean(new double[] {1, 2}, new double[] {0, 1}, new double[] {2, 3})
            .svg();
    List<Element> lines = elements(svg, "polyline");
    assertThat(lines).hasSize(3);
    assertThat(number(lines.get(0), "stroke-width")).isEqualTo(1);
    assertThat(number(lines.get(2), "stroke-width")).isEqualTo(3);
    assertThat(elements(svg, "polygon")).hasSize(1);
    for (String point : lines.get(0).getAttribute("points").split(" ")) {
      assertThat(Double.parseDouble(point.split(",")[1])).isBetween(12.0, 296.0);
    }
    assertThatThrownBy(() -> CurvesChart.titled("x", 0, 1).curve(1))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> CurvesChart.titled("empty", 0).svg())
        .hasMessageContaining("has no curve");
  }
}
