/**
 * Tensors as bytes with a type and a shape, and their file format. Lepton stores and compares
 * tensors; it does not compute with them, which is an engine's work. Nothing here copies more than
 * it must: tensors may be views of a mapped file.
 */
@NullMarked
package io.lepton.tensor;

import org.jspecify.annotations.NullMarked;
