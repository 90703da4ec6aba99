/**
 * The audit log of a store: who did what, when, and whether it was allowed. Each {@link
 * io.lepton.audit.AuditEntry} names the hash of the one before it, and all of them together are the
 * leaves of a Merkle tree (RFC 9162), whose root can be signed as a {@link
 * io.lepton.audit.Checkpoint}. {@link io.lepton.audit.AuditLog} reads the log, signs, proves,
 * exports and checks it; {@link io.lepton.audit.AuditWriter} adds to it, in the same transaction as
 * the change that an entry is about. Begin with {@link io.lepton.audit.AuditLog}.
 */
@NullMarked
package io.lepton.audit;

import org.jspecify.annotations.NullMarked;
