/**
 * Labelled pictures of one size ({@link io.lepton.data.image.ImageDataset}), from IDX files or from
 * folders named after classes, and single pictures to predict for ({@link
 * io.lepton.data.image.ImageShape#decode}). A pixel is a byte inside and a float from 0 to 1
 * outside, [channels, height, width] as PyTorch has it.
 *
 * <p>Start with {@code ImageDataset.idx(images, labels)} or {@code ImageDataset.folder(path)}.
 */
@NullMarked
package io.lepton.data.image;

import org.jspecify.annotations.NullMarked;
