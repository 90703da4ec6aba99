/** Distributions to full double precision in the tails, rank sums and checks; not API. */
@NullMarked
package io.lepton.stats.internal;

import org.jspecify.annotations.NullMarked;
