/**
 * Chunks and packs. {@code PackFormat} owns the byte layout; {@link
 * io.lepton.registry.internal.pack.ChunkStore} cuts, names, compresses and writes on the way in and
 * finds, checks and decodes on the way out. See {@code docs/format.md}.
 */
@NullMarked
package io.lepton.registry.internal.pack;

import org.jspecify.annotations.NullMarked;
