/**
 * The controlled-variable check: what differs between the versions that an experiment compares.
 * Only where one thing differs can the experiment say what made the difference.
 */
@NullMarked
package io.lepton.design;

import org.jspecify.annotations.NullMarked;
