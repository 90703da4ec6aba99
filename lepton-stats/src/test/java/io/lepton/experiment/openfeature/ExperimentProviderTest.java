package io.lepton.experiment.openfeature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.MutableTrackingEventDetails;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.Value;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.error.StorageException;
import io.lepton.experiment.CatalogExperimentStore;
import io.lepton.experiment.Experiment;
import io.lepton.experiment.ExperimentDefinition;
import io.lepton.experiment.ExperimentStore;
import io.lepton.experiment.Metric;
import io.lepton.experiment.Randomisation;
import io.lepton.experiment.Report;
import io.lepton.spi.Catalog;
import io.lepton.testkit.FakeClock;
import io.lepton.testkit.InMemoryCatalog;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Through the client an application uses, not by calling the provider. */
class ExperimentProviderTest {
  private static final Instant START = Instant.parse("2026-05-01T09:00:00Z");

  private final FakeClock clock = FakeClock.at(START);
  private final AtomicBoolean down = new AtomicBoolean();
  private final ExperimentStore store = new CatalogExperimentStore(catalog());
  private final OpenFeatureAPI api = OpenFeatureAPI.createIsolated();

  private Catalog catalog() {
    Catalog real = new InMemoryCatalog();
    return (Catalog)
        Proxy.newProxyInstance(
            Catalog.class.getClassLoader(),
            new Class<?>[] {Catalog.class},
            (proxy, method, arguments) -> {
              if (down.get()) {
                throw new StorageException(StorageException.Kind.TRANSIENT, "down", null);
              }
              return method.invoke(real, arguments);
            });
  }

  @AfterEach
  void shutDown() {
    api.shutdown();
  }

  private static ExperimentDefinition definition(String name) {
    return Experiment.named(name)
        .control("old")
        .treatment("new")
        .primary(Metric.proportion("bought"))
        .guardrail(Metric.mean("latency").lowerIsBetter().margin(5))
        .baseline(0.5)
        .minimumDetectableEffect(0.1);
  }

  private Experiment start(ExperimentDefinition definition) {
    return definition.start(store, clock);
  }

  private Client client(ExperimentProvider provider) {
    api.setProviderAndWait(provider);
    return api.getClient();
  }

  private static EvaluationContext unit(String id) {
    return new ImmutableContext(id);
  }

  private static long exposed(Experiment experiment) {
    return experiment.report().arms().stream().mapToLong(arm -> arm.exposed()).sum();
  }

  @Test
  void anExperimentIsAFlagOfItsArmsNames() {
    Experiment experiment = start(definition("checkout"));
    Client client = client(ExperimentProvider.of(experiment));
    assertThat(api.getProviderMetadata().getName()).isEqualTo("lepton");
    for (int i = 0; i < 50; i++) {
      FlagEvaluationDetails<String> details =
          client.getStringDetails("checkout", "none", unit("u" + i));
      assertThat(details.getValue()).isEqualTo(experiment.peek("u" + i).name());
      assertThat(details.getVariant()).isEqualTo(details.getValue());
      assertThat(details.getReason()).isEqualTo("SPLIT");
      assertThat(details.getErrorCode()).isNull();
    }
    assertThat(exposed(experiment)).isEqualTo(50);
  }

  @Test
  void armsMayStandForOtherValues() {
    Experiment toggle = start(definition("toggle"));
    Experiment size = start(definition("size"));
    Experiment rate = start(definition("rate"));
    Experiment theme = start(definition("theme"));
    Client client =
        client(
            ExperimentProvider.of()
                .with(toggle, Map.of("old", false, "new", true))
                .with(size, Map.of("old", 10, "new", 20))
                .with(rate, Map.of("old", 0.5, "new", 2.0))
                .with(theme, Map.of("old", Map.of("hue", "red"), "new", Map.of("hue", "blue"))));
    EvaluationContext unit = unit("u");
    assertThat(client.getBooleanValue("toggle", false, unit))
        .isEqualTo(toggle.peek("u").name().equals("new"));
    int expected = size.peek("u").isControl() ? 10 : 20;
    assertThat(client.getIntegerValue("size", 0, unit)).isEqualTo(expected);
    assertThat(client.getDoubleValue("size", 0.0, unit)).isEqualTo(expected);
    assertThat(client.getDoubleValue("rate", 0.0, unit))
        .isEqualTo(rate.peek("u").isControl() ? 0.5 : 2.0);
    assertThat(
            client
                .getObjectValue("theme", new Value(), unit)
                .asStructure()
                .getValue("hue")
                .asString())
        .isEqualTo(theme.peek("u").isControl() ? "red" : "blue");
  }

  private static void assertError(
      FlagEvaluationDetails<?> details, Object fallback, ErrorCode code, String message) {
    assertThat(details.getValue()).isEqualTo(fallback);
    assertThat(details.getErrorCode()).isEqualTo(code);
    assertThat(details.getReason()).isEqualTo("ERROR");
    assertThat(details.getErrorMessage()).contains(message);
  }

  @Test
  void errorsHaveOpenFeaturesCodesAndExposeNobody() {
    Experiment experiment = start(definition("checkout"));
    Experiment rate = start(definition("rate"));
    Client client =
        client(ExperimentProvider.of(experiment).with(rate, Map.of("old", 0.5, "new", 2)));
    assertError(
        client.getStringDetails("chekcout", "x", unit("u")),
        "x",
        ErrorCode.FLAG_NOT_FOUND,
        "[checkout, rate]");
    assertError(
        client.getStringDetails("checkout", "x"),
        "x",
        ErrorCode.TARGETING_KEY_MISSING,
        "targeting key");
    assertError(
        client.getBooleanDetails("checkout", true, unit("u")),
        true,
        ErrorCode.TYPE_MISMATCH,
        "booleans");
    assertError(
        client.getIntegerDetails("rate", 7, unit("u")), 7, ErrorCode.TYPE_MISMATCH, "whole");
    assertError(
        client.getStringDetails("checkout", "x", unit("x".repeat(501))),
        "x",
        ErrorCode.INVALID_CONTEXT,
        "501");
    assertError(
        client.getStringDetails("checkout", "x", unit("a\ud800")),
        "x",
        ErrorCode.INVALID_CONTEXT,
        "surrogate");
    assertThat(exposed(experiment) + exposed(rate)).isZero();
    down.set(true);
    assertError(
        client.getStringDetails("checkout", "x", unit("u")), "x", ErrorCode.GENERAL, "down");
  }

  @Test
  void whoIsOutsideGetsTheControlStatically() {
    Experiment experiment =
        start(
            definition("checkout")
                .randomisation(
                    Randomisation.withDefaults()
                        .withTraffic(0.001)
                        .withOverrides(Map.of("tester", "new"))));
    Client client = client(ExperimentProvider.of(experiment));
    FlagEvaluationDetails<String> outside = client.getStringDetails("checkout", "x", unit("u1"));
    assertThat(List.of(outside.getValue(), outside.getVariant(), outside.getReason()))
        .containsExactly("old", "old", "STATIC");
    FlagEvaluationDetails<String> forced = client.getStringDetails("checkout", "x", unit("tester"));
    assertThat(List.of(forced.getValue(), forced.getReason()))
        .containsExactly("new", "TARGETING_MATCH");
    client.track("bought", unit("u1"));
    client.track("bought", unit("tester"));
    Report report = experiment.report();
    assertThat(exposed(experiment)).isZero();
    assertThat(report.excluded().unexposed()).isZero();
  }

  @Test
  void theContextNamesTheCluster() {
    Experiment experiment =
        start(
            definition("checkout")
                .randomisation(Randomisation.withDefaults().withCluster("household")));
    Client client = client(ExperimentProvider.of(experiment));
    for (int i = 0; i < 20; i++) {
      EvaluationContext member =
          new ImmutableContext("member-" + i, Map.of("household", new Value("house-" + i / 5)));
      assertThat(client.getStringValue("checkout", "x", member))
          .isEqualTo(experiment.peek("house-" + i / 5).name());
      client.track("bought", member);
    }
    assertThat(exposed(experiment)).isEqualTo(4);
    assertThat(experiment.report().excluded().unexposed()).isZero();
    assertError(
        client.getStringDetails("checkout", "x", unit("member-1")),
        "x",
        ErrorCode.INVALID_CONTEXT,
        "household");
    assertThatThrownBy(() -> client.track("bought", unit("member-1")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("household");
  }

  private static long outcomes(Experiment experiment, int metric) {
    return experiment.report().arms().stream()
        .mapToLong(arm -> arm.metrics().get(metric).outcomes())
        .sum();
  }

  @Test
  void trackingRecordsOutcomesOfEveryExperimentThatHasTheMetric() {
    Experiment one = start(definition("one"));
    Experiment two = start(definition("two"));
    Client client = client(ExperimentProvider.of(one, two));
    client.getStringValue("one", "x", unit("u"));
    client.getStringValue("two", "x", unit("u"));
    client.track("bought", unit("u"));
    client.track("latency", unit("u"), new MutableTrackingEventDetails(12.5));
    client.track("page-view", unit("u"));
    assertThat(List.of(outcomes(one, 0), outcomes(two, 0), outcomes(one, 1), outcomes(two, 1)))
        .containsExactly(1L, 1L, 1L, 1L);
    assertThat(one.report().arm(one.peek("u").name()).metrics().get(1).measure().value())
        .isEqualTo(12.5);
    MutableTrackingEventDetails once =
        new MutableTrackingEventDetails(3).add("eventId", "e1").add("occurred", START);
    client.track("latency", unit("u"), once);
    client.track("latency", unit("u"), once);
    assertThat(outcomes(one, 1)).isEqualTo(2);
    MutableTrackingEventDetails early =
        new MutableTrackingEventDetails(3)
            .add("eventId", "e2")
            .add("occurred", START.minusSeconds(1));
    client.track("latency", unit("u"), early);
    assertThat(one.report().excluded().beforeExposure()).isEqualTo(1);
  }

  @Test
  void refusesEventsThatSayNothing() {
    Client client = client(ExperimentProvider.of(start(definition("one"))));
    assertThatThrownBy(() -> client.track("latency", unit("u")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("without a value");
    assertThatThrownBy(() -> client.track("bought"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("targeting key");
    assertThatThrownBy(
            () -> client.track("bought", unit("u"), new MutableTrackingEventDetails(0.5)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("0.5");
  }

  @Test
  void everyArmNeedsAValueAndOnlyArmsDo() {
    Experiment experiment = start(definition("one"));
    assertThatThrownBy(() -> ExperimentProvider.of().with(experiment, Map.of("old", 1)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("\"new\"");
    assertThatThrownBy(() -> ExperimentProvider.of().with(experiment, Map.of("old", 1, "green", 2)))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("green");
  }
}
