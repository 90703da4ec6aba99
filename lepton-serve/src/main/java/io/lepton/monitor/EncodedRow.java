package io.lepton.monitor;

import java.util.Map;

/**
 * One row and its prediction as a window keeps them.
 *
 * @param values one a column
 * @param unseen index of a column to the value that training never met
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed once made
record EncodedRow(double[] values, Map<Integer, String> unseen) {}
