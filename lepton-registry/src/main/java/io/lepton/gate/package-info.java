/**
 * Rules that a version must pass before a protected alias or stage moves to it. A {@link
 * io.lepton.gate.Gate} is a value, kept in the store; it looks at {@link io.lepton.gate.Evidence}
 * and answers with a {@link io.lepton.gate.Finding}: pass, fail, or inconclusive, which never
 * passes. {@link io.lepton.gate.GateException} lists what every rule found. Begin with {@link
 * io.lepton.gate.Gate}.
 */
@NullMarked
package io.lepton.gate;

import org.jspecify.annotations.NullMarked;
