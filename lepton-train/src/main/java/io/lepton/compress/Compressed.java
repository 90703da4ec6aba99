package io.lepton.compress;

import io.lepton.model.Lineage;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.VersionId;
import io.lepton.train.internal.LineageNotes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where a compressed model came from. */
public final class Compressed {
  private Compressed() {}

  /**
   * Notes the original in a compressed model's lineage, before it is saved.
   *
   * @param snapshot that was compressed
   * @param original version it was made from
   * @param how in words, such as {@code int8 dynamic}, kept as {@code compression}
   * @return the snapshot with more in its lineage
   */
  public static ModelSnapshot from(VersionId original, ModelSnapshot snapshot, String how) {
    Lineage old = snapshot.lineage();
    List<VersionId> derived = new ArrayList<>(old.derivedFrom());
    derived.add(original);
    Map<String, String> environment = new LinkedHashMap<>(old.environment());
    environment.put(LineageNotes.COMPRESSION, how);
    Lineage lineage = new Lineage(old.data(), derived, old.codeRevision(), old.seed(), environment);
    return new ModelSnapshot(
        snapshot.format(),
        snapshot.config(),
        snapshot.weights(),
        snapshot.files(),
        snapshot.hyperparameters(),
        snapshot.signature(),
        lineage);
  }
}
