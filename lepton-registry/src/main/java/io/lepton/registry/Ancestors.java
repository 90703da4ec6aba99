package io.lepton.registry;

import io.lepton.bytes.Digest;
import io.lepton.error.LeptonException;
import io.lepton.error.StorageException;
import io.lepton.model.VersionId;
import io.lepton.registry.internal.manifest.Manifest;
import io.lepton.registry.internal.manifest.Manifest.TensorEntry;
import io.lepton.registry.internal.pack.Grouping;
import io.lepton.registry.internal.pack.Ingest.Kin;
import io.lepton.tensor.DType;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tensors of the versions that a new one follows. */
final class Ancestors {
  private static final Logger LOG = LoggerFactory.getLogger(Ancestors.class);

  private final Map<String, List<TensorEntry>> tensors = new HashMap<>();

  /**
   * Reads the versions' manifests; what cannot be read is left out, since it only saves space.
   *
   * @param model that follows them; those of others may end by themselves if they are sealed
   * @param sealed whether what rests on them is
   * @param chunkBytes tensors that were cut otherwise are left out
   */
  Ancestors(Store store, List<VersionId> parents, String model, boolean sealed, int chunkBytes) {
    for (VersionId parent : parents) {
      try {
        Manifest manifest = store.manifest(parent);
        boolean related = !sealed || manifest.model().equals(model);
        if (related && manifest.chunkBytes() == chunkBytes) {
          manifest
              .tensors()
              .forEach(it -> tensors.computeIfAbsent(it.name(), n -> new ArrayList<>()).add(it));
        }
      } catch (StorageException e) {
        throw e;
      } catch (LeptonException e) {
        LOG.debug("nothing is stored as a difference from {}", parent, e);
      }
    }
  }

  /** What a tensor is like: the same tensor of the parents, if type and shape are the same. */
  Kin kin(String name, Tensor tensor) {
    return kin(name, tensor.dtype(), tensor.shape());
  }

  Kin kin(String name, DType dtype, Shape shape) {
    List<List<Digest>> relatives =
        tensors.getOrDefault(name, List.of()).stream()
            .filter(it -> it.dtype() == dtype && it.shape().equals(shape))
            .map(TensorEntry::chunks)
            .toList();
    return new Kin(Grouping.of(dtype), relatives);
  }
}
