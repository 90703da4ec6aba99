package io.lepton.spi;

import io.lepton.error.CorruptDataException;
import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.model.ModelSnapshot;
import java.util.List;
import java.util.Set;

/** Turns a snapshot into a predictor. Every method MUST be safe for use by many threads. */
public interface ModelEngine extends Named {
  /**
   * What the engine can do, as data.
   *
   * @param formats values of {@link ModelSnapshot#format} that it loads
   * @param devices where it can run, such as {@code cpu} or {@code cuda:0}
   * @param library what does the work, with its version
   */
  record Properties(Set<String> formats, List<String> devices, String library) {
    /** {@inheritDoc} */
    public Properties {
      formats = Set.copyOf(formats);
      devices = List.copyOf(devices);
    }
  }

  /**
   * What the engine can do.
   *
   * @return the properties
   */
  Properties properties();

  /**
   * Loads a model. Neither the snapshot nor the storage behind it is needed once this returns.
   *
   * @param snapshot of one of the engine's formats
   * @return a new predictor, to be closed
   * @throws InvalidInputException if the format is not one of the engine's
   * @throws CorruptDataException if the snapshot does not hold together; the message names the part
   * @throws io.lepton.error.StorageException if the storage behind the snapshot failed; passed on
   * @throws EngineException if the engine failed
   */
  Predictor load(ModelSnapshot snapshot);

  /**
   * The engine on the class path that loads a format.
   *
   * @param format value of {@link ModelSnapshot#format}
   * @return a new instance
   * @throws NotFoundException if there is none; the message lists the engines and formats there are
   */
  static ModelEngine forFormat(String format) {
    List<ModelEngine> engines = Providers.all(ModelEngine.class);
    return engines.stream()
        .filter(engine -> engine.properties().formats().contains(format))
        .findFirst()
        .orElseThrow(
            () ->
                new NotFoundException(
                    "no engine on the class path loads \""
                        + format
                        + "\"; there are "
                        + engines.stream()
                            .map(e -> e.name() + " " + e.properties().formats())
                            .toList()
                        + "; is lepton-train a dependency?"));
  }
}
