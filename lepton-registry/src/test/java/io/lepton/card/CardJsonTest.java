package io.lepton.card;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.lepton.bytes.Digest;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Cards as JSON, checked against the official schemas")
class CardJsonTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static final JsonSchema CYCLONE_DX =
      JsonSchemaFactory.getInstance(
              VersionFlag.V7,
              factory ->
                  factory.schemaMappers(
                      mappers -> mappers.mapPrefix("http://cyclonedx.org/schema/", "classpath:")))
          .getSchema(SchemaLocation.of("http://cyclonedx.org/schema/bom-1.6.schema.json"));

  private static final JsonSchema TOOLKIT =
      JsonSchemaFactory.getInstance(VersionFlag.V7)
          .getSchema(
              CardJsonTest.class.getResourceAsStream("/card/model_card_toolkit-0.0.2.schema.json"));

  private static Stream<ModelCard> cards() {
    return Stream.of(Cards.complete(), Cards.empty(), Cards.nasty());
  }

  @ParameterizedTest
  @MethodSource("cards")
  void theBillOfMaterialsIsValid(ModelCard card) throws IOException {
    assertThat(CYCLONE_DX.validate(MAPPER.readTree(card.toCycloneDx()))).isEmpty();
  }

  @Test
  void theSchemaFindsWhatIsWrong() throws IOException {
    JsonNode bom = MAPPER.readTree(Cards.complete().toCycloneDx());
    ObjectNode component = (ObjectNode) bom.get("components").get(0);
    component.put("type", "no-such-type");
    assertThat(CYCLONE_DX.validate(bom)).isNotEmpty();
    component.put("type", "machine-learning-model");
    ObjectNode licence = (ObjectNode) component.get("licenses").get(0).get("license");
    licence.put("id", "No-Such-Licence");
    assertThat(CYCLONE_DX.validate(bom)).isNotEmpty();
    licence.put("id", "MIT");
    assertThat(CYCLONE_DX.validate(bom)).isEmpty();
    ((ObjectNode) component.get("modelCard")).put("extra", 1);
    assertThat(CYCLONE_DX.validate(bom)).isNotEmpty();
  }

  @Test
  void theBillOfMaterialsHoldsTheCard() throws IOException {
    JsonNode bom = MAPPER.readTree(Cards.complete().toCycloneDx());
    JsonNode component = bom.get("components").get(0);
    assertThat(component.get("name").textValue()).isEqualTo("credit");
    assertThat(component.get("version").textValue()).isEqualTo("v2");
    assertThat(component.get("hashes").get(0).get("content").textValue())
        .isEqualTo(Digest.of("credit").hex());
    assertThat(component.get("licenses").toString())
        .isEqualTo(
            "[{\"license\":{\"id\":\"Apache-2.0\"}},{\"license\":{\"name\":\"Our own terms\"}}]");
    assertThat(component.get("components").get(0).get("hashes").get(0).get("content").textValue())
        .isEqualTo(Digest.of("w").hex());
    JsonNode metric = component.at("/modelCard/quantitativeAnalysis/performanceMetrics/1");
    assertThat(metric.toString())
        .isEqualTo(
            "{\"confidenceInterval\":{\"lowerBound\":\"0.5\",\"upperBound\":\"Infinity\"},"
                + "\"slice\":\"test\",\"type\":\"log_loss\",\"value\":\"Infinity\"}");
    assertThat(component.at("/modelCard/considerations/ethicalConsiderations/0/name").textValue())
        .isEqualTo("Age bias");
    assertThat(Cards.complete().toCycloneDx()).isEqualTo(Cards.complete().toCycloneDx());
  }

  @ParameterizedTest
  @MethodSource("cards")
  void theToolkitsCardIsValid(ModelCard card) throws IOException {
    assertThat(TOOLKIT.validate(MAPPER.readTree(card.toModelCardToolkit()))).isEmpty();
  }

  @Test
  void theToolkitsCardHoldsTheCard() throws IOException {
    JsonNode json = MAPPER.readTree(Cards.complete().toModelCardToolkit());
    assertThat(json.at("/model_details/version/date").textValue()).isEqualTo("2026-11-22");
    assertThat(json.at("/model_details/licenses").toString())
        .isEqualTo("[{\"identifier\":\"Apache-2.0\"},{\"custom_text\":\"Our own terms\"}]");
    ArrayNode metrics = (ArrayNode) json.at("/quantitative_analysis/performance_metrics");
    assertThat(metrics).as("the infinite one is left out").hasSize(2);
    assertThat(metrics.get(0).get("value").doubleValue()).isEqualTo(0.786);
    assertThat(metrics.get(0).at("/confidence_interval/upper_bound").doubleValue()).isEqualTo(0.84);
    assertThat(json.at("/considerations/limitations").findValuesAsText("description"))
        .isEqualTo(
            List.of(
                "Only German applicants of 1994",
                "Not intended for: Decisions without a human",
                "Caveat: Retrain every year"));
    assertThat(json.at("/model_parameters/input_format").textValue())
        .isEqualTo("age: F64, optional");
  }

  @Test
  void everyTextComesBackAsItWas() throws IOException {
    JsonNode bom = MAPPER.readTree(Cards.nasty().toCycloneDx());
    assertThat(bom.at("/components/0/name").textValue()).isEqualTo(Cards.NASTY);
    JsonNode card = MAPPER.readTree(Cards.nasty().toModelCardToolkit());
    assertThat(card.at("/model_details/name").textValue()).isEqualTo(Cards.NASTY);
  }
}
