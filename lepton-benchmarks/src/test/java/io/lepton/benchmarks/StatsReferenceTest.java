package io.lepton.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@DisplayName("Agreement with R, pROC, rpact and pwr")
class StatsReferenceTest {
  private static JsonNode cases() throws IOException {
    try (InputStream in = StatsReferenceTest.class.getResourceAsStream("stats-reference.json")) {
      return new ObjectMapper().readTree(in);
    }
  }

  @TestFactory
  List<DynamicTest> everyCaseOfTheFile() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    Map<String, Integer> counts = new TreeMap<>();
    for (JsonNode golden : cases()) {
      String name = golden.get("name").asText();
      int number = counts.merge(name, 1, Integer::sum);
      tests.add(
          DynamicTest.dynamicTest(
              name + " " + number + ", " + golden.get("source").asText(),
              () -> assertThat(StatsReference.differences(golden)).isEmpty()));
    }
    return tests;
  }

  @Test
  void noNameOfTheFileIsSkippedSilently() throws IOException {
    Set<String> names = new TreeSet<>();
    cases().forEach(golden -> names.add(golden.get("name").asText()));
    assertThat(names).isEqualTo(new TreeSet<>(StatsReference.known()));
    assertThat(cases()).hasSize(184);
  }

  @Test
  void everyNumberOfACaseIsCompared() throws IOException {
    for (JsonNode golden : cases()) {
      for (Map.Entry<String, JsonNode> field : golden.get("expected").properties()) {
        if (field.getValue().isNumber() && Math.abs(field.getValue().asDouble()) > 1e-10) {
          ObjectNode changed = golden.deepCopy();
          ((ObjectNode) changed.get("expected"))
              .put(field.getKey(), field.getValue().asDouble() * (1 + 1e-5));
          assertThat(StatsReference.differences(changed)).as("%s", changed).isNotEmpty();
        }
      }
    }
  }

  @Test
  void anUnknownNameAndABrokenCaseNeverAgree() throws IOException {
    ObjectMapper json = new ObjectMapper();
    assertThat(StatsReference.differences(json.readTree("{\"name\": \"welch_u\"}")))
        .singleElement()
        .asString()
        .contains("welch_u");
    assertThat(StatsReference.differences(json.readTree("{\"name\": \"wilson\"}"))).isNotEmpty();
    assertThat(StatsReference.differences(json.readTree("[]"))).isNotEmpty();
  }
}
