package io.lepton.registry.internal.catalog;

import io.lepton.bytes.Digest;
import java.util.Collection;

/** Any number of digests as one argument of a statement, so that the answer is one state. */
record Digests(Collection<Digest> all) {}
