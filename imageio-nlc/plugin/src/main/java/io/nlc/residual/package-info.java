/**
 * Not API, not exported. The layer of a tile over what its networks synthesise, or over nothing: differences by block
 * transform, quantised, and samples kept exactly. Decoded in integers only; just what it is added to may depend on
 * rounding. Knows nothing of files or networks. See docs/format.md, "Layered tiles".
 */
package io.nlc.residual;
