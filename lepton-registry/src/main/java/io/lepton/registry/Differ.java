package io.lepton.registry;

import io.lepton.bytes.Digest;
import io.lepton.error.RetiredException;
import io.lepton.model.DataReference;
import io.lepton.model.Evaluation;
import io.lepton.model.Measure;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Signature.Field;
import io.lepton.model.Version;
import io.lepton.model.Version.TensorInfo;
import io.lepton.model.VersionId;
import io.lepton.registry.Diff.Amount;
import io.lepton.registry.Diff.Change;
import io.lepton.registry.Diff.DataDiff;
import io.lepton.registry.Diff.FieldDiff;
import io.lepton.registry.Diff.FileDiff;
import io.lepton.registry.Diff.MetricDiff;
import io.lepton.registry.Diff.SettingDiff;
import io.lepton.registry.Diff.TensorDiff;
import io.lepton.registry.internal.manifest.Manifest;
import io.lepton.registry.internal.manifest.Manifest.FileEntry;
import io.lepton.registry.internal.manifest.Manifest.TensorEntry;
import io.lepton.spi.Catalog.EvaluationEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares two versions. Tensors of the same chunks are equal and are not read. */
final class Differ {
  private final Store store;
  private final VersionId a;
  private final VersionId b;
  private final Manifest before;
  private final Manifest after;
  private @Nullable ModelSnapshot left;
  private @Nullable ModelSnapshot right;

  Differ(Store store, VersionId a, VersionId b) {
    this.store = store;
    this.a = a;
    this.b = b;
    this.before = store.manifest(a);
    this.after = store.manifest(b);
  }

  Diff diff() {
    Version from = store.version(a);
    Version to = store.version(b);
    boolean config =
        !before.config().equals(after.config()) || !before.format().equals(after.format());
    boolean signature = !before.signature().equals(after.signature());
    return new Diff(
        from, to, tensors(), files(), settings(), metrics(), data(), fields(), signature, config);
  }

  private interface Pairing<V, D> {
    D of(String name, @Nullable V before, @Nullable V after);
  }

  private static <V, D> List<D> pair(Map<String, V> a, Map<String, V> b, Pairing<V, D> pairing) {
    Set<String> names = new LinkedHashSet<>(b.keySet());
    names.addAll(a.keySet());
    return names.stream().map(name -> pairing.of(name, a.get(name), b.get(name))).toList();
  }

  private List<TensorDiff> tensors() {
    return pair(tensors(before), tensors(after), this::tensor);
  }

  private static Map<String, TensorEntry> tensors(Manifest manifest) {
    Map<String, TensorEntry> byName = new LinkedHashMap<>();
    manifest.tensors().forEach(tensor -> byName.put(tensor.name(), tensor));
    return byName;
  }

  private TensorDiff tensor(String name, @Nullable TensorEntry old, @Nullable TensorEntry now) {
    if (old == null || now == null) {
      return new TensorDiff(name, Change.of(old, now), info(old), info(now), null);
    }
    boolean comparable = old.dtype() == now.dtype() && old.shape().equals(now.shape());
    boolean sameCuts = before.chunkBytes() == after.chunkBytes();
    if (comparable && sameCuts && old.chunks().equals(now.chunks())) {
      return new TensorDiff(name, Change.EQUAL, info(old), info(now), null);
    }
    Amount amount = comparable ? amount(name, old, now, sameCuts) : null;
    boolean equal = amount != null && amount.changedBits() == 0; // the same bits, cut differently
    return new TensorDiff(
        name, equal ? Change.EQUAL : Change.CHANGED, info(old), info(now), equal ? null : amount);
  }

  private static @Nullable TensorInfo info(@Nullable TensorEntry tensor) {
    return tensor == null ? null : new TensorInfo(tensor.dtype(), tensor.shape());
  }

  private @Nullable Amount amount(String name, TensorEntry old, TensorEntry now, boolean sameCuts) {
    ModelSnapshot one = left;
    ModelSnapshot two = right;
    try {
      if (one == null || two == null) {
        one = new Loader(store).load(a);
        two = new Loader(store).load(b);
        left = one;
        right = two;
      }
      List<Digest> shared = sameCuts ? now.chunks() : List.of();
      return new TensorComparison(one.weights().get(name), two.weights().get(name))
          .compare(before.chunkBytes(), i -> sameCuts && old.chunks().get(i).equals(shared.get(i)));
    } catch (RetiredException e) {
      return null; // only the record is left, and that says no more than that they differ
    }
  }

  private List<FileDiff> files() {
    Map<String, FileEntry> old = new LinkedHashMap<>();
    before.files().forEach(file -> old.put(file.name(), file));
    Map<String, FileEntry> now = new LinkedHashMap<>();
    after.files().forEach(file -> now.put(file.name(), file));
    return pair(
        old,
        now,
        (name, x, y) ->
            new FileDiff(
                name, file(x, y), x == null ? null : x.bytes(), y == null ? null : y.bytes()));
  }

  private Change file(@Nullable FileEntry old, @Nullable FileEntry now) {
    Change change = Change.of(old, now);
    if (change != Change.CHANGED || old == null || now == null || old.bytes() != now.bytes()) {
      return change;
    }
    try {
      StoredContents contents = new StoredContents(store);
      boolean same =
          contents.sameFile(
              Objects.requireNonNull(contents.open(a).files().get(old.name())),
              Objects.requireNonNull(contents.open(b).files().get(now.name())));
      return same ? Change.EQUAL : Change.CHANGED;
    } catch (RetiredException e) {
      return Change.CHANGED; // as for tensors: the record says no more
    }
  }

  private List<SettingDiff> settings() {
    return pair(
            before.hyperparameters().asMap(),
            after.hyperparameters().asMap(),
            (name, x, y) -> new SettingDiff(name, Change.of(x, y), x, y))
        .stream()
        .filter(setting -> setting.change() != Change.EQUAL)
        .toList();
  }

  private record Measured(DataReference data, Measure measure) {}

  private List<MetricDiff> metrics() {
    return pair(
        measured(a),
        measured(b),
        (key, x, y) -> {
          Measured any = Objects.requireNonNull(x == null ? y : x);
          boolean same =
              x != null && y != null && x.data.fingerprint().equals(y.data.fingerprint());
          return new MetricDiff(
              any.data.name(),
              any.measure.metric(),
              x == null ? null : x.measure,
              y == null ? null : y.measure,
              same);
        });
  }

  private Map<String, Measured> measured(VersionId version) {
    Map<String, Measured> last = new LinkedHashMap<>();
    for (EvaluationEntry entry : store.catalog.evaluations(version)) {
      Evaluation evaluation = entry.evaluation();
      for (Measure measure : evaluation.measures()) {
        String key = evaluation.data().name() + "\n" + measure.metric();
        last.put(key, new Measured(evaluation.data(), measure));
      }
    }
    return last;
  }

  private List<DataDiff> data() {
    return pair(
        data(before),
        data(after),
        (name, x, y) ->
            new DataDiff(
                name,
                Change.of(x == null ? null : x.fingerprint(), y == null ? null : y.fingerprint()),
                x,
                y));
  }

  private static Map<String, DataReference> data(Manifest manifest) {
    Map<String, DataReference> byName = new LinkedHashMap<>();
    manifest.lineage().data().forEach(data -> byName.put(data.name(), data));
    return byName;
  }

  private List<FieldDiff> fields() {
    List<FieldDiff> all = new ArrayList<>();
    all.addAll(fields("input ", before.signature().inputs(), after.signature().inputs()));
    all.addAll(fields("output ", before.signature().outputs(), after.signature().outputs()));
    return all;
  }

  private static List<FieldDiff> fields(String prefix, List<Field> old, List<Field> now) {
    return pair(
            byName(prefix, old),
            byName(prefix, now),
            (name, x, y) -> new FieldDiff(name, Change.of(x, y), x, y))
        .stream()
        .filter(field -> field.change() != Change.EQUAL)
        .toList();
  }

  private static Map<String, Field> byName(String prefix, List<Field> fields) {
    Map<String, Field> byName = new LinkedHashMap<>();
    fields.forEach(field -> byName.put(prefix + field.name(), field));
    return byName;
  }
}
