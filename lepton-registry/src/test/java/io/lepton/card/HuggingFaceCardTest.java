package io.lepton.card;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class HuggingFaceCardTest {
  private static Map<String, Object> metadata(ModelCard card) {
    String readme = card.toHuggingFace();
    assertThat(readme).startsWith("---\n");
    int end = readme.indexOf("\n---\n", 4);
    assertThat(readme.substring(end + 5)).isEqualTo("\n" + card.toMarkdown());
    return new Yaml(new SafeConstructor(new LoaderOptions())).load(readme.substring(4, end + 1));
  }

  @Test
  void theModelIndexHoldsEveryMeasure() {
    Map<String, Object> yaml = metadata(Cards.complete());
    assertThat(yaml)
        .containsEntry("license", "other")
        .containsEntry("license_name", "Apache-2.0, Our own terms")
        .containsEntry("library_name", "lepton")
        .containsEntry("pipeline_tag", "tabular-classification");
    Map<?, ?> model = (Map<?, ?>) ((List<?>) yaml.get("model-index")).get(0);
    assertThat(model.get("name")).isEqualTo("credit");
    Map<?, ?> result = (Map<?, ?>) ((List<?>) model.get("results")).get(0);
    assertThat(result.get("task")).isEqualTo(Map.of("type", "tabular-classification"));
    assertThat(((Map<?, ?>) result.get("dataset")).get("name")).isEqualTo("test");
    assertThat(((Map<?, ?>) result.get("dataset")).get("type")).isEqualTo("test");
    List<?> metrics = (List<?>) result.get("metrics");
    assertThat(metrics).hasSize(3);
    assertThat(metrics.get(0))
        .isEqualTo(
            Map.of(
                "type",
                "roc_auc",
                "value",
                0.786,
                "name",
                "roc_auc",
                "args",
                Map.of(
                    "n",
                    250,
                    "interval_low",
                    0.7312345,
                    "interval_high",
                    0.84,
                    "interval_level",
                    0.95,
                    "interval_method",
                    "DeLong")));
    assertThat(((Map<?, ?>) metrics.get(1)).get("value")).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(((Map<?, ?>) metrics.get(2)).get("value")).isEqualTo(1.5e-10);
  }

  @Test
  void licencesAreInItsOwnWords() {
    assertThat(withLicences("Apache-2.0")).containsEntry("license", "apache-2.0");
    assertThat(withLicences("MIT", "CC-BY-4.0"))
        .containsEntry("license", List.of("mit", "cc-by-4.0"));
    assertThat(withLicences("0BSD"))
        .containsEntry("license", "other")
        .containsEntry("license_name", "0BSD");
    assertThat(metadata(Cards.empty()))
        .doesNotContainKeys("license", "model-index", "pipeline_tag");
  }

  private static Map<String, Object> withLicences(String... names) {
    CardText.Builder text = CardText.builder();
    for (String name : names) {
      text.licence(name);
    }
    return metadata(ModelCard.of(text.build(), Cards.version("m"), List.of()));
  }

  @Test
  void textThatYamlWouldTakeForSomethingElseStaysText() {
    for (String text :
        List.of(
            "no",
            "1.0",
            "null",
            "~",
            "2026-11-22",
            "a: b",
            "- a",
            "# x",
            "",
            " x ",
            "'",
            "0x1F",
            "&a",
            "*a",
            "!!str",
            "@",
            "`",
            "%",
            "{",
            "[",
            "|",
            ">",
            "?",
            ":",
            "\\u0041",
            Cards.NASTY)) {
      Map<String, Object> map =
          Map.of("k", text, "list", List.of(text), text + "!", Map.of("x", text));
      Map<String, Object> read =
          new Yaml(new SafeConstructor(new LoaderOptions())).load(io.lepton.card.Yaml.of(map));
      assertThat(read).isEqualTo(map);
    }
  }

  @Test
  void aNastyCardIsStillMetadataAndText() {
    Map<String, Object> yaml = metadata(Cards.nasty());
    assertThat(yaml).containsEntry("license_name", Cards.NASTY).containsEntry("license", "other");
    Map<?, ?> model = (Map<?, ?>) ((List<?>) yaml.get("model-index")).get(0);
    assertThat(model.get("name")).isEqualTo(Cards.NASTY);
  }
}
