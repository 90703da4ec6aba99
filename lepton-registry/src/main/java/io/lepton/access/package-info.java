/**
 * Who may do what: an {@link io.lepton.access.AccessPolicy} decides each {@link
 * io.lepton.access.AccessRequest} that reaches a store, by actor, {@link io.lepton.access.Action}
 * and model. {@link io.lepton.access.RolePolicy} is the one that comes with Lepton; begin there.
 */
@NullMarked
package io.lepton.access;

import org.jspecify.annotations.NullMarked;
