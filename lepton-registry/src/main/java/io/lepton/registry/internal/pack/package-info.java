/**
 * Chunks and packs. {@code PackFormat} owns the byte layout of a pack, {@code Encoder} and {@code
 * Decoder} the forms of a chunk. {@link io.lepton.registry.internal.pack.Ingest} cuts, names,
 * encodes and writes on the way in; {@link io.lepton.registry.internal.pack.ChunkReader} finds,
 * decodes and checks on the way out. See {@code docs/format.md}.
 */
@NullMarked
package io.lepton.registry.internal.pack;

import org.jspecify.annotations.NullMarked;
