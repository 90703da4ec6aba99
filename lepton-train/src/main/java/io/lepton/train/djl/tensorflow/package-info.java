/**
 * TensorFlow, through the libraries of DJL: {@link io.lepton.train.djl.tensorflow.SavedModelEngine}
 * runs SavedModels by their signatures, {@link io.lepton.train.djl.tensorflow.TensorFlowTrainer}
 * trains classifiers in graph mode, the same bits for the same seed, and writes them as
 * SavedModels.
 *
 * <p>Needs {@code ai.djl.tensorflow:tensorflow-engine} and {@code
 * org.tensorflow:tensorflow-core-native} with the classifier of the platform; the latter's 630 MB
 * of libraries are unpacked once to {@code ~/.cache/lepton}, or to the folder the system property
 * {@code lepton.tensorflow.folder} names.
 */
@NullMarked
package io.lepton.train.djl.tensorflow;

import org.jspecify.annotations.NullMarked;
