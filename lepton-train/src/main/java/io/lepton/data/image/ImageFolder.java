package io.lepton.data.image;

import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.error.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads pictures from a folder with one sub-folder a class, named after it. Files that end in
 * {@code .png}, {@code .jpg}, {@code .jpeg}, {@code .gif} or {@code .bmp} are read, in the order of
 * names; others are an error, but hidden ones are passed over. Transparent pixels are laid over
 * white; grey is the luma of ITU-R BT.601. Not thread-safe.
 */
public final class ImageFolder {
  private static final Set<String> SUFFIXES = Set.of("png", "jpg", "jpeg", "gif", "bmp");

  private final Path folder;
  private int channels = 3;
  private Fit fit = Fit.REFUSE;
  private int @Nullable [] size;

  ImageFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Reads pictures as one grey channel instead of red, green and blue.
   *
   * @return this
   */
  public ImageFolder grey() {
    channels = 1;
    return this;
  }

  /**
   * Sets the size, instead of requiring all pictures to have the first one's.
   *
   * @param height in pixels
   * @param width in pixels
   * @param how what to do with pictures of another size
   * @return this
   */
  public ImageFolder size(int height, int width, Fit how) {
    size = new int[] {height, width};
    fit = Objects.requireNonNull(how);
    return this;
  }

  /**
   * Reads the pictures.
   *
   * @return the data, named after the folder
   * @throws NotFoundException if there is no such folder
   * @throws InvalidInputException if it has no sub-folder, one without pictures, a file that is no
   *     picture, or pictures of different sizes where that is refused; the message names the file
   */
  public ImageDataset read() {
    if (!Files.isDirectory(folder)) {
      throw new NotFoundException("no folder " + folder.toAbsolutePath());
    }
    List<Path> classes = list(folder, Files::isDirectory);
    if (classes.isEmpty()) {
      throw new InvalidInputException(
          folder + " has no sub-folders; expected one for each class, named after it");
    }
    @Nullable ImageShape shape = size == null ? null : new ImageShape(channels, size[0], size[1]);
    List<byte[]> pixels = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (Path one : classes) {
      List<Path> files = list(one, file -> true);
      if (files.isEmpty()) {
        throw new InvalidInputException("class folder " + one + " has no pictures");
      }
      for (Path file : files) {
        requirePicture(file);
        byte[] content = Pictures.content(file);
        if (shape == null) {
          int[] first = Pictures.size(content, file.toString());
          shape = new ImageShape(channels, first[0], first[1]);
        }
        pixels.add(Pictures.read(content, file.toString(), shape, fit));
        labels.add(String.valueOf(one.getFileName()));
      }
    }
    return ImageDataset.of(
        String.valueOf(folder.getFileName()), Objects.requireNonNull(shape), 255, pixels, labels);
  }

  private static void requirePicture(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    if (!SUFFIXES.contains(name.substring(name.lastIndexOf('.') + 1))) {
      throw new InvalidInputException(
          file
              + " is no picture by its name; expected one of "
              + SUFFIXES.stream().sorted().toList());
    }
  }

  private static List<Path> list(Path folder, Predicate<Path> wanted) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(path -> !String.valueOf(path.getFileName()).startsWith("."))
          .filter(wanted)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new StorageException(
          StorageException.Kind.PERMANENT, "cannot list " + folder + ": " + e.getMessage(), e);
    }
  }
}
