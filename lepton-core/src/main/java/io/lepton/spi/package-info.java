/**
 * What others may provide: where bytes live ({@link io.lepton.spi.BlobStore}), where names and
 * indexes live ({@link io.lepton.spi.Catalog}), what runs a model ({@link
 * io.lepton.spi.ModelEngine}), what does the arithmetic of resampling ({@link
 * io.lepton.spi.ComputeBackend}), and where searches keep their trials ({@link
 * io.lepton.spi.StudyStorage}). Each interface states its rules as MUSTs; {@code lepton-testkit}
 * has one abstract contract test for each, which a provider passes by supplying a factory. A
 * provider is passed explicitly, or found by name through {@link io.lepton.spi.Providers}.
 */
@NullMarked
package io.lepton.spi;

import org.jspecify.annotations.NullMarked;
