package io.lepton.exchange;

import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.model.Version;
import io.lepton.model.VersionId;
import io.lepton.registry.ModelManager;
import io.lepton.registry.VersionSource;
import io.lepton.spi.Catalog.VersionEntry;
import io.lepton.spi.Ref;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A bundle that is prepared and made with {@link #write}: the refs that are named, or all branches
 * and tags, with every version they lead to. Not thread-safe.
 */
public final class BundleExport {
  private final ModelManager models;
  private final VersionSource source;
  private final String model;
  private final Set<Ref> wishes = new LinkedHashSet<>();
  private final Set<VersionId> known = new HashSet<>();

  BundleExport(ModelManager models, String model) {
    Ref.requireValidName("model", model);
    this.models = models;
    this.source = models.source();
    this.model = model;
  }

  /**
   * Takes a branch along.
   *
   * @param name of the branch
   * @return this
   */
  public BundleExport branch(String name) {
    return ref(Ref.Kind.BRANCH, name);
  }

  /**
   * Takes a tag along.
   *
   * @param name of the tag
   * @return this
   */
  public BundleExport tag(String name) {
    return ref(Ref.Kind.TAG, name);
  }

  /**
   * Takes any ref along.
   *
   * @param kind of the ref
   * @param name of the ref
   * @return this
   */
  public BundleExport ref(Ref.Kind kind, String name) {
    wishes.add(new Ref(model, kind, name));
    return this;
  }

  /**
   * Leaves out what the receiver has.
   *
   * @param versions left out with all they follow
   * @return this
   */
  public BundleExport since(Version... versions) {
    for (Version version : versions) {
      known.add(version.id());
    }
    return this;
  }

  /**
   * Writes the bundle. Equal content makes equal bytes.
   *
   * @param file to be written, or replaced, as one step
   * @throws InvalidInputException if the model, or one that a version follows, is encrypted
   * @throws NotFoundException if there is no such ref, or no branch and tag at all
   * @throws io.lepton.error.CorruptDataException if something in the store is damaged
   * @throws io.lepton.error.StorageException if the disk failed
   */
  public void write(Path file) {
    Map<Ref, VersionId> refs = chosen();
    Map<VersionId, VersionEntry> left = reach(known, Set.of());
    Map<VersionId, VersionEntry> taken = reach(refs.values(), left.keySet());
    refs.values().removeIf(id -> !taken.containsKey(id));
    // A version's number is above those of the versions of its model that it follows; across
    // models the receiver looks for itself.
    List<VersionEntry> versions =
        taken.values().stream()
            .sorted(Comparator.comparing(VersionEntry::model).thenComparing(VersionEntry::number))
            .toList();
    versions.stream().map(VersionEntry::model).distinct().forEach(this::requireOpen);
    new BundleWriter(models, source).write(versions, refs, file);
  }

  /**
   * A manifest names its chunks under the model's key, so a receiver without the key could check
   * nothing of what comes in the clear, and what is sealed is of use only to who has the key: for
   * these there is the folder of a store.
   */
  private void requireOpen(String name) {
    if (source.isEncrypted(name)) {
      throw new InvalidInputException(
          "model \""
              + name
              + "\" is encrypted, and a bundle would hold its content in the clear under names that"
              + " no receiver can check. To carry it sealed, push it into a store in a folder,"
              + " opened with the same key provider, and carry that folder; to carry it in the"
              + " clear, export single versions with ModelExport.directory, which asks for the"
              + " right to load");
    }
  }

  private Map<Ref, VersionId> chosen() {
    Map<Ref, VersionId> all = source.refs(model);
    Map<Ref, VersionId> chosen = new LinkedHashMap<>();
    all.forEach(
        (ref, id) -> {
          boolean common = ref.kind() == Ref.Kind.BRANCH || ref.kind() == Ref.Kind.TAG;
          if (wishes.isEmpty() ? common : wishes.contains(ref)) {
            chosen.put(ref, id);
          }
        });
    Set<Ref> missing = new LinkedHashSet<>(wishes);
    missing.removeAll(all.keySet());
    if (chosen.isEmpty() || !missing.isEmpty()) {
      throw new NotFoundException(
          "model " + model + " has no ref " + missing + " for a bundle; it has " + all.keySet());
    }
    return chosen;
  }

  private Map<VersionId, VersionEntry> reach(Collection<VersionId> from, Set<VersionId> without) {
    Map<VersionId, VersionEntry> reached = new HashMap<>();
    Deque<VersionId> open = new ArrayDeque<>(from);
    while (!open.isEmpty()) {
      VersionId id = open.pop();
      if (!reached.containsKey(id) && !without.contains(id)) {
        VersionEntry entry =
            source
                .version(id)
                .orElseThrow(() -> new NotFoundException("this store has no version " + id.hex()));
        reached.put(id, entry);
        entry.parents().forEach(open::push);
      }
    }
    return reached;
  }
}
