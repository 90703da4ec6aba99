/**
 * The compute backends on ND4J: {@code nd4j} (whatever its natives run on) and {@code nd4j-cuda}.
 * ND4J is an optional dependency; without it both say so and nothing else changes. The only package
 * that knows {@code org.nd4j}.
 */
@NullMarked
package io.lepton.stats.compute.nd4j;

import org.jspecify.annotations.NullMarked;
