package io.lepton.card;

import io.lepton.internal.Json;
import io.lepton.model.Evaluation;
import io.lepton.model.Measure;
import io.lepton.model.Signature;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The JSON of Google's Model Card Toolkit, schema 0.0.2. Out-of-scope uses and caveats, for which
 * it has no place, are said among the limitations. Intervals are given in the shape that the
 * toolkit's own classes have for them; the schema allows more fields in a metric.
 */
final class ToolkitCard {
  private ToolkitCard() {}

  static String of(ModelCard card) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("schema_version", "0.0.2");
    json.put("model_details", details(card));
    json.put("model_parameters", parameters(card));
    json.put("quantitative_analysis", Map.of("performance_metrics", metrics(card)));
    json.put("considerations", considerations(card.text()));
    return Json.text(json);
  }

  private static Map<String, Object> details(ModelCard card) {
    CardText text = card.text();
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("name", card.version().model());
    put(details, "overview", text.overview());
    String seeAlso =
        text.references().stream()
            .filter(reference -> !isUri(reference))
            .collect(Collectors.joining(", "));
    put(
        details,
        "documentation",
        seeAlso.isEmpty()
            ? text.documentation()
            : (text.documentation() + "\n\nSee also: " + seeAlso).strip());
    details.put(
        "owners",
        text.owners().stream()
            .map(owner -> Map.of("name", owner.name(), "contact", owner.contact()))
            .toList());
    details.put(
        "version",
        Map.of(
            "name",
            "v" + card.version().number() + " " + card.version().id().hex(),
            "date",
            card.version().time().atOffset(ZoneOffset.UTC).toLocalDate().toString(),
            "diff",
            card.version().message()));
    details.put(
        "licenses",
        text.licences().stream()
            .map(it -> Map.of(it.isSpdx() ? "identifier" : "custom_text", it.name()))
            .toList());
    details.put(
        "references",
        described("reference", text.references().stream().filter(ToolkitCard::isUri).toList()));
    details.put("citations", described("citation", text.citations()));
    return details;
  }

  private static Map<String, Object> parameters(ModelCard card) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    put(parameters, "model_architecture", card.text().architecture());
    List<Map<String, Object>> data = new ArrayList<>();
    card.trainingSets().forEach(set -> data.add(data(set, "training")));
    card.evaluationSets().forEach(set -> data.add(data(set, "evaluation")));
    parameters.put("data", data);
    parameters.put("input_format", fields(card.version().signature().inputs()));
    parameters.put("output_format", fields(card.version().signature().outputs()));
    return parameters;
  }

  private static String fields(List<Signature.Field> fields) {
    return fields.stream().map(Figures::field).collect(Collectors.joining("\n"));
  }

  private static Map<String, Object> data(DataSet set, String use) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("name", set.name());
    String summary = set.summary().isEmpty() ? use : use + "; " + set.summary();
    if (isUri(set.link())) {
      data.put("link", set.link());
      data.put("description", summary);
    } else {
      data.put("description", set.link().isBlank() ? summary : summary + "; " + set.link());
    }
    if (!set.sensitive().isEmpty()) {
      data.put("sensitive", Map.of("sensitive_data", set.sensitive()));
    }
    return data;
  }

  private static List<Map<String, Object>> metrics(ModelCard card) {
    List<Map<String, Object>> metrics = new ArrayList<>();
    for (Evaluation evaluation : card.evaluations()) {
      for (Measure measure : evaluation.measures()) {
        if (Double.isFinite(measure.value())) {
          metrics.add(metric(measure, evaluation.data().name()));
        }
      }
    }
    return metrics;
  }

  private static Map<String, Object> metric(Measure measure, String data) {
    Map<String, Object> metric = new LinkedHashMap<>();
    metric.put("type", measure.metric());
    metric.put("value", measure.value());
    metric.put("slice", data);
    measure
        .findInterval()
        .filter(interval -> Double.isFinite(interval.low()) && Double.isFinite(interval.high()))
        .ifPresent(
            interval ->
                metric.put(
                    "confidence_interval",
                    Map.of("lower_bound", interval.low(), "upper_bound", interval.high())));
    return metric;
  }

  private static Map<String, Object> considerations(CardText text) {
    List<String> limitations = new ArrayList<>(text.limitations());
    text.outOfScopeUses().forEach(use -> limitations.add("Not intended for: " + use));
    text.caveats().forEach(caveat -> limitations.add("Caveat: " + caveat));
    Map<String, Object> considerations = new LinkedHashMap<>();
    considerations.put("users", described("description", text.users()));
    considerations.put("use_cases", described("description", text.intendedUses()));
    considerations.put("limitations", described("description", limitations));
    considerations.put("tradeoffs", described("description", text.tradeoffs()));
    considerations.put(
        "ethical_considerations",
        text.ethicalConsiderations().stream()
            .map(risk -> Map.of("name", risk.name(), "mitigation_strategy", risk.mitigation()))
            .toList());
    return considerations;
  }

  private static List<Map<String, String>> described(String field, List<String> texts) {
    return texts.stream().map(text -> Map.of(field, text)).toList();
  }

  /** The schema takes an address by RFC 3986 or none; people write what they like. */
  private static boolean isUri(String text) {
    try {
      URI uri = new URI(text);
      return uri.isAbsolute() && uri.toASCIIString().equals(text);
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static void put(Map<String, Object> json, String name, String text) {
    if (!text.isBlank()) {
      json.put(name, text);
    }
  }
}
