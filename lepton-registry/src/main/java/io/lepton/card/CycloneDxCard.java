package io.lepton.card;

import io.lepton.internal.Json;
import io.lepton.model.Evaluation;
import io.lepton.model.Interval;
import io.lepton.model.Measure;
import io.lepton.model.Signature;
import io.lepton.model.Version;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A bill of materials by CycloneDX 1.6 with one machine-learning model in it.
 *
 * <p>The component's SHA-256 is the version's id, which is the digest of its manifest and through
 * that of all of its content. Files it is delivered as come as components of it, with digests of
 * their own.
 */
final class CycloneDxCard {
  private static final String SHA_256 = "SHA-256";

  private CycloneDxCard() {}

  static String of(ModelCard card) {
    Version version = card.version();
    Map<String, Object> component = component(card);
    Map<String, Object> bom = new LinkedHashMap<>();
    bom.put("bomFormat", "CycloneDX");
    bom.put("specVersion", "1.6");
    // Named by its content, so that writing a card twice makes the same document.
    byte[] content = Json.bytes(component);
    bom.put("serialNumber", "urn:uuid:" + UUID.nameUUIDFromBytes(content));
    bom.put("version", 1);
    bom.put(
        "metadata", Map.of("timestamp", version.time().truncatedTo(ChronoUnit.SECONDS).toString()));
    bom.put("components", List.of(component));
    return new String(Json.bytes(bom), StandardCharsets.UTF_8);
  }

  private static Map<String, Object> component(ModelCard card) {
    Version version = card.version();
    CardText text = card.text();
    Map<String, Object> component = new LinkedHashMap<>();
    component.put("type", "machine-learning-model");
    component.put("bom-ref", "lepton:" + version.id().hex());
    component.put("name", version.model());
    component.put("version", "v" + version.number());
    put(component, "description", text.overview());
    component.put("hashes", List.of(hash(version.id().hex())));
    if (!text.owners().isEmpty()) {
      component.put(
          "authors", text.owners().stream().map(owner -> Map.of("name", owner.name())).toList());
    }
    if (!text.licences().isEmpty()) {
      component.put(
          "licenses",
          text.licences().stream()
              .map(it -> Map.of("license", Map.of(it.isSpdx() ? "id" : "name", it.name())))
              .toList());
    }
    if (!card.files().isEmpty()) {
      List<Object> files = new ArrayList<>();
      card.files()
          .forEach(
              (path, digest) ->
                  files.add(
                      Map.of("type", "file", "name", path, "hashes", List.of(hash(digest.hex())))));
      component.put("components", files);
    }
    component.put("modelCard", modelCard(card));
    component.put("properties", properties(card));
    return component;
  }

  private static Map<String, Object> modelCard(ModelCard card) {
    CardText text = card.text();
    Signature signature = card.version().signature();
    Map<String, Object> parameters = new LinkedHashMap<>();
    put(parameters, "task", text.task());
    put(parameters, "modelArchitecture", text.architecture());
    List<Object> data = new ArrayList<>();
    card.trainingSets().forEach(set -> data.add(data(set, "training")));
    card.evaluationSets().forEach(set -> data.add(data(set, "evaluation")));
    parameters.put("datasets", data);
    parameters.put("inputs", formats(signature.inputs()));
    parameters.put("outputs", formats(signature.outputs()));
    return Map.of(
        "modelParameters",
        parameters,
        "quantitativeAnalysis",
        Map.of("performanceMetrics", metrics(card)),
        "considerations",
        considerations(text));
  }

  private static List<Map<String, String>> formats(List<Signature.Field> fields) {
    return fields.stream().map(field -> Map.of("format", Figures.field(field))).toList();
  }

  private static Map<String, Object> data(DataSet set, String use) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("type", "dataset");
    data.put("name", set.name());
    put(data, "description", set.text());
    if (!set.sensitive().isEmpty()) {
      data.put("sensitiveData", set.sensitive());
    }
    List<Map<String, String>> facts = new ArrayList<>();
    facts.add(property("use", use));
    if (set.reference() != null) {
      facts.add(property("rows", set.rows()));
      facts.add(property("sha256", set.fingerprint()));
    }
    if (!set.link().isBlank()) {
      // The schema wants a reference here, and people write what they like.
      facts.add(property("link", set.link()));
    }
    data.put("contents", Map.of("properties", facts));
    return data;
  }

  private static List<Object> metrics(ModelCard card) {
    List<Object> metrics = new ArrayList<>();
    for (Evaluation evaluation : card.evaluations()) {
      for (Measure measure : evaluation.measures()) {
        Map<String, Object> metric = new LinkedHashMap<>();
        metric.put("type", measure.metric());
        metric.put("value", Double.toString(measure.value()));
        metric.put("slice", evaluation.data().name());
        Interval interval = measure.interval();
        if (interval != null) {
          metric.put(
              "confidenceInterval",
              Map.of(
                  "lowerBound", Double.toString(interval.low()),
                  "upperBound", Double.toString(interval.high())));
        }
        metrics.add(metric);
      }
    }
    return metrics;
  }

  private static Map<String, Object> considerations(CardText text) {
    List<String> limitations = new ArrayList<>(text.limitations());
    text.outOfScopeUses().forEach(use -> limitations.add("Not intended for: " + use));
    text.caveats().forEach(caveat -> limitations.add("Caveat: " + caveat));
    return Map.of(
        "users",
        text.users(),
        "useCases",
        text.intendedUses(),
        "technicalLimitations",
        limitations,
        "performanceTradeoffs",
        text.tradeoffs(),
        "ethicalConsiderations",
        text.ethicalConsiderations().stream()
            .map(risk -> Map.of("name", risk.name(), "mitigationStrategy", risk.mitigation()))
            .toList());
  }

  private static List<Map<String, String>> properties(ModelCard card) {
    Version version = card.version();
    List<Map<String, String>> properties = new ArrayList<>();
    properties.add(property("format", version.format()));
    properties.add(property("parameters", Long.toString(card.parameters())));
    version.parents().forEach(parent -> properties.add(property("parent", parent.hex())));
    version
        .lineage()
        .derivedFrom()
        .forEach(origin -> properties.add(property("derivedFrom", origin.hex())));
    version
        .hyperparameters()
        .asMap()
        .forEach((name, value) -> properties.add(property("hyperparameter:" + name, value)));
    card.text().references().forEach(uri -> properties.add(property("reference", uri)));
    return properties;
  }

  private static Map<String, String> property(String name, Object value) {
    return Map.of("name", "lepton:" + name, "value", String.valueOf(value));
  }

  private static Map<String, String> hash(String hex) {
    return Map.of("alg", SHA_256, "content", hex);
  }

  private static void put(Map<String, Object> json, String name, String text) {
    if (!text.isBlank()) {
      json.put(name, text);
    }
  }
}
