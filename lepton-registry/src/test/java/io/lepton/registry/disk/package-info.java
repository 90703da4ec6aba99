/**
 * A disk in memory that keeps only what was flushed, and a machine whose calls fail and whose power
 * goes off at a chosen call: what stores are tested on. {@code VolatileDisk} is the model, {@code
 * VolatileFiles} shows it as a file system to {@code java.nio.file}.
 */
@org.jspecify.annotations.NullMarked
package io.lepton.registry.disk;
