package io.lepton.zoo;

import io.lepton.error.NotFoundException;
import io.lepton.model.ModelSnapshot;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Where pretrained models are found by name. Implementations MUST be safe for use by many threads,
 * MUST NOT use the network unless the caller set them up to, and MUST give the same snapshot to the
 * bit for a name as long as nobody replaces it.
 */
public interface ModelZoo {
  /**
   * The models there are.
   *
   * @return names in sorted order
   */
  Set<String> names();

  /**
   * A model, to be predicted with, fine-tuned or saved.
   *
   * @param name of the model
   * @return its snapshot
   * @throws NotFoundException if there is none; the message lists those there are
   * @throws io.lepton.error.CorruptDataException if what is there is damaged
   */
  ModelSnapshot load(String name);

  /**
   * Models from anywhere. Of a store: {@code ModelZoo.of(Map.of("credit", () ->
   * models.load(version)))}; of files: {@code ModelZoo.of(Map.of("cats", PretrainedFile.classifier(
   * file, "image", shape, classes)))}.
   *
   * @param models by name; each is asked for its snapshot when it is loaded
   * @return the zoo
   */
  static ModelZoo of(Map<String, ? extends Supplier<ModelSnapshot>> models) {
    Map<String, Supplier<ModelSnapshot>> copy = new TreeMap<>(models);
    return new ModelZoo() {
      @Override
      public Set<String> names() {
        return new TreeSet<>(copy.keySet());
      }

      @Override
      public ModelSnapshot load(String name) {
        Supplier<ModelSnapshot> model = copy.get(name);
        if (model == null) {
          throw new NotFoundException("no model \"" + name + "\"; there are " + copy.keySet());
        }
        return model.get();
      }
    };
  }
}
