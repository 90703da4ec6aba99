package io.lepton.exchange;

import io.lepton.bytes.ByteSource;
import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.error.StorageException;
import io.lepton.model.ModelSnapshot;
import java.nio.file.Path;

/**
 * Ways into a store. What these return is read from the files when it is saved, so they must stay
 * as they are until then.
 *
 * <pre>{@code
 * models.model("credit").save(ModelImport.directory(Path.of("credit-v2"))).commit();
 * try (Bundle bundle = ModelImport.bundle(Path.of("credit.lepton.zip"))) {
 *   models.pull("credit").everything().from(bundle);
 * }
 * }</pre>
 */
public final class ModelImport {
  private ModelImport() {}

  /**
   * Reads a safetensors file. One that Lepton wrote brings back the whole snapshot but its files.
   * Any other becomes a snapshot of the format {@code safetensors/1}, whose config holds the file's
   * metadata.
   *
   * @param file to be read; may exceed 2 GiB
   * @return a snapshot that reads the file when its tensors are read
   * @throws CorruptDataException if it is not a valid safetensors file, or lacks metadata that
   *     Lepton writes
   * @throws FormatTooNewException if a newer Lepton wrote its metadata
   * @throws StorageException if it cannot be read
   */
  public static ModelSnapshot safetensors(Path file) {
    return SafetensorsFormat.read(file);
  }

  /**
   * Reads a folder that {@link ModelExport#directory} made, after checking the size and SHA-256 of
   * every file in it.
   *
   * @param folder to be read
   * @return the snapshot that was exported, to the bit
   * @throws NotFoundException if it has no {@code lepton-model.json}
   * @throws CorruptDataException if a file is missing, changed or a link, or the manifest is not
   *     valid
   * @throws FormatTooNewException if a newer Lepton made it
   * @throws InvalidInputException if there are files that are not listed; hidden ones are let be
   * @throws StorageException if it cannot be read
   */
  public static ModelSnapshot directory(Path folder) {
    return FolderFormat.read(folder);
  }

  /**
   * Opens a bundle, after checking everything in it: it unpacks nothing outside a private temporary
   * folder, and no more than 100 times its size.
   *
   * @param file that {@link BundleExport#write} made; entries may have been deflated since
   * @return to be pulled from, and closed
   * @throws CorruptDataException if it is not a bundle, or anything in it is not what it should be
   * @throws FormatTooNewException if a newer Lepton made it
   * @throws StorageException if it cannot be read
   */
  public static Bundle bundle(Path file) {
    return Bundle.read(ByteSource.ofFile(file), file.toString());
  }

  /**
   * Reads an MLflow model folder. One that Lepton wrote brings its snapshot back; any other becomes
   * a snapshot of the format {@code mlflow/1}: all files as they are, the flavors as its config,
   * the signature as far as Lepton has its types.
   *
   * @param folder with a file {@code MLmodel}
   * @return a snapshot that reads the folder when its files are read
   * @throws NotFoundException if it has no {@code MLmodel}
   * @throws CorruptDataException if that is not what MLflow writes
   * @throws InvalidInputException if the folder holds links
   * @throws StorageException if it cannot be read
   */
  public static ModelSnapshot mlflowModel(Path folder) {
    return MlflowModel.read(folder);
  }

  /**
   * Opens an MLflow file store.
   *
   * @param mlruns its folder
   * @return to import runs and registered models from
   * @throws NotFoundException if there is no such folder
   */
  public static MlflowStore mlflow(Path mlruns) {
    return new MlflowStore(mlruns);
  }
}
