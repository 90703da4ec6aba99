/**
 * A model's architecture as data. A {@link io.lepton.network.Network} is the shape of one input and
 * the {@link io.lepton.network.Layer}s it passes through; together with {@link
 * io.lepton.tensor.Weights} of the names and shapes it asks for, it is a model. Nothing here
 * computes: engines run a network, exporters translate it, compression rewrites it.
 *
 * <p>One F32 tensor goes in, [batch, ...], and one comes out. Codes of categories and ids of tokens
 * travel as whole floats, exact up to 2^24. Layouts are PyTorch's: images are [channels, height,
 * width], matrices of weights [outputs, inputs]. Shapes here leave the batch axis out.
 */
@NullMarked
package io.lepton.network;

import org.jspecify.annotations.NullMarked;
