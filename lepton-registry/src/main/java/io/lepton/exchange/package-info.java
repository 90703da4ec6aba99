/**
 * Ways out of a store and into one: a safetensors file, a plain folder, a bundle of versions in one
 * zip file, and MLflow's folders. Start at {@link io.lepton.exchange.ModelExport} and {@link
 * io.lepton.exchange.ModelImport}. What comes in is checked before it is believed: sizes and
 * SHA-256 against what the sender wrote down, names against what may be a path.
 */
@NullMarked
package io.lepton.exchange;

import org.jspecify.annotations.NullMarked;
