package io.lepton.exchange;

import io.lepton.error.InvalidInputException;
import io.lepton.error.StorageException;
import io.lepton.model.Version;
import io.lepton.registry.ModelManager;
import io.lepton.registry.internal.folder.FolderManifest;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Ways out of a store. Nothing is held in memory that grows with the weights. Thread-safe.
 *
 * <pre>{@code
 * ModelExport.of(models).safetensors(version, Path.of("credit.safetensors"));
 * ModelExport.of(models).directory(version, Path.of("credit-v2"));
 * ModelExport.of(models).bundle("credit").branch("main").write(Path.of("credit.lepton.zip"));
 * }</pre>
 */
public final class ModelExport {
  private final ModelManager models;

  private ModelExport(ModelManager models) {
    this.models = Objects.requireNonNull(models);
  }

  /**
   * Exports from a store.
   *
   * @param models the store; it must stay open
   * @return its ways out
   */
  public static ModelExport of(ModelManager models) {
    return new ModelExport(models);
  }

  /**
   * Writes a version's weights as one safetensors file, which any reader of that format opens.
   * Format, config, hyperparameters, signature, lineage and Lepton's names for the version go into
   * its metadata as text, under {@code lepton.…}. Files of the version do not fit this format and
   * are only named there; {@link #directory} takes them along.
   *
   * @param version of this store
   * @param file to be written, or replaced, as one step
   * @throws io.lepton.error.RetiredException if its weights were destroyed
   * @throws InvalidInputException if a tensor has a name that the format cannot hold
   * @throws StorageException if the disk failed
   */
  public void safetensors(Version version, Path file) {
    SafetensorsFormat.write(models.load(version), version, file);
  }

  /**
   * Writes a version as a plain folder: {@code weights.safetensors}, its files, and {@code
   * lepton-model.json}, with which {@link ModelImport#directory} brings the snapshot back to the
   * bit.
   *
   * @param version of this store
   * @param folder to be made, as one step
   * @throws io.lepton.error.AlreadyExistsException if the folder exists
   * @throws io.lepton.error.RetiredException if its weights were destroyed
   * @throws InvalidInputException if a tensor has a name that safetensors cannot hold
   * @throws StorageException if the disk failed
   */
  public void directory(Version version, Path folder) {
    FolderFormat.write(models.load(version), FolderManifest.Origin.of(version), folder);
  }

  /**
   * Prepares a bundle: one file with any number of versions of a model, their history, evaluations
   * and refs, to be carried to a store that no network leads to. {@link ModelImport#bundle} opens
   * it there.
   *
   * @param model its name
   * @return to be completed; nothing is written before {@link BundleExport#write}
   * @throws InvalidInputException if the name is not valid
   */
  public BundleExport bundle(String model) {
    return new BundleExport(models, model);
  }

  /**
   * Writes a version as an MLflow model folder, which MLflow's readers open and its registry takes:
   * {@code MLmodel} with the signature and a flavor {@code lepton}, whose {@code data} is the
   * folder that {@link #directory} would write. There is no flavor {@code python_function}, since
   * no Python code could run it; {@link ModelImport#mlflowModel} brings the snapshot back to the
   * bit.
   *
   * @param version of this store
   * @param folder to be made, as one step
   * @throws io.lepton.error.AlreadyExistsException if the folder exists
   * @throws io.lepton.error.RetiredException if its weights were destroyed
   * @throws StorageException if the disk failed
   */
  public void mlflow(Version version, Path folder) {
    MlflowModel.write(models.load(version), version, folder);
  }
}
