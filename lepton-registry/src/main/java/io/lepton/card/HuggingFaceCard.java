package io.lepton.card;

import io.lepton.model.Evaluation;
import io.lepton.model.Measure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A README as Hugging Face reads it: metadata in YAML, then the card in Markdown.
 *
 * @see <a href="https://huggingface.co/docs/hub/model-cards">The fields</a>
 */
final class HuggingFaceCard {
  /** Those of its licences that are an SPDX identifier in lower case. */
  private static final Set<String> LICENCES =
      Set.of(
          ("apache-2.0 mit afl-3.0 artistic-2.0 bsl-1.0 bsd-2-clause bsd-3-clause"
               + " bsd-3-clause-clear c-uda cc0-1.0 cc-by-2.0 cc-by-2.5 cc-by-3.0 cc-by-4.0"
               + " cc-by-sa-3.0 cc-by-sa-4.0 cc-by-nc-2.0 cc-by-nc-3.0 cc-by-nc-4.0 cc-by-nd-4.0"
               + " cc-by-nc-nd-3.0 cc-by-nc-nd-4.0 cc-by-nc-sa-2.0 cc-by-nc-sa-3.0 cc-by-nc-sa-4.0"
               + " cdla-sharing-1.0 cdla-permissive-1.0 cdla-permissive-2.0 wtfpl ecl-2.0 epl-1.0"
               + " epl-2.0 etalab-2.0 eupl-1.1 eupl-1.2 isc lppl-1.3c ms-pl mpl-2.0 osl-3.0"
               + " postgresql ofl-1.1 ncsa unlicense zlib")
              .split(" "));

  private static final String UNKNOWN_TASK = "other";

  private HuggingFaceCard() {}

  static String of(ModelCard card) {
    return "---\n" + Yaml.of(metadata(card)) + "---\n\n" + card.toMarkdown();
  }

  private static Map<String, Object> metadata(ModelCard card) {
    Map<String, Object> yaml = new LinkedHashMap<>();
    licence(card.text().licences(), yaml);
    yaml.put("library_name", "lepton");
    yaml.put("tags", List.of("lepton", card.version().format()));
    if (!card.text().task().isBlank()) {
      yaml.put("pipeline_tag", card.text().task());
    }
    List<Object> results = new ArrayList<>();
    for (Evaluation evaluation : card.evaluations()) {
      if (!evaluation.measures().isEmpty()) {
        results.add(result(card, evaluation));
      }
    }
    if (!results.isEmpty()) {
      yaml.put("model-index", List.of(ordered("name", card.version().model(), "results", results)));
    }
    return yaml;
  }

  private static void licence(List<Licence> licences, Map<String, Object> yaml) {
    if (licences.isEmpty()) {
      return;
    }
    List<String> known =
        licences.stream()
            .filter(Licence::isSpdx)
            .map(licence -> licence.name().toLowerCase(Locale.ROOT))
            .filter(LICENCES::contains)
            .toList();
    if (known.size() == licences.size()) {
      yaml.put("license", known.size() == 1 ? known.get(0) : known);
    } else {
      yaml.put("license", "other");
      yaml.put("license_name", String.join(", ", licences.stream().map(Licence::name).toList()));
    }
  }

  private static Map<String, Object> result(ModelCard card, Evaluation evaluation) {
    String task = card.text().task().isBlank() ? UNKNOWN_TASK : card.text().task();
    String data = evaluation.data().name();
    return ordered(
        "task",
        ordered("type", task),
        "dataset",
        ordered(
            "type",
            data,
            "name",
            data,
            "args",
            ordered(
                "rows", evaluation.data().rows(), "sha256", evaluation.data().fingerprint().hex())),
        "metrics",
        evaluation.measures().stream().map(HuggingFaceCard::metric).toList());
  }

  private static Map<String, Object> metric(Measure measure) {
    Map<String, Object> metric =
        ordered("type", measure.metric(), "value", measure.value(), "name", measure.metric());
    measure
        .findInterval()
        .ifPresent(
            interval ->
                metric.put(
                    "args",
                    ordered(
                        "n", measure.n(),
                        "interval_low", interval.low(),
                        "interval_high", interval.high(),
                        "interval_level", interval.level(),
                        "interval_method", interval.method())));
    return metric;
  }

  private static Map<String, Object> ordered(Object... namesAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }
}
