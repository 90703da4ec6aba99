/** Side-by-side measurements; {@code lepton-benchmarks/bench} runs them. */
@NullMarked
package io.lepton.benchmarks;

import org.jspecify.annotations.NullMarked;
