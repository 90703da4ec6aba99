/** The arithmetic behind the metrics; not API. */
@NullMarked
package io.lepton.metric.internal;

import org.jspecify.annotations.NullMarked;
