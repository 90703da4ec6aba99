package io.lepton.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.bytes.Digest;
import io.lepton.model.DataReference;
import io.lepton.model.Evaluation;
import io.lepton.model.Hyperparameters;
import io.lepton.model.Interval;
import io.lepton.model.Lineage;
import io.lepton.model.Measure;
import io.lepton.model.VersionId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class JsonPropertiesTest {
  @Property(tries = 500, seed = "20261122")
  void settingsComeBackEqualAndCanonical(@ForAll("settings") Map<String, Object> values) {
    Hyperparameters settings = Hyperparameters.of(values);
    byte[] json = Json.bytes(settings);
    Hyperparameters read = Json.read(json, Hyperparameters.class, "test");
    assertThat(read).isEqualTo(settings);
    assertThat(Json.bytes(read)).isEqualTo(json);
    List<String> names = new ArrayList<>(values.keySet());
    Collections.reverse(names);
    Map<String, Object> reversed = new LinkedHashMap<>();
    names.forEach(name -> reversed.put(name, values.get(name)));
    assertThat(Json.bytes(Hyperparameters.of(reversed))).isEqualTo(json);
  }

  @Property(tries = 500, seed = "20261122")
  void evaluationsComeBackEqual(@ForAll("evaluations") Evaluation evaluation) {
    assertThat(Json.read(Json.bytes(evaluation), Evaluation.class, "test")).isEqualTo(evaluation);
  }

  @Property(tries = 500, seed = "20261122")
  void lineagesComeBackEqual(@ForAll("lineages") Lineage lineage) {
    assertThat(Json.read(Json.bytes(lineage), Lineage.class, "test")).isEqualTo(lineage);
  }

  private static Arbitrary<String> texts() {
    return Arbitraries.of("a", "B", "\"", "\\", "\n", "\u0000", "\u00e9", "\uffff", "\ud83d\ude00")
        .list()
        .ofMaxSize(6)
        .map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<Map<String, Object>> settings() {
    Arbitrary<Object> scalar =
        Arbitraries.oneOf(
            texts().map(text -> (Object) text),
            Arbitraries.longs().map(value -> (Object) value),
            Arbitraries.doubles().map(value -> (Object) value),
            Arbitraries.of(true, false).map(value -> (Object) value));
    Arbitrary<Object> list = scalar.list().ofMaxSize(3).map(values -> (Object) values);
    return Arbitraries.maps(texts(), Arbitraries.oneOf(scalar, list)).ofMaxSize(5);
  }

  private static Arbitrary<DataReference> references() {
    return Combinators.combine(texts(), texts(), Arbitraries.longs().greaterOrEqual(0))
        .as((name, content, rows) -> new DataReference(name, Digest.of(content), rows));
  }

  private static Arbitrary<Double> ends() {
    return Arbitraries.oneOf(
        Arbitraries.doubles(),
        Arbitraries.of(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, -0.0, Double.MIN_VALUE));
  }

  private static Arbitrary<Interval> intervals() {
    return Combinators.combine(ends(), ends(), texts())
        .as((a, b, method) -> new Interval(Math.min(a, b), Math.max(a, b), 0.95, method));
  }

  @Provide
  Arbitrary<Evaluation> evaluations() {
    Arbitrary<Measure> measures =
        Combinators.combine(
                texts(),
                ends(),
                intervals().injectNull(0.3),
                Arbitraries.longs().greaterOrEqual(0),
                Arbitraries.of(Measure.Direction.values()))
            .as(Measure::new);
    return Combinators.combine(
            references(), measures.list().ofMaxSize(4).uniqueElements(Measure::metric))
        .as(Evaluation::new);
  }

  @Provide
  Arbitrary<Lineage> lineages() {
    return Combinators.combine(
            references().list().ofMaxSize(3),
            texts().map(text -> new VersionId(Digest.of(text))).list().ofMaxSize(3),
            texts().injectNull(0.3),
            Arbitraries.longs().injectNull(0.3),
            Arbitraries.maps(texts(), texts()).ofMaxSize(3))
        .as(Lineage::new);
  }
}
