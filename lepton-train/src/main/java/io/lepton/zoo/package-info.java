/**
 * Pretrained models by name. {@link io.lepton.zoo.ModelZoo} is what is asked for one; {@link
 * io.lepton.zoo.FolderZoo} keeps them in a folder, and {@link io.lepton.zoo.ModelZoo#of} takes them
 * from anywhere else, such as a version store. {@link io.lepton.zoo.FileZoo} reads TorchScript,
 * ONNX and SavedModel files that other frameworks made. Nothing is ever downloaded.
 */
@NullMarked
package io.lepton.zoo;

import org.jspecify.annotations.NullMarked;
