package io.nlc.context;

/**
 * Positions that are coded together, with all of their channels.
 *
 * @param positions row times width plus column, rising
 * @param seesContext whether they see the symbols of earlier passes; if not, the context features are zero for them
 */
public record Pass(int[] positions, boolean seesContext) {}
