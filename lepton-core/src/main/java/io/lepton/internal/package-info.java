/** Shared by Lepton's modules, and not API: it may change in any release. */
@NullMarked
package io.lepton.internal;

import org.jspecify.annotations.NullMarked;
