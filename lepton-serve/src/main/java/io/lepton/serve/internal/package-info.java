/** Not API: what serving and monitoring share. */
@NullMarked
package io.lepton.serve.internal;

import org.jspecify.annotations.NullMarked;
