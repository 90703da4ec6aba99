package io.lepton.testkit;

import static io.lepton.testkit.CatalogSubject.packOf;
import static io.lepton.testkit.CatalogSubject.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.bytes.Digest;
import io.lepton.model.DataReference;
import io.lepton.model.Evaluation;
import io.lepton.model.Measure;
import io.lepton.model.Measure.Direction;
import io.lepton.model.VersionId;
import io.lepton.spi.Catalog.AddVersion;
import io.lepton.spi.Catalog.AttachEvaluation;
import io.lepton.spi.Catalog.Change;
import io.lepton.spi.Catalog.RetireVersion;
import io.lepton.spi.Ref;
import io.lepton.spi.VersionQuery;
import io.lepton.spi.VersionQuery.Found;
import io.lepton.spi.VersionQuery.MetricRange;
import io.lepton.spi.VersionQuery.Retired;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How versions are found by what is recorded of them. */
interface CatalogFindRules extends CatalogSubject {
  private static Evaluation measured(String data, String metric, double value, Direction better) {
    return new Evaluation(
        new DataReference(data, Digest.of(data), 10),
        List.of(new Measure(metric, value, null, 10, better)));
  }

  private VersionId saved(String seed, long second, int nano, String author) {
    VersionId id = version(seed);
    Instant time = Instant.ofEpochSecond(second, nano);
    apply(packOf(id), new AddVersion(id, MODEL, List.of(), time, author, "", List.of(id.digest())));
    return id;
  }

  private void attach(VersionId id, String data, String metric, double value, Direction better) {
    apply(new AttachEvaluation(id, measured(data, metric, value, better), TIME, AUTHOR));
  }

  private List<VersionId> find(VersionQuery.Builder query) {
    return catalog().find(query.build()).stream().map(found -> found.version().id()).toList();
  }

  @Test
  @DisplayName("finds all versions of a model, newest first by time to the nanosecond, then number")
  default void findsNewestFirst() {
    VersionId late = saved("late", 100, 5, "ann");
    VersionId early = saved("early", -7, 999_999_999, "ann");
    VersionId middle = saved("middle", 100, 4, "bob");
    VersionId twin = saved("twin", 100, 4, "bob");
    save("foreign", "other");
    assertThat(find(VersionQuery.of(MODEL))).containsExactly(late, twin, middle, early);
    assertThat(find(VersionQuery.of(MODEL).limit(2))).containsExactly(late, twin);
    assertThat(find(VersionQuery.of("unknown"))).isEmpty();
    assertThat(find(VersionQuery.of(MODEL).author("ann"))).containsExactly(late, early);
    assertThat(find(VersionQuery.of(MODEL).since(Instant.ofEpochSecond(100, 5))))
        .containsExactly(late);
    assertThat(find(VersionQuery.of(MODEL).before(Instant.ofEpochSecond(100, 4))))
        .containsExactly(early);
    assertThat(find(VersionQuery.of(MODEL).since(Instant.MIN).before(Instant.MAX))).hasSize(4);
    assertThat(catalog().find(VersionQuery.of(MODEL).limit(1).build()))
        .containsExactly(new Found(catalog().version(late).orElseThrow(), Double.NaN));
  }

  @Test
  @DisplayName("finds by what points at a version, and leaves out retired ones when asked to")
  default void findsByRefs() {
    VersionId a = saved("a", 1, 0, "ann");
    VersionId b = saved("b", 2, 0, "ann");
    apply(
        CatalogSubject.moving(new Ref(MODEL, Ref.Kind.TAG, "one"), null, a),
        CatalogSubject.moving(new Ref(MODEL, Ref.Kind.ALIAS, "one"), null, b),
        CatalogSubject.moving(new Ref(MODEL, Ref.Kind.BRANCH, "main"), null, b));
    assertThat(find(VersionQuery.of(MODEL).ref(Ref.Kind.TAG, "one"))).containsExactly(a);
    assertThat(find(VersionQuery.of(MODEL).ref(Ref.Kind.ALIAS, "one"))).containsExactly(b);
    assertThat(
            find(
                VersionQuery.of(MODEL)
                    .ref(Ref.Kind.ALIAS, "one")
                    .ref(Ref.Kind.BRANCH, "main")
                    .bestBy("x")))
        .containsExactly(b);
    assertThat(find(VersionQuery.of(MODEL).ref(Ref.Kind.TAG, "one").ref(Ref.Kind.ALIAS, "one")))
        .isEmpty();
    assertThat(find(VersionQuery.of(MODEL).ref(Ref.Kind.TAG, "none"))).isEmpty();
    assertThat(find(VersionQuery.of("other").ref(Ref.Kind.TAG, "one"))).isEmpty();
    apply(new RetireVersion(a, TIME, AUTHOR, "old"));
    assertThat(find(VersionQuery.of(MODEL).retired(Retired.EXCLUDED))).containsExactly(b);
    assertThat(find(VersionQuery.of(MODEL))).containsExactly(b, a);
  }

  @Test
  @DisplayName("counts the measure attached last, on any data or on the data named")
  default void countsTheLastMeasure() {
    VersionId a = saved("a", 1, 0, "ann");
    VersionId b = saved("b", 2, 0, "ann");
    Direction higher = Direction.HIGHER_IS_BETTER;
    attach(a, "test", "auc", 0.9, higher);
    attach(b, "test", "auc", 0.7, higher);
    attach(a, "validation", "auc", 0.6, higher);
    assertThat(find(VersionQuery.of(MODEL).metric(range("auc", null, 0.65, 1)))).containsExactly(b);
    assertThat(find(VersionQuery.of(MODEL).metric(range("auc", "test", 0.65, 1))))
        .containsExactly(b, a);
    assertThat(find(VersionQuery.of(MODEL).metric(range("auc", "validation", 0, 1))))
        .containsExactly(a);
    assertThat(find(VersionQuery.of(MODEL).metric(range("auc", "", 0, 1)))).isEmpty();
    assertThat(find(VersionQuery.of(MODEL).metric(range("f1", null, 0, 1)))).isEmpty();
    assertThat(find(VersionQuery.of(MODEL).metric(range("auc", null, 1, 0)))).isEmpty();
    attach(b, "test", "auc", 0.1, Direction.LOWER_IS_BETTER);
    assertThat(find(VersionQuery.of(MODEL).metric(range("auc", null, 0.65, 1)))).isEmpty();
    assertThat(find(VersionQuery.of(MODEL).metric(range("auc", null, 0.1, 0.1))))
        .containsExactly(b);
  }

  private static MetricRange range(String metric, @Nullable String data, double low, double high) {
    return new MetricRange(metric, data, low, high);
  }

  @Test
  @DisplayName("orders by a metric to the bit, infinities too, and the versions without it last")
  default void ordersByAMetric() {
    Direction lower = Direction.LOWER_IS_BETTER;
    double[] losses = {0.3, Double.POSITIVE_INFINITY, Math.nextUp(0.3), -0.0, 0.0, -5, 0.1 + 0.2};
    List<VersionId> ids = new ArrayList<>();
    for (int i = 0; i < losses.length; i++) {
      ids.add(saved("v" + i, i, 0, "ann"));
      attach(ids.get(i), "test", "loss", losses[i], lower);
    }
    VersionId old = saved("old", 1, 0, "ann");
    VersionId young = saved("young", 2, 0, "ann");
    List<Found> found = catalog().find(VersionQuery.of(MODEL).bestBy("loss").build());
    assertThat(found)
        .extracting(it -> it.version().id())
        .containsExactly(
            ids.get(5),
            ids.get(4),
            ids.get(3),
            ids.get(0),
            ids.get(6),
            ids.get(2),
            ids.get(1),
            young,
            old);
    assertThat(found)
        .extracting(Found::rank)
        .containsExactly(
            -5.0,
            0.0,
            0.0,
            0.3,
            0.1 + 0.2,
            Math.nextUp(0.3),
            Double.POSITIVE_INFINITY,
            Double.NaN,
            Double.NaN);
    assertThat(find(VersionQuery.of(MODEL).bestBy("loss").limit(8))).hasSize(8).endsWith(young);
    assertThat(find(VersionQuery.of(MODEL).bestBy("none"))).hasSize(9);
    assertThat(
            find(
                VersionQuery.of(MODEL)
                    .bestBy("loss")
                    .metric(range("loss", null, 0.3, Double.POSITIVE_INFINITY))
                    .limit(2)))
        .containsExactly(ids.get(0), ids.get(6));
  }

  @Test
  @DisplayName("finds for any query what looking at every version finds")
  default void agreesWithLookingAtAll() {
    InMemoryCatalog plain = new InMemoryCatalog();
    Random random = new Random(20260301);
    List<VersionId> ids = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      List<Change> changes = change(i, ids, random);
      plain.apply(changes);
      catalog().apply(changes);
    }
    for (int i = 0; i < 300; i++) {
      VersionQuery query = query(random);
      assertThat(catalog().find(query)).as("%s", query).isEqualTo(plain.find(query));
    }
  }

  private static List<Change> change(int i, List<VersionId> ids, Random random) {
    VersionId id = version("v" + i);
    ids.add(id);
    String model = random.nextInt(4) == 0 ? "other" : MODEL;
    Instant time = Instant.ofEpochSecond(random.nextInt(5), random.nextInt(3));
    String author = random.nextBoolean() ? "ann" : "bob";
    List<Change> changes = new ArrayList<>();
    changes.add(packOf(id));
    changes.add(new AddVersion(id, model, List.of(), time, author, "", List.of(id.digest())));
    for (int n = random.nextInt(4); n > 0; n--) {
      changes.add(
          new AttachEvaluation(
              ids.get(random.nextInt(ids.size())),
              measured(
                  random.nextBoolean() ? "test" : "train",
                  random.nextBoolean() ? "auc" : "loss",
                  random.nextInt(5) / 4.0,
                  random.nextInt(5) == 0 ? Direction.LOWER_IS_BETTER : Direction.HIGHER_IS_BETTER),
              TIME,
              AUTHOR));
    }
    if (i % 10 == 3) {
      changes.add(CatalogSubject.moving(new Ref(model, Ref.Kind.TAG, "t" + i), null, id));
    }
    if (i % 10 == 7) {
      changes.add(new RetireVersion(id, TIME, AUTHOR, ""));
    }
    return changes;
  }

  private static VersionQuery query(Random random) {
    VersionQuery.Builder query = VersionQuery.of(random.nextInt(4) == 0 ? "other" : MODEL);
    if (random.nextInt(6) == 0) {
      query.ref(Ref.Kind.TAG, "t" + (10 * random.nextInt(6) + 3));
    }
    if (random.nextInt(3) == 0) {
      query.author(random.nextBoolean() ? "ann" : "bob");
    }
    if (random.nextInt(4) == 0) {
      query.since(Instant.ofEpochSecond(random.nextInt(5), random.nextInt(3)));
    }
    if (random.nextInt(4) == 0) {
      query.before(Instant.ofEpochSecond(random.nextInt(5), random.nextInt(3)));
    }
    if (random.nextInt(3) == 0) {
      query.retired(Retired.EXCLUDED);
    }
    for (int n = random.nextInt(3); n > 0; n--) {
      double least = random.nextInt(5) / 4.0;
      query.metric(
          new MetricRange(
              random.nextBoolean() ? "auc" : "loss",
              Arrays.asList("test", "train", null).get(random.nextInt(3)),
              random.nextInt(4) == 0 ? Double.NEGATIVE_INFINITY : least,
              random.nextInt(4) == 0 ? Double.POSITIVE_INFINITY : least + random.nextInt(3) / 4.0));
    }
    if (random.nextBoolean()) {
      query.bestBy(random.nextBoolean() ? "auc" : "loss");
    }
    if (random.nextInt(3) > 0) {
      query.limit(1 + random.nextInt(12));
    }
    return query.build();
  }
}
