/** Not API: what serving and monitoring share. */
@NullMarked
package io.lepton.monitor.internal;

import org.jspecify.annotations.NullMarked;
