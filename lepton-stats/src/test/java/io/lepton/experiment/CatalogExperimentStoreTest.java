package io.lepton.experiment;

import static io.lepton.experiment.Sandbox.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.experiment.Entry.Exposure;
import io.lepton.spi.Catalog;
import io.lepton.spi.Catalog.AppendEvent;
import io.lepton.spi.Catalog.Event;
import io.lepton.testkit.InMemoryCatalog;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogExperimentStoreTest extends ExperimentStoreContract {
  private final Catalog catalog = new InMemoryCatalog();
  private final ExperimentStore store = new CatalogExperimentStore(catalog);

  @Override
  ExperimentStore create() {
    return store;
  }

  private void put(String id, String payload) {
    catalog.apply(List.of(new AppendEvent("experiment/e", id, START, payload)));
  }

  private static String released(int line) throws IOException {
    try (InputStream file = CatalogExperimentStoreTest.class.getResourceAsStream("log-v1.txt")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList().get(line);
    }
  }

  /** The file is what format 1 is; it is never made anew. */
  @Test
  void writesAndReadsTheReleasedFormat() throws IOException {
    Sandbox sandbox = new Sandbox();
    Experiment experiment =
        sandbox.start(
            Sandbox.proportion("e")
                .treatment(Variant.of("third").weight(0.5))
                .guardrail(
                    Metric.mean("ms").perUnit(Metric.Aggregation.MEAN).lowerIsBetter().margin(5)));
    experiment.assign("Zoë");
    experiment.recordAt("Zoë", "ms", 12.5, "event-1", START.minusSeconds(1));
    Decision decision =
        new Decision(Verdict.KEEP_CONTROL, null, false, List.of("a"), List.of("b"), 3, START);
    sandbox.store.append("e", List.of(new Entry.Decided(decision)));
    List<Event> events = sandbox.catalog.events("experiment/e", 0, 10);
    assertThat(events).hasSize(4);
    for (int i = 0; i < events.size(); i++) {
      String line = events.get(i).id() + " " + events.get(i).payload();
      assertThat(line).isEqualTo(released(i));
      put(events.get(i).id(), released(i).substring(events.get(i).id().length() + 1));
    }
    assertThat(store.read("e", 0, 10).stream().map(ExperimentStore.Stored::entry))
        .isEqualTo(
            sandbox.store.read("e", 0, 10).stream().map(ExperimentStore.Stored::entry).toList());
  }

  @Test
  void tellsNewerFromDamaged() throws IOException {
    String design = released(0).substring("definition ".length());
    put("definition", design.replace("\"format\":1", "\"format\":4,\"later\":true"));
    assertThatThrownBy(() -> Experiment.resume(store, "e"))
        .isInstanceOf(FormatTooNewException.class)
        .hasMessageContaining("format 4");
  }

  @Test
  void namesTheDamagedEntry() throws IOException {
    put("definition", released(0).substring("definition ".length()));
    put("exposure:u", "{\"variant\":7,\"x\":1}");
    assertThatThrownBy(() -> store.read("e", 0, 10))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("exposure:u");
    assertThat(store.read("e", 0, 1)).hasSize(1);
  }

  @Test
  void refusesADesignThatDoesNotHoldTogether() throws IOException {
    put("definition", released(0).substring("definition ".length()).replace("0.05", "5.0"));
    assertThatThrownBy(() -> Experiment.resume(store, "e"))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("alpha 5.0");
  }

  @Test
  void refusesAnEventOfNoKnownKind() {
    put("surprise", "{}");
    assertThatThrownBy(() -> Experiment.resume(store, "e"))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("surprise");
  }

  @Test
  void aLogThatNamesAnUnknownArmIsDamaged() {
    Sandbox sandbox = new Sandbox();
    Experiment experiment = sandbox.start(Sandbox.proportion("e"));
    sandbox.store.append("e", List.of(new Exposure("u", "elsewhere", START)));
    assertThatThrownBy(experiment::report)
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("elsewhere")
        .hasMessageContaining("old");
  }
}
